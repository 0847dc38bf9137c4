/** Random rule sets, packets and kernels, for properties of the iptables engine. */
import fc from 'fast-check';
import { draw } from '../base/prng.js';
import { cidr, hostCidr } from '../net/cidr.js';
import type { IpFamily } from '../net/ip.js';
import type { Protocol } from '../net/packet.js';
import type { SkBuff } from '../net/skb.js';
import type { AddrType, Chain, CtStateName, Match, Rule, Ruleset, Target } from '../netfilter/iptables/model.js';
import type { KernelTx } from '../netfilter/kernel.js';

/** Few addresses and ports, so that rules and packets often agree. */
const addresses: Readonly<Record<IpFamily, readonly string[]>> = {
  IPv4: ['10.96.0.1', '10.96.0.10', '10.244.1.5', '10.244.2.7', '192.168.10.11', '127.0.0.1', '224.0.0.1'],
  IPv6: ['fd00:10:96::1', 'fd00:10:96::a', 'fd00:10:244:1::5', 'fd00:192:168:10::11', '::1', 'ff02::1'],
};
const ports = [53, 80, 443, 8080, 30080];
const protocols: readonly Protocol[] = ['TCP', 'UDP', 'SCTP', 'ICMP'];
const stateNames: readonly CtStateName[] = ['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED', 'SNAT', 'DNAT'];
const addrTypes: readonly AddrType[] = ['UNICAST', 'LOCAL', 'BROADCAST', 'MULTICAST'];

const not = fc.constantFrom({}, { not: true as const });
const address = (family: IpFamily) => fc.constantFrom(...addresses[family]);
const port = fc.constantFrom(...ports);
const u32 = fc.oneof(fc.nat(0xffffffff), fc.constantFrom(0, 0x4000, 0x8000, 0xffffffff));
const listName = fc.constantFrom('KUBE-SEP-A', 'KUBE-SEP-B');
const printable = fc.string({ unit: 'grapheme-ascii', maxLength: 40 });

const side = <T>(rest: fc.Arbitrary<T>) => fc.tuple(not, rest).map(([n, r]) => ({ ...n, ...r }));
const ports2 = side(
  fc.oneof(
    port.map((p) => ({ from: p, to: p })),
    fc.tuple(fc.nat(65535), fc.nat(65535)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
  ),
);

const network = (family: IpFamily) =>
  fc.oneof(
    { weight: 5, arbitrary: address(family).map(hostCidr) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(address(family), fc.integer({ min: 1, max: family === 'IPv4' ? 32 : 128 }))
        .map(([a, p]) => cidr(a, p)),
    },
  );

const recent = (family: IpFamily) =>
  fc
    .record({
      kind: fc.constant('recent' as const),
      op: fc.constantFrom('set' as const, 'rcheck' as const),
      name: listName,
      mask:
        family === 'IPv4'
          ? fc.constantFrom('255.255.255.255', '255.255.0.0')
          : fc.constant('ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'),
      window: fc.option(fc.record({ seconds: fc.integer({ min: 1, max: 10800 }), reap: fc.boolean() }), {
        nil: undefined,
      }),
    })
    .map(({ window, ...rest }) => ({
      ...rest,
      ...(window && { seconds: window.seconds }),
      ...(window?.reap && { reap: true as const }),
    }));

const extension = (family: IpFamily): fc.Arbitrary<Match> =>
  fc.oneof(
    printable.map((text): Match => ({ kind: 'comment', text })),
    fc
      .record(
        { module: fc.constantFrom('tcp' as const, 'udp' as const, 'sctp' as const), dport: ports2, sport: ports2 },
        { requiredKeys: ['module'] },
      )
      .map((t): Match => ({ kind: 'transport', ...t })),
    side(fc.record({ value: u32, mask: u32 })).map((m): Match => ({ kind: 'mark', ...m })),
    side(fc.record({ states: fc.subarray([...stateNames], { minLength: 1 }) })).map((c): Match => ({
      kind: 'conntrack',
      ...c,
    })),
    fc
      .tuple(fc.constantFrom('source', 'destination', 'both'), side(fc.record({ type: fc.constantFrom(...addrTypes) })))
      .map(([which, s]): Match => ({
        kind: 'addrtype',
        ...(which !== 'destination' && { source: s }),
        ...(which !== 'source' && { destination: s }),
      })),
    side(fc.record({ threshold: fc.nat(0x7fffffff) })).map((s): Match => ({ kind: 'statistic', ...s })),
    side(recent(family)).map((r): Match => r),
    fc.constant<Match>({ kind: 'nfacct', name: 'ct_state_invalid_dropped_pkts' }),
    side(
      fc.record({ states: fc.subarray(['INVALID' as const, 'NEW' as const, 'RELATED' as const], { minLength: 1 }) }),
    ).map((s): Match => ({ kind: 'state', ...s })),
    side(fc.constant({})).map((s): Match => ({ kind: 'physdev', ...s })),
  );

const matchList = (family: IpFamily): fc.Arbitrary<readonly Match[]> => {
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) =>
    fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
  return fc
    .tuple(
      maybe(side(network(family).map((c) => ({ kind: 'source' as const, cidr: c })))),
      maybe(side(network(family).map((c) => ({ kind: 'destination' as const, cidr: c })))),
      maybe(
        side(
          fc.record({
            kind: fc.constant('inInterface' as const),
            name: fc.constantFrom('eth0', 'cbr0', 'veth+', 'lo'),
          }),
        ),
      ),
      maybe(side(fc.record({ kind: fc.constant('outInterface' as const), name: fc.constantFrom('eth0', 'cbr0') }))),
      maybe(side(fc.record({ kind: fc.constant('protocol' as const), protocol: fc.constantFrom(...protocols) }))),
      fc.array(extension(family), { maxLength: 3 }),
    )
    .map(([...parts]) => parts.flat().filter((m): m is Match => m !== undefined));
};

