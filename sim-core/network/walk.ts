import type { Prng } from '../base/prng.js';
import type { Millis } from '../base/time.js';
import { familyOf, type Ip } from '../net/ip.js';
import type { Dataplane } from '../proxy/dataplane.js';
import type { Attempt } from './attempt.js';
import { Exchange } from './exchange.js';
import { sourceAddressFor, type LinuxHost } from './host/linux.js';
import type { Machines } from './ip-layer.js';
import type { KernelState } from './kernel-state.js';
import { externalHostId, nodeHostId, podHostId, withClient, type Network } from './network.js';
import { createNodeStack, type NodeStack } from './node-stack.js';
import { findRoute } from './route.js';
import type { Place, ProbeProtocol, Trace } from './trace.js';

/** Where a connection starts. */
export type SendFrom =
  | { readonly kind: 'pod'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'node'; readonly node: string }
  /** `ip` is an address the client owns besides its usual one and sends from. */
  | { readonly kind: 'external'; readonly ip?: string };

export interface SendRequest {
  /** The trace's id. */
  readonly id: number;
  readonly from: SendFrom;
  readonly dst: Ip;
  /** 0 for ICMP. */
  readonly dport: number;
  readonly protocol: ProbeProtocol;
  readonly sport?: number;
  /** The node through which an external client routes this destination. */
  readonly via?: string;
  /** The destination as the user wrote it. */
  readonly asked: string;
}

/** Everything a packet meets. `kernels` and `dataplanes` are by node name. */
export interface WalkWorld {
  readonly network: Network;
  readonly dataplanes: ReadonlyMap<string, Dataplane>;
  readonly kernels: ReadonlyMap<string, KernelState>;
  readonly prng: Prng;
  readonly now: Millis;
}

export interface SendResult {
  readonly trace: Trace;
  readonly kernels: ReadonlyMap<string, KernelState>;
}

/** A socket's own port when the client did not choose one (net.ipv4.ip_local_port_range). */
const ephemeralPorts = { first: 32768, count: 28232 } as const;
const portAttempts = 32;

/** Opens one connection, follows every packet of it, and returns what happened with the kernels as it left them. */
export function send(world: WalkWorld, request: SendRequest): SendResult {
  const walk = new Walk(world, request);
  return { trace: walk.run(), kernels: walk.commit() };
}

/** The hosts of one walk: nodes get their netfilter when the first packet reaches them. */
class Walk implements Machines {
  readonly network: Network;
  readonly #world: WalkWorld;
  readonly #request: SendRequest;
  readonly #nodes = new Map<string, NodeStack>();

  constructor(world: WalkWorld, request: SendRequest) {
    this.#world = world;
    this.#request = request;
    this.network =
      request.from.kind === 'external' ? networkOfClient(world.network, request, request.from) : world.network;
  }

  host(id: string): LinuxHost | undefined {
    const host = this.network.hosts.get(id);
    return host && (this.node(host)?.host ?? host);
  }

  node({ id }: LinuxHost): NodeStack | undefined {
    const known = this.#nodes.get(id);
    if (known !== undefined) return known;
    const host = this.network.hosts.get(id);
    if (host?.node === undefined) return undefined;
    const stack = createNodeStack({ ...this.#world, network: this.network }, host.node.name, host);
    this.#nodes.set(id, stack);
    return stack;
  }

  run(): Trace {
    const { id, asked: to, protocol, dst, dport, from } = this.#request;
    const client = clientOf(this.network, from);
    const host = client && this.host(client.host);
    if (client === undefined || host === undefined) {
      const flow = { protocol, src: unspecified(dst), dst, sport: 0, dport };
      return { id, from: placeOf(from), to, flow, request: [], reply: [], outcome: 'unreachable' };
    }
    const src = sourceAddressFor(host, dst) ?? unspecified(dst);
    const echoId = this.#world.prng.below(`${host.id}/echo-id`, 0x10000);
    const sport = protocol === 'ICMP' ? 0 : (this.#request.sport ?? this.#freePort(host, src));
    const attempt: Attempt = { host, place: client.place, protocol, src, sport, dst, dport, echoId, asked: to };
    const flow = { protocol, src, dst, sport, dport };
    return { id, from: client.place, to, flow, ...new Exchange(this, attempt).run() };
  }

  commit(): ReadonlyMap<string, KernelState> {
    const touched = [...this.#nodes.values()].map((node) => [node.name, node.kernel.commit()] as const);
    return touched.length === 0 ? this.#world.kernels : new Map([...this.#world.kernels, ...touched]);
  }

  /** A random port whose connection the first node on the way does not remember from before. */
  #freePort(client: LinuxHost, src: Ip): number {
    const { dst, dport, protocol } = this.#request;
    const first = client.cable?.node ?? (client.node ? client.id : this.#gateway(client));
    const host = first === undefined ? undefined : this.network.hosts.get(first);
    const node = host && this.node(host);
    let sport = 0;
    for (let attempt = 0; attempt < portAttempts; attempt++) {
      sport = ephemeralPorts.first + this.#world.prng.below(`${client.id}/port`, ephemeralPorts.count);
      const probe = { protocol, src, dst, sport, dport, ttl: 1, length: 0 };
      if (node?.kernel.conntrack.lookup(probe) === undefined) break;
    }
    return sport;
  }

  #gateway(client: LinuxHost): string | undefined {
    const { dst } = this.#request;
    return this.network.segment.get(findRoute(client.routes, dst)?.via ?? dst);
  }
}

/** The external client with the address and the route that the request gives it. */
function networkOfClient(
  network: Network,
  request: SendRequest,
  from: Extract<SendFrom, { kind: 'external' }>,
): Network {
  const node = network.config.nodes.find((n) => n.name === request.via);
  const gateway = node && [node.ip, node.ip6].find((ip) => ip !== undefined && familyOf(ip) === familyOf(request.dst));
  return withClient(network, {
    destination: request.dst,
    ...(from.ip !== undefined && { address: from.ip }),
    ...(gateway !== undefined && { gateway }),
  });
}

const unspecified = (like: Ip): Ip => (familyOf(like) === 'IPv4' ? '0.0.0.0' : '::');

/** Which network stack the client's process uses, and where the process is: not the same for hostNetwork pods. */
function clientOf(network: Network, from: SendFrom): { readonly host: string; readonly place: Place } | undefined {
  if (from.kind === 'node') return { host: nodeHostId(from.node), place: { kind: 'node', node: from.node } };
  if (from.kind === 'external') return { host: externalHostId, place: placeOf(from, network) };
  const pod = network.config.pods.find((p) => p.namespace === from.namespace && p.name === from.name);
  if (pod === undefined) return undefined;
  const host = pod.hostNetwork ? nodeHostId(pod.node) : podHostId(pod.namespace, pod.name);
  return { host, place: { kind: 'pod', namespace: pod.namespace, name: pod.name, node: pod.node } };
}

function placeOf(from: SendFrom, network?: Network): Place {
  switch (from.kind) {
    case 'node':
      return { kind: 'node', node: from.node };
    case 'external':
      return { kind: 'external', name: network?.config.external.name ?? 'external' };
    case 'pod':
      return { kind: 'pod', namespace: from.namespace, name: from.name, node: '' };
  }
}
