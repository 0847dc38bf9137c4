import type { Prng } from '../../base/prng.js';
import type { Millis } from '../../base/time.js';
import type { Pod } from '../../kube/objects.js';
import { getObject, type ApiObjects } from '../../kube/store.js';
import type { KubeProxyConfig } from '../../proxy/config.js';
import type { Dataplane } from '../../proxy/dataplane.js';
import { removesLeftovers, withLeftovers } from '../../proxy/leftovers.js';
import { currentRelease, minorOf } from '../../proxy/release.js';
import { startKubeProxy, type Startup } from '../../proxy/startup.js';
import type { ClusterConfig, NodeConfig } from '../config.js';
import type { NodeRules } from '../snapshot.js';
import type { Task } from '../scheduler.js';
import type { TimelineEvent } from '../view.js';
import { readConfigFile } from './config-file.js';
import { configFileName, configMapKey, kubeProxyPods, releaseOfImage } from './objects.js';
import { backOffMs, startupMs, withLines, type ProxyProcess } from './process.js';

/** The part of the world that kube-proxy's processes see and change. */
export interface ProxyWorld {
  readonly config: ClusterConfig;
  readonly objects: ApiObjects;
  readonly time: Millis;
  readonly prng: Prng;
  rulesOf(node: string): NodeRules | undefined;
  setRules(node: string, rules: NodeRules): void;
  /** What the process kept in memory is gone. */
  forgetProcess(node: string): void;
  schedule(time: Millis, task: Task): void;
  markCrashing(pod: Pod, restarts: number): void;
  emit(event: Omit<TimelineEvent, 'sequence' | 'time'>): void;
}

/**
 * Runs kube-proxy where its pods run. A process reads its file when it starts and never again: that is
 * why an edited ConfigMap changes nothing until the pods are deleted and come back.
 */
export class KubeProxies {
  readonly #world: ProxyWorld;
  readonly #processes: Map<string, ProxyProcess>;

  constructor(base: ReadonlyMap<string, ProxyProcess>, world: ProxyWorld) {
    this.#processes = new Map(base);
    this.#world = world;
  }

  get state(): ReadonlyMap<string, ProxyProcess> {
    return new Map(this.#processes);
  }

  /** The configuration by which a node's rules are written now; undefined when nobody writes any. */
  configOf(node: string): KubeProxyConfig | undefined {
    const process = this.#processes.get(node);
    return process?.state === 'running' ? process.config : undefined;
  }

  /** After pods changed: processes end with their pods, and begin with new ones. */
  observePods(): void {
    for (const { name } of this.#world.config.nodes) {
      const pods = kubeProxyPods(this.#world.objects, name);
      const known = this.#processes.get(name);
      const isThere = pods.some(({ metadata }) => metadata.name === known?.pod && !metadata.deletionTimestamp);
      if (known !== undefined && known.state !== 'stopped' && !isThere) this.#stop(name, known);
      const next = pods.find((pod) => isRunning(pod) && pod.metadata.name !== known?.pod);
      if (next !== undefined) this.#begin(name, next);
    }
  }

  /** The container's process comes up, for the first time or after an exit. */
  run(name: string): void {
    const world = this.#world;
    const node = world.config.nodes.find((candidate) => candidate.name === name);
    const process = this.#processes.get(name);
    const pod = kubeProxyPods(world.objects, name).find(({ metadata }) => metadata.name === process?.pod);
    if (node === undefined || process === undefined || pod === undefined) return;
    if (process.state !== 'starting' && process.state !== 'back-off') return;
    const { startup, config } = this.#startup(node, pod);
    const log = withLines(process.log, startup.log, world.time);
    if (startup.kind === 'fails') {
      this.#crash(node, pod, { ...process, log }, startup.error);
      return;
    }
    if (process.restarts > 0) world.markCrashing(pod, 0);
    this.#processes.set(name, { ...process, state: 'running', config: { ...config, mode: startup.mode }, log });
    const version = config.release ?? currentRelease;
    this.#tell(name, `kube-proxy on ${name} runs in ${startup.mode} mode (${version})`);
    this.#cleanUp(name, startup.mode, minorOf(version) ?? 0);
    world.schedule(world.time, { kind: 'rules', node: name });
  }

  #begin(node: string, pod: Pod): void {
    const world = this.#world;
    this.#processes.set(node, { pod: pod.metadata.name, state: 'starting', restarts: 0, log: [] });
    const wait = startupMs.least + world.prng.below(`kube-proxy/${node}/start`, startupMs.spread);
    world.schedule(world.time + wait, { kind: 'kube-proxy', node });
  }

  #stop(node: string, process: ProxyProcess): void {
    this.#processes.set(node, { ...process, state: 'stopped' });
    this.#world.forgetProcess(node);
    if (process.state === 'running') this.#tell(node, `kube-proxy on ${node} stopped; its rules stay`);
  }