const target = (family: IpFamily, chains: readonly string[]): fc.Arbitrary<Target> => {
  const to = fc.record(
    { address: address(family), port: fc.integer({ min: 1, max: 65535 }) },
    { requiredKeys: ['address'] },
  );
  const chain = fc.constantFrom(...chains);
  return fc.oneof(
    { weight: 4, arbitrary: chain.map((c): Target => ({ kind: 'jump', chain: c })) },
    { weight: 1, arbitrary: chain.map((c): Target => ({ kind: 'goto', chain: c })) },
    { weight: 3, arbitrary: fc.record({ value: u32, mask: u32 }).map((m): Target => ({ kind: 'mark', ...m })) },
    { weight: 1, arbitrary: fc.constantFrom<Target>({ kind: 'accept' }, { kind: 'drop' }, { kind: 'return' }) },
    { weight: 1, arbitrary: to.map((t): Target => ({ kind: 'dnat', ...t })) },
    { weight: 1, arbitrary: to.map((t): Target => ({ kind: 'snat', ...t })) },
    { weight: 1, arbitrary: port.map((p): Target => ({ kind: 'redirect', port: p })) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Target>({ kind: 'masquerade' }, { kind: 'masquerade', randomFully: true }),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Target>(
        { kind: 'reject', with: 'icmp-port-unreachable' },
        { kind: 'reject', with: 'tcp-reset' },
      ),
    },
  );
};

/** A table of one built-in chain and four others; a chain jumps to later ones only, but for a rare loop. */
export const rulesetArbitrary = (family: IpFamily): fc.Arbitrary<Ruleset> => {
  const names = ['A', 'B', 'C', 'KUBE-D'];
  const rules = (chains: readonly string[]): fc.Arbitrary<readonly Rule[]> => {
    const rule = fc.record(
      { matches: matchList(family), target: target(family, chains) },
      { requiredKeys: ['matches'] },
    );
    // Long enough, often, for the evaluator to build an index.
    return fc.oneof(fc.array(rule, { maxLength: 5 }), fc.array(rule, { minLength: 16, maxLength: 40 }));
  };
  return fc
    .record({
      policy: fc.constantFrom('ACCEPT' as const, 'DROP' as const),
      start: rules(names),
      others: fc.tuple(...names.map((_name, i) => rules(i + 1 < names.length ? names.slice(i + 1) : ['KUBE-D']))),
    })
    .map(({ policy, start, others }) => {
      const chains: readonly Chain[] = [
        { name: 'PREROUTING', policy, rules: start },
        ...names.map((name, i) => ({ name, rules: others[i] ?? [] })),
      ];
      return { family, tables: [{ name: 'nat', chains: new Map(chains.map((c) => [c.name, c])) }] };
    });
};

export const skbArbitrary = (family: IpFamily): fc.Arbitrary<SkBuff> =>
  fc
    .record({
      protocol: fc.constantFrom(...protocols),
      src: address(family),
      dst: address(family),
      sport: port,
      dport: port,
      mark: u32,
      inInterface: fc.constantFrom('eth0', 'cbr0', 'veth12'),
      state: fc.constantFrom('NEW' as const, 'ESTABLISHED' as const, 'RELATED' as const, 'INVALID' as const),
      dnat: fc.boolean(),
      snat: fc.boolean(),
    })
    .map(({ mark, inInterface, state, dnat, snat, protocol, ...rest }) => {
      const echo = { sport: 0, dport: 0, icmp: { type: 'echo-request' as const, id: 7 } };
      return {
        packet: { protocol, ...rest, ...(protocol === 'ICMP' && echo), ttl: 64, length: 60 },
        mark,
        hook: 'PREROUTING',
        inInterface,
        ct: { state, direction: 'original', dnat, snat },
      };
    });

/** A kernel that notes what it is asked, for comparing two evaluations. */
export function recordingKernel(seed: number): { readonly tx: KernelTx; readonly log: readonly string[] } {
  const log: string[] = [];
  const seen = new Set<string>();
  let draws = 0;
  const tx: KernelTx = {
    now: 0,
    random: (purpose) => {
      log.push(`random ${purpose}`);
      return draw(seed, purpose, draws++);
    },
    isLocalAddress: (ip) => ['192.168.10.11', '127.0.0.1', 'fd00:192:168:10::11', '::1'].includes(ip),
    interfaceAddress: (_, like) => (like.includes(':') ? 'fd00:192:168:10::11' : '192.168.10.11'),
    recent: {
      set: (list, ip) => {
        log.push(`set ${list} ${ip}`);
        seen.add(`${list} ${ip}`);
        return true;
      },
      check: (list, ip) => {
        log.push(`check ${list} ${ip}`);
        return seen.has(`${list} ${ip}`);
      },
    },
    ipsets: { find: () => undefined },
    sets: {
      has: (set, element) => {
        log.push(`has ${set} ${element}`);
        return seen.has(`${set} ${element}`);
      },
      put: (set, element) => {
        log.push(`put ${set} ${element}`);
        seen.add(`${set} ${element}`);
        return true;
      },
    },
    count: (ruleset, id, bytes) => {
      log.push(`count ${ruleset} ${id} ${bytes}`);
    },
  };
  return { tx, log };
}
