import { compareCodeUnits } from '../base/order.js';
import { familyOf, type IpFamily } from '../net/ip.js';
import { saveIpsets } from '../ipvs/ipset/listing.js';
import type { Ipset } from '../ipvs/ipset/model.js';
import { inListingOrder, listVirtualServers, realServersInOrder } from '../ipvs/listing.js';
import { flagsOf, type VirtualServer } from '../ipvs/model.js';
import { writeRuleset } from '../netfilter/iptables/write.js';
import { compileDataplane } from '../proxy/compile.js';
import type { KubeProxyConfig } from '../proxy/config.js';
import type { Dataplane } from '../proxy/dataplane.js';
import { setComment } from '../proxy/ipvs/sets.js';
import { defaultClusterConfig } from '../world/config.js';
import { proxyNode } from '../world/machines.js';
import type { Snapshot } from '../world/snapshot.js';

const fileNames: Readonly<Record<IpFamily, string>> = { IPv4: 'ipvs', IPv6: 'ipvs6' };

/**
 * What kube-proxy in ipvs mode keeps on each node. Recordings of it were made on nodes without further
 * addresses (dual-stack ones had those of IPv6 alone), and of a kube-proxy that was told its scheduler and
 * nothing else.
 */
export function ipvsArtifacts(snapshot: Snapshot): Readonly<Record<string, string>> {
  const { config, objects } = snapshot;
  const { ipvs } = config.kubeProxy;
  const kubeProxy: KubeProxyConfig = { ...defaultClusterConfig.kubeProxy, mode: 'ipvs', ...(ipvs && { ipvs }) };
  return Object.fromEntries(
    config.nodes.flatMap(({ extraIPs: _further, ...node }) => {
      const machine = proxyNode(config, node);
      const ips = node.ip6 === undefined ? machine.ips : machine.ips.filter((ip) => familyOf(ip) === 'IPv6');
      const { dataplane } = compileDataplane(objects, { ...machine, ips }, kubeProxy);
      return [...dataplane.iptables.values()].map(({ family }) => [
        `${fileNames[family]}.${node.name}.json`,
        `${JSON.stringify(ipvsState(dataplane, family, kubeProxy.ipvs?.scheduler ?? 'rr'), undefined, 1)}\n`,
      ]);
    }),
  );
}

function ipvsState(dataplane: Dataplane, family: IpFamily, scheduler: string): unknown {
  const servers = (dataplane.ipvs?.virtualServers ?? []).filter(({ address }) => familyOf(address) === family);
  const sets = [...(dataplane.ipsets ?? [])].filter(([, set]) => set.family === family);
  return {
    node: dataplane.node,
    family,
    scheduler,
    virtualServers: inListingOrder(servers).map(virtualServer),
    ipsets: Object.fromEntries(
      sets.toSorted(([a], [b]) => compareCodeUnits(a, b)).map(([name, set]) => [name, ipset(set)]),
    ),
    kubeIPVS0: dataplane.addresses.filter((ip) => familyOf(ip) === family).toSorted(compareCodeUnits),
    iptablesFromKernel: true,
    iptablesFilter: tableText(dataplane, family, 'filter'),
    iptablesNat: tableText(dataplane, family, 'nat'),
    ipsetSave: saveIpsets(new Map(sets)),
    ipvsadmLn: listVirtualServers(servers),
  };
}

const virtualServer = (server: VirtualServer): unknown => ({
  address: server.address,
  port: server.port,
  protocol: server.protocol,
  scheduler: server.scheduler,
  flags: flagsOf(server),
  persistent: server.persistentSeconds !== undefined,
  persistenceTimeout: server.persistentSeconds ?? 0,
  realServers: realServersInOrder(server).map(({ address, port, weight }) => ({ address, port, weight })),
});

const ipset = (set: Ipset): unknown => ({
  type: set.type,
  family: set.family === 'IPv4' ? 'inet' : 'inet6',
  comment: setComment(set.name),
  entries: [...set.entries.keys()].toSorted(compareCodeUnits),
});

function tableText({ iptables }: Dataplane, family: IpFamily, name: 'nat' | 'filter'): string {
  const ruleset = [...iptables.values()].find((rules) => rules.family === family);
  const tables = ruleset?.tables.filter((table) => table.name === name) ?? [];
  return writeRuleset({ family, tables });
}