  #startup(node: NodeConfig, pod: Pod): { readonly startup: Startup; readonly config: KubeProxyConfig } {
    const { objects, config: cluster } = this.#world;
    const { namespace, name } = configMapKey;
    const text = getObject(objects, 'ConfigMap', namespace, name)?.data?.[configFileName] ?? '';
    const release = releaseOfImage(pod.spec.containers[0]?.image);
    const read = readConfigFile(text, cluster.kubeProxy);
    if (!read.ok) return { startup: failed(read.error), config: cluster.kubeProxy };
    const os = node.os ?? 'linux';
    // On Windows the start script writes its own mode over the shared file's.
    const mode = os === 'windows' ? (node.proxyMode ?? 'kernelspace') : read.value.mode;
    const config = { ...read.value, mode, release };
    return { startup: startKubeProxy(config, { os, missingModules: node.missingModules ?? [] }), config };
  }

  #crash(node: NodeConfig, pod: Pod, process: ProxyProcess, error: string): void {
    const world = this.#world;
    const restarts = process.restarts + 1;
    this.#processes.set(node.name, { ...process, state: 'back-off', restarts });
    world.schedule(world.time + backOffMs(restarts), { kind: 'kube-proxy', node: node.name, retry: true });
    this.#tell(node.name, `kube-proxy on ${node.name} exited: ${error}`);
    world.markCrashing(pod, restarts);
  }

  /** What lies in the kernel from before stays beneath the new rules, less what this mode removes as it starts. */
  #cleanUp(node: string, starting: string, minor: number): void {
    const before = this.#world.rulesOf(node);
    if (before === undefined) return;
    const all = [...(before.leftovers ?? []), before.compiled.dataplane];
    const latest = [...new Map(all.map((dataplane) => [dataplane.mode, dataplane])).values()];
    const leftovers = latest.filter((dataplane) => !removesLeftovers(starting, dataplane.mode, minor));
    if (starting === before.compiled.dataplane.mode) {
      if (leftovers.length > 0 || before.leftovers !== undefined) this.#world.setRules(node, { ...before, leftovers });
      return;
    }
    const dataplane = withLeftovers(leftovers, nothingOf(before.compiled.dataplane, starting));
    const { revision, objects, unwritten } = before;
    const former = { previous: before.dataplane, ...(objects && { before: { revision, objects } }) };
    this.#world.setRules(node, {
      ...before,
      dataplane,
      leftovers,
      unwritten: true,
      ...(unwritten !== true && former),
    });
    const gone = latest.filter((one) => !leftovers.includes(one)).map((one) => one.mode);
    if (gone.length > 0) this.#tell(node, `kube-proxy on ${node} removed the rules of ${gone.join(' and ')} mode`);
  }

  #tell(name: string, text: string): void {
    this.#world.emit({ kind: 'rules', text, object: { kind: 'Node', namespace: '', name } });
  }
}

const isRunning = ({ metadata, status }: Pod): boolean =>
  status?.phase === 'Running' && metadata.deletionTimestamp === undefined;

/** A mode that has written nothing yet. Kernel settings stay as they are. */
const nothingOf = ({ node, sysctls }: Dataplane, mode: string): Dataplane => ({
  node,
  mode,
  hooks: [],
  iptables: new Map(),
  listeners: [],
  addresses: [],
  sysctls,
});

const failed = (error: string): Startup => ({
  kind: 'fails',
  error,
  log: [{ severity: 'E', at: 'run.go:72', text: `"command failed" err=${JSON.stringify(error)}` }],
});
