import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseCidr } from '../net/cidr.js';
import { ipFromBigInt, ipToBigInt } from '../net/ip.js';
import type { ProbeProtocol } from '../network/trace.js';
import type { DnsProbe } from './dns-report.js';
import type { IpvsConfig } from '../proxy/config.js';
import { defaultClusterConfig, type ClusterConfig, type KubeProxyConfig, type NodeConfig } from '../world/config.js';

/** One question to the cluster: what happens to packets from here to there? */
export interface Probe {
  readonly id: string;
  /** `ns/pod`, `node1`, `external` or `external@198.51.100.7`. */
  readonly from: string;
  readonly to: string;
  readonly proto: ProbeProtocol;
  readonly count?: number;
  readonly via?: string;
  readonly sport?: number;
}

export interface ScenarioStep {
  /** Command lines without the word kubectl. */
  readonly kubectl?: readonly string[];
  readonly dump?: boolean;
}

/** A scenario's directory, read. */
export interface Scenario {
  readonly manifests: string;
  readonly config: ClusterConfig;
  readonly probes: readonly Probe[];
  readonly steps: readonly ScenarioStep[];
  /** What the cluster's DNS is asked at the end. */
  readonly dns: readonly DnsProbe[];
  /** Further command lines to print the answers of, without the word kubectl. */
  readonly kubectl: readonly string[];
  /** A manifest that a step names. */
  read(file: string): string | undefined;
}

interface KubeProxySettings {
  readonly masqueradeAll?: boolean;
  readonly nodePortAddresses?: readonly string[];
  readonly localhostNodePorts?: boolean;
  readonly detectLocalMode?: KubeProxyConfig['detectLocalMode'];
  readonly iptables?: { readonly masqueradeAll?: boolean; readonly localhostNodePorts?: boolean };
  readonly ipvs?: IpvsConfig;
}

interface ClusterFile {
  readonly nodes?: readonly NodeConfig[];
  readonly kubeProxy?: KubeProxySettings;
  readonly dualStack?: boolean;
  readonly serviceCIDRs?: readonly string[];
  readonly ipMasq?: boolean;
}

interface ProbesFile {
  readonly probes?: readonly Probe[];
  readonly steps?: readonly ScenarioStep[];
  readonly dns?: readonly DnsProbe[];
  readonly kubectl?: readonly string[];
  readonly kubeProxyConfig?: KubeProxySettings;
  readonly nodeExtraIPs?: Readonly<Record<string, readonly string[]>>;
  readonly dualStack?: boolean;
  readonly ipMasq?: boolean;
  readonly ipvsScheduler?: string;
  /** No cloud writes addresses into the status of Services. */
  readonly noStatus?: boolean;
}

/** Something about the directory that makes it no scenario, in one line. */
export class UnreadableScenario extends Error {}

export function readScenario(directory: string): Scenario {
  if (!existsSync(directory) || !statSync(directory).isDirectory()) {
    throw new UnreadableScenario(`${directory} is not a directory`);
  }
  const text = (file: string): string | undefined => {
    const path = join(directory, file);
    return existsSync(path) && statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
  };
  const manifests = text('manifests.yaml');
  if (manifests === undefined) throw new UnreadableScenario(`${directory} holds no manifests.yaml`);
  const cluster = (structured(directory, 'cluster.yaml', text('cluster.yaml')) ?? {}) as ClusterFile;
  const asked = (structured(directory, 'probes.json', text('probes.json')) ?? {}) as ProbesFile;
  return {
    manifests,
    config: clusterConfig(cluster, asked),
    probes: asked.probes ?? [],
    steps: asked.steps ?? [],
    dns: asked.dns ?? [],
    kubectl: asked.kubectl ?? [],
    read: text,
  };
}

/** JSON is YAML, so that one reader does for both. */
function structured(directory: string, file: string, text: string | undefined): object | undefined {
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = file.endsWith('.json') ? JSON.parse(text) : parse(text);
  } catch (error) {
    const [why] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new UnreadableScenario(`${join(directory, file)} cannot be read: ${why}`);
  }
  if (typeof value === 'object' && !Array.isArray(value)) return value ?? undefined;
  throw new UnreadableScenario(`${join(directory, file)} does not hold a map`);
}

/** Recordings have a real control plane, but no scheduler, kubelets and cloud: their part is played in silence. */
const standIns = ['default-scheduler', 'kubelet', 'service-controller'];

/** The default cluster, changed as the directory says. Rules are recorded of kube-proxy in iptables mode. */
function clusterConfig(cluster: ClusterFile, asked: ProbesFile): ClusterConfig {
  const base = defaultClusterConfig;
  const dualStack = cluster.dualStack ?? asked.dualStack ?? false;
  const nodes = (cluster.nodes ?? base.nodes)
    .map((node, index) => (dualStack ? withIpv6(node, index + 1) : node))
    .map((node) => {
      const extraIPs = asked.nodeExtraIPs?.[node.name];
      return extraIPs === undefined ? node : { ...node, extraIPs };
    });
  return {
    ...base,
    nodes,
    serviceCIDRs: cluster.serviceCIDRs ?? [...base.serviceCIDRs, ...(dualStack ? ['fd00:10:96::/112'] : [])],
    clusterCIDRs: [...base.clusterCIDRs, ...(dualStack ? ['fd00:10:244::/56'] : [])],
    kubeProxy: {
      ...kubeProxyConfig(base.kubeProxy, [cluster.kubeProxy, asked.kubeProxyConfig]),
      ipvs: ipvsConfig(cluster, asked),
    },
    ipMasq: cluster.ipMasq ?? asked.ipMasq ?? base.ipMasq,
    cloud: asked.noStatus !== true,
    withoutEventsOf: standIns,
    external: dualStack ? { ...base.external, ip6: clientIp6(nodes) } : base.external,
  };
}

const withIpv6 = (node: NodeConfig, ordinal: number): NodeConfig => ({
  ip6: `fd00:192:168:10::1${ordinal}`,
  podCIDR6: `fd00:10:244:${ordinal}::/64`,
  ...node,
});

/** The client's address ends in ::200, on the nodes' own network. */
function clientIp6(nodes: readonly NodeConfig[]): string {
  const network = parseCidr(`${nodes[0]?.ip6 ?? 'fd00:192:168:10::11'}/64`)?.address ?? '::';
  return ipFromBigInt(ipToBigInt(network) + 0x200n, 'IPv6');
}

/** The scheduler stands with the probes, or with kube-proxy's settings. */
const ipvsConfig = (cluster: ClusterFile, asked: ProbesFile): IpvsConfig => ({
  ...cluster.kubeProxy?.ipvs,
  ...asked.kubeProxyConfig?.ipvs,
  ...(asked.ipvsScheduler !== undefined && { scheduler: asked.ipvsScheduler }),
});

function kubeProxyConfig(base: KubeProxyConfig, settings: readonly (KubeProxySettings | undefined)[]): KubeProxyConfig {
  const first = <T>(pick: (s: KubeProxySettings) => T | undefined, otherwise: T): T =>
    settings.map((s) => s && pick(s)).find((value) => value !== undefined) ?? otherwise;
  return {
    mode: 'iptables',
    masqueradeAll: first((s) => s.masqueradeAll ?? s.iptables?.masqueradeAll, base.masqueradeAll),
    nodePortAddresses: first((s) => s.nodePortAddresses, base.nodePortAddresses),
    localhostNodePorts: first((s) => s.localhostNodePorts ?? s.iptables?.localhostNodePorts, base.localhostNodePorts),
    detectLocalMode: first((s) => s.detectLocalMode, base.detectLocalMode),
  };
}
