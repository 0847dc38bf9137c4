import type { Millis } from '../../base/time.js';
import type { Prng } from '../../base/prng.js';
import type { ApiObjects } from '../../kube/store.js';
import { emptyKernelState, type KernelState } from '../../network/kernel-state.js';
import type { Network } from '../../network/network.js';
import type { Trace } from '../../network/trace.js';
import { send, type SendRequest } from '../../network/walk.js';
import { compileDataplane, type CompiledNode } from '../../proxy/compile.js';
import type { KubeProxyConfig } from '../../proxy/config.js';
import type { Dataplane } from '../../proxy/dataplane.js';
import { isPossible, minorOf, modeHistory, whereElse } from '../../proxy/release.js';
import { modeError, startKubeProxy } from '../../proxy/startup.js';
import type { ClusterConfig, NodeConfig } from '../config.js';
import { configuredProxy, configuredRelease } from '../kube-proxy/configured.js';
import { clusterNetwork, proxyNode } from '../machines.js';
import type { Snapshot } from '../snapshot.js';
import type { ComparedMode } from '../view-compare.js';

type World = Pick<Snapshot, 'config' | 'objects'>;

/** What the cluster's kube-proxy is told, its mode aside. */
function configOf(world: World): KubeProxyConfig {
  const configured = configuredProxy(world);
  return typeof configured === 'object' ? configured : world.config.kubeProxy;
}

/**
 * Where a mode is to be looked at: in the cluster's own release and on its nodes' system, or else in the nearest
 * release, or on the system, that has it.
 */
export function placeMode(world: World, mode: string): ComparedMode {
  const release = configuredRelease(world);
  const minor = minorOf(release) ?? 0;
  const refusal = modeError(mode, 'linux', minor);
  if (refusal === undefined) return withFailure(world, { mode, release, os: 'linux' });
  const elsewhere = whereElse(mode, 'linux', minor);
  if (elsewhere === undefined) return { mode, release, os: 'linux', refusal, failure: refusal };
  return withFailure(world, { mode, ...elsewhere, refusal });
}

/** Nodes may lack what a mode needs of their kernels. */
function withFailure(world: World, placed: ComparedMode): ComparedMode {
  const { mode, release, os } = placed;
  const config = { ...configOf(world), mode, release };
  for (const { missingModules = [] } of world.config.nodes) {
    const startup = startKubeProxy(config, { os, missingModules });
    if (startup.kind === 'fails') return { ...placed, failure: startup.error };
  }
  const known = modeHistory.some((one) => one.name === mode && isPossible(one, minorOf(release) ?? 0));
  return known ? placed : { ...placed, failure: placed.refusal ?? mode };
}

/** Every node's rules, compiled when the first packet comes there. */
class CompiledNodes extends Map<string, Dataplane> {
  readonly #compile: (node: string) => Dataplane | undefined;

  constructor(compile: (node: string) => Dataplane | undefined) {
    super();
    this.#compile = compile;
  }

  override get(node: string): Dataplane | undefined {
    const known = super.get(node);
    if (known !== undefined) return known;
    const compiled = this.#compile(node);
    if (compiled !== undefined) this.set(node, compiled);
    return compiled;
  }
}

/** The cluster as it would be had kube-proxy always run in this mode, with kernels that have seen no packet yet. */
export class ModeWorld {
  readonly network: Network;
  readonly objects: ApiObjects;
  readonly #config: ClusterConfig;
  readonly #proxy: KubeProxyConfig;
  readonly #dataplanes: CompiledNodes;
  readonly #prng: Prng;
  #kernels: ReadonlyMap<string, KernelState> = new Map();

  constructor(world: World, { mode, release, os }: ComparedMode, prng: Prng) {
    const nodes = world.config.nodes.map((node): NodeConfig => ({ ...node, os }));
    this.#config = { ...world.config, nodes };
    this.#proxy = { ...configOf(world), mode, release };
    this.objects = world.objects;
    this.network = clusterNetwork(this.#config, world.objects);
    this.#dataplanes = new CompiledNodes((node) => this.compile(node)?.dataplane);
    this.#prng = prng;
  }

  /** A node's rules for these objects; for other ones on the basis of what was there before. */
  compile(name: string, objects = this.objects, previous?: CompiledNode): CompiledNode | undefined {
    const node = this.#config.nodes.find((candidate) => candidate.name === name);
    return node && compileDataplane(objects, proxyNode(this.#config, node), this.#proxy, previous);
  }

  dataplane(node: string): Dataplane | undefined {
    return this.#dataplanes.get(node);
  }

  kernel(node: string): KernelState {
    return this.#kernels.get(node) ?? emptyKernelState;
  }

  send(request: SendRequest, now: Millis): Trace {
    const { network } = this;
    const world = { network, dataplanes: this.#dataplanes, kernels: this.#kernels, prng: this.#prng, now };
    const sent = send(world, request);
    this.#kernels = sent.kernels;
    return sent.trace;
  }
}
