import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ProbeProtocol } from '../network/trace.js';
import { clusterFileName, readClusterFile } from '../scenario/cluster-file.js';
import { configOf, firstSettings, type ClusterSettings, type KubeProxySettings } from '../scenario/cluster-settings.js';
import { defaultClusterConfig, type ClusterConfig } from '../world/config.js';
import type { DnsProbe } from './dns-report.js';

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
  const cluster = clusterSettings(directory, text(clusterFileName));
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

/** What `cluster.yaml` says, if all of it makes sense. */
function clusterSettings(directory: string, text: string | undefined): ClusterSettings {
  const { settings, problems } = readClusterFile(text ?? '');
  const wrong = problems.find((problem) => problem.severity === 'error');
  if (wrong === undefined) return settings;
  const line = wrong.range === undefined ? '' : `:${wrong.range.startLine}:${wrong.range.startColumn}`;
  throw new UnreadableScenario(`${join(directory, clusterFileName)}${line} cannot be read: ${wrong.text}`);
}

function structured(directory: string, file: string, text: string | undefined): object | undefined {
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const [why] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new UnreadableScenario(`${join(directory, file)} cannot be read: ${why}`);
  }
  if (typeof value === 'object' && !Array.isArray(value)) return value ?? undefined;
  throw new UnreadableScenario(`${join(directory, file)} does not hold a map`);
}

/** Recordings have a real control plane, but no scheduler, kubelets and cloud: their part is played in silence. */
const standIns = ['default-scheduler', 'kubelet', 'service-controller'];

/**
 * The default cluster, changed as the directory says; `cluster.yaml` goes first. Its mode is only what the cluster
 * was recorded in: the rules of every mode are written.
 */
function clusterConfig(cluster: ClusterSettings, asked: ProbesFile): ClusterConfig {
  const { dualStack, ipMasq, ipvsScheduler: scheduler } = asked;
  const probes: ClusterSettings = {
    ...(dualStack !== undefined && { dualStack }),
    ...(ipMasq !== undefined && { ipMasq }),
    kubeProxy: asked.kubeProxyConfig ?? {},
  };
  const settings = firstSettings([
    // The scheduler of the probes is the one they are about.
    { ...(scheduler !== undefined && { kubeProxy: { ipvs: { scheduler } } }) },
    cluster,
    probes,
  ]);
  const config = configOf({ ...settings, mode: 'iptables' });
  const nodes = config.nodes.map((node) => {
    const extraIPs = asked.nodeExtraIPs?.[node.name];
    return extraIPs === undefined ? node : { ...node, extraIPs };
  });
  const cloud = config.cloud === true && asked.noStatus !== true;
  return { ...defaultClusterConfig, ...config, nodes, cloud, withoutEventsOf: standIns };
}
