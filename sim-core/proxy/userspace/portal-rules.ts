import type { Origin } from '../../kube/key.js';
import type { Match, Rule, Target } from '../../netfilter/iptables/model.js';
import { hostCidr } from '../../net/cidr.js';
import type { Ip } from '../../net/ip.js';
import type { ServiceProtocol } from '../../net/packet.js';
import type { Portal } from './service-ports.js';

/** The rules of one Service port, by the chain they belong to. */
export interface PortalRules {
  readonly containerPortals: readonly Rule[];
  readonly hostPortals: readonly Rule[];
  readonly containerNodePorts: readonly Rule[];
  readonly hostNodePorts: readonly Rule[];
  readonly nonLocalNodePorts: readonly Rule[];
}

/** Where a rule leads, and what is written beside it. */
interface Way {
  readonly name: string;
  readonly protocol: ServiceProtocol;
  readonly proxyPort: number;
  readonly hostIP: Ip;
}

const modules = { TCP: 'tcp', UDP: 'udp', SCTP: 'sctp' } as const;

/** From a bridge port means from a pod; anything else came from outside. */
const notFromBridge: Match = { kind: 'physdev', not: true };
const toLocal: Match = { kind: 'addrtype', destination: { type: 'LOCAL' } };

/** @see pkg/proxy/userspace/proxier.go (v1.25) iptablesCommonPortalArgs */
const common = ({ name, protocol }: Way, port: number, address?: Ip): readonly Match[] => [
  ...(address === undefined ? [] : [{ kind: 'destination', cidr: hostCidr(address) } as const]),
  { kind: 'protocol', protocol },
  { kind: 'comment', text: name },
  { kind: 'transport', module: modules[protocol], dport: { from: port, to: port } },
];

/** From pods and outside: to the address of the interface it came by, so that the answer leaves with it. */
const toArrival = ({ proxyPort }: Way): Target => ({ kind: 'redirect', port: proxyPort });

/** From the node itself: loopback would answer with the wrong address, so the node's own is named. */
const toHost = ({ hostIP, proxyPort }: Way): Target => ({ kind: 'dnat', address: hostIP, port: proxyPort });

/**
 * All rules of one Service port. Nothing in them names an endpoint: whatever becomes of the endpoints,
 * the rules stay.
 * @see pkg/proxy/userspace/proxier.go (v1.25) openPortal, openOnePortal, openNodePort
 */
export function portalRules(portal: Portal, proxyPort: number, hostIP: Ip): PortalRules {
  const { name, protocol, port, object } = portal;
  const way: Way = { name, protocol, proxyPort, hostIP };
  const rule = (field: string, matches: readonly Match[], target: Target): Rule => {
    const origin: Origin = { object, field };
    return { matches, target, origin };
  };
  const plain = portal.addresses.filter(({ external }) => !external);
  const external = portal.addresses.filter((address) => address.external);
  const nodePort = portal.nodePort === undefined ? [] : [portal.nodePort];
  return {
    containerPortals: portal.addresses.flatMap(({ ip, field, external: isExternal }) => {
      const tests = common(way, port, ip);
      return isExternal
        ? [rule(field, [...tests, notFromBridge], toArrival(way)), rule(field, [...tests, toLocal], toArrival(way))]
        : [rule(field, tests, toArrival(way))];
    }),
    hostPortals: [
      ...plain.map(({ ip, field }) => rule(field, common(way, port, ip), toHost(way))),
      ...external.map(({ ip, field }) => rule(field, [...common(way, port, ip), toLocal], toHost(way))),
    ],
    containerNodePorts: nodePort.map(({ value, field }) => rule(field, common(way, value), toArrival(way))),
    hostNodePorts: nodePort.map(({ value, field }) => rule(field, common(way, value), toHost(way))),
    nonLocalNodePorts: nodePort.map(({ field }) =>
      rule(field, [...common(way, proxyPort), { kind: 'state', states: ['NEW'] }], { kind: 'accept' }),
    ),
  };
}
