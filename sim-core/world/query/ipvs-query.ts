import { byKey, compareCodeUnits } from '../../base/order.js';
import { perObject } from '../../base/per-object.js';
import { compareIps, familyOf } from '../../net/ip.js';
import { listIpsets, saveIpsets } from '../../ipvs/ipset/listing.js';
import type { Ipset, Ipsets } from '../../ipvs/ipset/model.js';
import {
  inListingOrder,
  listConnections,
  listStatistics,
  listVirtualServers,
  noTraffic,
  realServersInOrder,
} from '../../ipvs/listing.js';
import { virtualServerKey, type VirtualServer } from '../../ipvs/model.js';
import { countConnections, destinationKey, emptyIpvs, kernelVirtualServers } from '../../ipvs/state.js';
import { sweepIpvs, syncIpvs } from '../../ipvs/sync.js';
import type { Dataplane } from '../../proxy/dataplane.js';
import { setComment } from '../../proxy/ipvs/sets.js';
import type { Snapshot } from '../snapshot.js';
import type { IpsetView, IpvsView } from '../view-ipvs.js';

/** IPVS on a node; undefined where kube-proxy does not use it. */
export function ipvsView(snapshot: Snapshot, node: string): IpvsView | undefined {
  const rules = snapshot.rules.get(node);
  const programmed = rules?.dataplane.ipvs;
  if (rules === undefined || programmed === undefined) return undefined;
  const { time } = snapshot;
  const before = rules.previous;
  const known = snapshot.kernels.get(node)?.ipvs ?? emptyIpvs;
  const state = sweepIpvs(syncIpvs(known, programmed.virtualServers, time), time);
  const servers = kernelVirtualServers(state, programmed.virtualServers);
  const counts = countConnections(state.connections.values(), time);
  const keyOf = (virtual: VirtualServer, real: { readonly address: string; readonly port: number }): string =>
    destinationKey(virtualServerKey(virtual), real.address, real.port);
  const connectionsOf: ConnectionsOf = (virtual, real) => counts.get(keyOf(virtual, real)) ?? noConnections;
  const sets: Ipsets = rules.dataplane.ipsets ?? new Map();
  return {
    revision: rules.revision,
    node,
    virtualServers: inListingOrder(servers).map((server) => {
      const counted = server.realServers.some((real) => counts.has(keyOf(server, real)));
      return counted ? serverView(server, connectionsOf) : idleServerView(server);
    }),
    ipsets: [...sets.values()].map(ipsetView).sort(byKey(({ name }) => name)),
    addresses: programmed.boundAddresses.toSorted((a, b) => compareIps(a.address, b.address)),
    listings: [
      {
        command: 'ipvsadm -Ln',
        text: listVirtualServers(servers, connectionsOf),
        ...(before?.ipvs && { before: listVirtualServers(before.ipvs.virtualServers, connectionsOf) }),
      },
      { command: 'ipvsadm -Lnc', text: listConnections(state, time) },
      {
        command: 'ipvsadm -Ln --stats',
        text: listStatistics(
          servers,
          (virtual, real) => state.traffic.get(real ? keyOf(virtual, real) : virtualServerKey(virtual)) ?? noTraffic,
        ),
      },
      {
        command: 'ipset list',
        text: listIpsets(sets, (name) => countReferences(rules.dataplane, name)),
        ...(before?.ipsets && { before: listIpsets(before.ipsets, (name) => countReferences(before, name)) }),
      },
      { command: 'ipset save', text: saveIpsets(sets) },
      {
        command: 'ip addr show kube-ipvs0',
        text: dummyDevice(rules.dataplane),
        ...(before?.ipvs && { before: dummyDevice(before) }),
      },
    ],
  };
}

type ConnectionsOf = NonNullable<Parameters<typeof listVirtualServers>[1]>;
const noConnections = { active: 0, inactive: 0 } as const;

const serverView = (
  { hashesPort: _flag, ...server }: VirtualServer,
  connectionsOf: ConnectionsOf,
): IpvsView['virtualServers'][number] => ({
  ...server,
  realServers: realServersInOrder(server).map((real) => {
    const { active, inactive } = connectionsOf(server, real);
    return { ...real, activeConnections: active, inactiveConnections: inactive };
  }),
});

/** While it has no connections. */
const idleServerView = perObject((server: VirtualServer) => serverView(server, () => noConnections));

const ipsetView = perObject((set: Ipset): IpsetView => ({
  name: set.name,
  type: set.type,
  comment: setComment(set.name),
  entries: [...set.entries]
    .map(([text, { origin }]) => ({ text, ...(origin && { origin }) }))
    .sort((a, b) => compareCodeUnits(a.text, b.text)),
}));

/** How many rules ask for a set. */
const countReferences = ({ iptables }: Dataplane, name: string): number => references(iptables).get(name) ?? 0;

const references = perObject((iptables: Dataplane['iptables']): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  const matches = [...iptables.values()]
    .flatMap(({ tables }) => tables.flatMap(({ chains }) => [...chains.values()]))
    .flatMap(({ rules }) => rules.flatMap((rule) => rule.matches));
  for (const match of matches) {
    if (match.kind === 'set') counts.set(match.name, (counts.get(match.name) ?? 0) + 1);
  }
  return counts;
});

/**
 * A dummy device is down and knows no neighbours: its addresses only make the node take packets for them.
 * @see iproute2 ip/ipaddress.c print_linkinfo; pkg/proxy/ipvs/netlink_linux.go (v1.34) EnsureDummyDevice
 */
function dummyDevice({ addresses }: Dataplane): string {
  const sorted = addresses.toSorted(compareIps);
  return [
    '4: kube-ipvs0: <BROADCAST,NOARP> mtu 1500 qdisc noop state DOWN group default ',
    '    link/ether 0a:58:00:00:00:01 brd ff:ff:ff:ff:ff:ff',
    ...sorted.flatMap((ip) => [
      familyOf(ip) === 'IPv4' ? `    inet ${ip}/32 scope global kube-ipvs0` : `    inet6 ${ip}/128 scope global `,
      '       valid_lft forever preferred_lft forever',
    ]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}
