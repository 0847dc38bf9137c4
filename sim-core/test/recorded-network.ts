/** The recorded clusters as networks of machines, and what was recorded of their packets, for tests. */
import { existsSync } from 'node:fs';
import { parse } from 'yaml';
import { hookPriority } from '../net/hook.js';
import type { Ip } from '../net/ip.js';
import type { ServiceProtocol } from '../net/packet.js';
import { listObjects } from '../kube/store.js';
import type { Ruleset } from '../netfilter/iptables/model.js';
import { readRuleset } from '../netfilter/iptables/read.js';
import { createNetwork, type Network, type NetworkPod } from '../network/network.js';
import type { ProbeProtocol } from '../network/trace.js';
import { compileDataplane } from '../proxy/compile.js';
import type { Dataplane, HookEntry, Listener } from '../proxy/dataplane.js';
import { defaultClusterConfig, type NodeConfig } from '../world/config.js';
import { recordedCluster, recordedObjects } from './recorded-cluster.js';
import { readScenarioFile, readScenarioJson, scenarioDirectory, scenarioNames } from './recorded.js';

export interface RecordedProbe {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly proto: ProbeProtocol;
  readonly count: number;
  readonly via?: string;
  readonly sport?: number;
}

/** What a probe met in one mode. `dst` is what the name resolved to. */
export interface RecordedResult {
  readonly dst?: string | null;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly backends?: Readonly<Record<string, number>>;
  readonly backend_saw_source?: readonly string[];
  readonly backend_local?: readonly string[];
  readonly client_src?: readonly string[];
  readonly refused_how?: readonly string[];
  readonly conntrack?: readonly { readonly node: string; readonly entry: string }[];
}

export interface RecordedPacket {
  readonly probe: RecordedProbe;
  readonly iptables: RecordedResult;
  readonly nftables: RecordedResult;
}

interface RecordedPod {
  readonly ns: string;
  readonly name: string;
  readonly node: string;
  readonly ip: Ip;
  readonly ip6?: Ip;
  readonly host: boolean;
  readonly ports: readonly (readonly [ServiceProtocol, number])[];
}

interface ClusterFile {
  readonly nodes?: readonly NodeConfig[];
  readonly dualStack?: boolean;
}

/** The moments at which packets were sent: `truth` at the end, and `truth/stepN` before. Pods were listed at the end only. */
export const packetMoments = (): readonly { readonly scenario: string; readonly moment: string }[] =>
  scenarioNames()
    .flatMap((scenario) =>
      ['truth', ...Array.from({ length: 20 }, (_, i) => `truth/step${i}`)].map((moment) => ({ scenario, moment })),
    )
    .filter(({ scenario, moment }) => recordedPackets(scenario, moment).length > 0);

export function recordedPackets(scenario: string, moment: string): readonly RecordedPacket[] {
  if (!existsSync(`${scenarioDirectory(scenario)}/${moment}/packets.json`)) return [];
  const packets = readScenarioJson<readonly RecordedPacket[]>(scenario, `${moment}/packets.json`);
  return Array.isArray(packets) ? packets : [];
}

const recordedPod = (pod: RecordedPod): NetworkPod => ({
  namespace: pod.ns,
  name: pod.name,
  node: pod.node,
  ips: pod.ip6 === undefined ? [pod.ip] : [pod.ip, pod.ip6],
  hostNetwork: pod.host,
  listens: pod.ports.map(([protocol, port]) => ({ protocol, port })),
});

export function recordedNetwork(scenario: string): Network {
  const file = parse(readScenarioFile(scenario, 'cluster.yaml') ?? '{}') as ClusterFile;
  const { external, router, apiServer, nodes } = defaultClusterConfig;
  return createNetwork({
    nodes: file.nodes ?? nodes,
    pods: (readScenarioJson<readonly RecordedPod[]>(scenario, 'truth/pods.json') ?? []).map(recordedPod),
    router,
    external: { ...external, ...(file.dualStack && { ip6: 'fd00:192:168:10::200' }) },
    clusterCIDRs: recordedCluster(scenario).nodes[0]?.clusterCIDRs ?? [],
    ipMasq: true,
    hosts: [
      { name: 'api-server', ips: [apiServer.ip], listens: [{ protocol: 'TCP', port: apiServer.port, silent: true }] },
    ],
  });
}

/** What our compiler makes of the recorded objects, by node. */
export function compiledDataplanes(
  scenario: string,
  moment: string,
  mode = 'iptables',
): ReadonlyMap<string, Dataplane> {
  const { nodes, config } = recordedCluster(scenario);
  const objects = recordedObjects(scenario, moment);
  const inMode = { ...config, mode };
  return new Map(nodes.map((node) => [node.name, compileDataplane(objects, node, inMode).dataplane] as const));
}

/** The rules as the real kube-proxy left them, by node. */
export function recordedDataplanes(scenario: string, moment: string): ReadonlyMap<string, Dataplane> {
  const { nodes, config } = recordedCluster(scenario);
  const listeners = listObjects(recordedObjects(scenario, moment), 'Service').flatMap(
    (service): readonly Listener[] => {
      const port = service.spec.healthCheckNodePort;
      const { namespace = '', name } = service.metadata;
      const purpose = { kind: 'healthCheckNodePort', namespace, service: name, localEndpoints: 0 } as const;
      return port === undefined ? [] : [{ protocol: 'TCP', port, purpose }];
    },
  );
  const ranges = config.nodePortAddresses;
  const routeLocalnet =
    ranges.length === 0 || ranges.some((range) => range.startsWith('127.') || range === '0.0.0.0/0');
  return new Map(
    nodes.map(({ name }): [string, Dataplane] => {
      const rulesets = recordedRulesets(scenario, moment, name);
      const hooks = rulesets.flatMap(([ruleset]) => hooksOf(ruleset));
      const iptables = new Map(rulesets);
      return [
        name,
        { node: name, mode: 'iptables', hooks, iptables, listeners, addresses: [], sysctls: { routeLocalnet } },
      ];
    }),
  );
}

function recordedRulesets(scenario: string, moment: string, node: string): readonly (readonly [string, Ruleset])[] {
  const files = [
    ['IPv4', 'iptables-save'],
    ['IPv6', 'ip6tables-save'],
  ] as const;
  return files.flatMap(([family, file]): readonly (readonly [string, Ruleset])[] => {
    const text = readScenarioFile(scenario, `${moment}/${file}.${node}.txt`);
    if (text === undefined) return [];
    const read = readRuleset(text, family);
    if (!read.ok) throw new Error(`${scenario} ${moment} ${node}: ${JSON.stringify(read.error)}`);
    return [[`kube-proxy/${family}`, read.value]];
  });
}

function hooksOf(ruleset: string): readonly HookEntry[] {
  const at = (hook: HookEntry['hook'], table: 'nat' | 'filter', priority: number): HookEntry => ({
    hook,
    priority,
    enter: { engine: 'iptables', ruleset, table },
  });
  return [
    at('PREROUTING', 'nat', hookPriority.natDst),
    at('INPUT', 'filter', hookPriority.filter),
    at('INPUT', 'nat', hookPriority.natSrc),
    at('FORWARD', 'filter', hookPriority.filter),
    at('OUTPUT', 'nat', hookPriority.natDst),
    at('OUTPUT', 'filter', hookPriority.filter),
    at('POSTROUTING', 'nat', hookPriority.natSrc),
  ];
}
