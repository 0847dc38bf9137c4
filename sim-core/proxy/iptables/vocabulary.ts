import { thresholdOf } from '../../netfilter/iptables/match/statistic.js';
import type { Cidr } from '../../net/cidr.js';
import type { Ip, IpFamily } from '../../net/ip.js';
import type { ServiceProtocol } from '../../net/packet.js';
import type { Match, Rule, Target } from '../../netfilter/iptables/model.js';
import type { Origin } from '../../kube/key.js';
import { host } from '../node-networks.js';
import { chain } from './names.js';

/**
 * The tests and targets that many rules have in common. They are immutable, so that ten thousand
 * Services can hold the same ones.
 */
const ofProtocol = (protocol: ServiceProtocol, module: 'tcp' | 'udp' | 'sctp') =>
  ({
    protocol: { kind: 'protocol', protocol },
    transport: { kind: 'transport', module },
    module,
  }) as const satisfies { protocol: Match; transport: Match; module: string };

export const protocols = {
  TCP: ofProtocol('TCP', 'tcp'),
  UDP: ofProtocol('UDP', 'udp'),
  SCTP: ofProtocol('SCTP', 'sctp'),
} as const;

export const comment = (text: string): Match => ({ kind: 'comment', text });

export const destinationPort = (protocol: ServiceProtocol, port: number): Match => ({
  kind: 'transport',
  module: protocols[protocol].module,
  dport: { from: port, to: port },
});

export const toHost = (ip: Ip): Match => ({ kind: 'destination', cidr: host(ip) });
export const fromHost = (ip: Ip): Match => ({ kind: 'source', cidr: host(ip) });
export const fromNetwork = (cidr: Cidr): Match => ({ kind: 'source', cidr });
export const notFromNetwork = (cidr: Cidr): Match => ({ kind: 'source', not: true, cidr });

const loopbackNetwork: Cidr = { family: 'IPv4', address: '127.0.0.0', prefix: 8 };
export const toLoopback: Match = { kind: 'destination', cidr: loopbackNetwork };
export const notToLoopback: Match = { kind: 'destination', not: true, cidr: loopbackNetwork };
export const notFromLoopback: Match = notFromNetwork(loopbackNetwork);
export const notToLoopback6: Match = { kind: 'destination', not: true, cidr: host('::1') };

export const toLocal: Match = { kind: 'addrtype', destination: { type: 'LOCAL' } };
export const fromLocal: Match = { kind: 'addrtype', source: { type: 'LOCAL' } };

export const jump = (name: string): Target => ({ kind: 'jump', chain: name });
export const markMasq: Target = jump(chain.markMasq);
export const accept: Target = { kind: 'accept' };
export const drop: Target = { kind: 'drop' };
export const reject: Readonly<Record<IpFamily, Target>> = {
  IPv4: { kind: 'reject', with: 'icmp-port-unreachable' },
  IPv6: { kind: 'reject', with: 'icmp6-port-unreachable' },
};

export const recentMask: Readonly<Record<IpFamily, string>> = {
  IPv4: '255.255.255.255',
  IPv6: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
};

/** A rule that an object's field made necessary. */
export const rule = (origin: Origin, matches: readonly Match[], target?: Target): Rule =>
  target === undefined ? { matches, origin } : { matches, target, origin };

/**
 * The tests of a rule that takes one packet in n: the dice, or nothing at all for the last in line.
 * kube-proxy writes the probability with ten decimals and iptables rounds that to a multiple of 2^-31,
 * which is why a third is listed as 0.33333333349.
 * @see pkg/proxy/iptables/proxier.go (v1.34) computeProbability
 * @see iptables extensions/libxt_statistic.c
 */
const computeDice = (n: number): readonly Match[] =>
  n <= 1 ? [] : [{ kind: 'statistic', threshold: thresholdOf(Number((1 / n).toFixed(10))) }];

const precomputed = Array.from({ length: 200 }, (_, n) => computeDice(n));
export const oneIn = (n: number): readonly Match[] => precomputed[n] ?? computeDice(n);
