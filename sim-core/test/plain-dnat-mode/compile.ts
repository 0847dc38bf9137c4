import { thresholdOf } from '../../netfilter/iptables/match/statistic.js';
import type { Chain, Match, Rule } from '../../netfilter/iptables/model.js';
import type { CompiledNode, ProxyMode } from '../../proxy/mode.js';
import { host } from '../../proxy/node-networks.js';
import type { NodeView } from '../../proxy/node.js';
import { viewService, type ServicePortInfo } from '../../proxy/service-view.js';
import { groupSlices } from '../../proxy/slice-groups.js';
import { tableHooks } from '../../proxy/table-hooks.js';

/** Cluster IPs and nothing else: one rule for each endpoint, no masquerading, no answer where there is none. */
export const plainDnatMode: ProxyMode = { name: 'plain-dnat', hostOs: 'linux', compile };

const ruleset = 'kube-proxy/IPv4';

function compile({ objects, node }: NodeView): CompiledNode {
  const slices = groupSlices(objects, 'IPv4');
  const rules = [...objects.kinds.Service].flatMap(([key, service]) =>
    viewService(service, slices.get(key) ?? [], 'IPv4', node.name).flatMap(portRules),
  );
  const chains = ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'].map((name): [string, Chain] => [
    name,
    { name, policy: 'ACCEPT', rules: name === 'PREROUTING' || name === 'OUTPUT' ? rules : [] },
  ]);
  const tables = [{ name: 'nat', chains: new Map(chains) }] as const;
  return {
    dataplane: {
      node: node.name,
      mode: plainDnatMode.name,
      hooks: tableHooks(ruleset).filter(({ enter }) => enter.engine === 'iptables' && enter.table === 'nat'),
      iptables: new Map([[ruleset, { family: 'IPv4', tables }]]),
      listeners: [],
      addresses: [],
      sysctls: { routeLocalnet: false },
    },
    memo: {},
  };
}

/** Of n endpoints that are left, each rule takes one packet in n; the last rule takes what comes. */
function portRules(port: ServicePortInfo): readonly Rule[] {
  const ready = port.endpoints.filter((endpoint) => endpoint.ready);
  return ready.map((endpoint, index): Rule => {
    const left = ready.length - index;
    const draw: readonly Match[] = left > 1 ? [{ kind: 'statistic', threshold: thresholdOf(1 / left) }] : [];
    return {
      matches: [...toPort(port), ...draw],
      target: { kind: 'dnat', address: endpoint.ip, port: endpoint.port },
      origin: { object: port.service, field: `spec.ports[${port.index}].port` },
    };
  });
}

const modules = { TCP: 'tcp', UDP: 'udp', SCTP: 'sctp' } as const;

const toPort = ({ clusterIP, protocol, port }: ServicePortInfo): readonly Match[] => [
  { kind: 'destination', cidr: host(clusterIP) },
  { kind: 'protocol', protocol },
  { kind: 'transport', module: modules[protocol], dport: { from: port, to: port } },
];
