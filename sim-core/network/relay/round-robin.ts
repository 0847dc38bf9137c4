import type { Millis } from '../../base/time.js';
import { hostPort, type Ip } from '../../net/ip.js';
import type { Relay } from '../../proxy/dataplane.js';

/** One endpoint, `ip:port`. */
type Endpoint = Relay['endpoints'][number];

const textOf = ({ ip, port }: Endpoint): string => hostPort(ip, port);

/** What the process remembers of one Service port. It is gone when the process ends. */
export interface BalancerState {
  /** In the random order they were put into when they last changed. */
  readonly endpoints: readonly Endpoint[];
  /** The endpoint that comes next. */
  readonly index: number;
  /** Client address → the endpoint it had, and when it last came. */
  readonly affinity: ReadonlyMap<Ip, { readonly endpoint: string; readonly lastUsed: Millis }>;
}

/** An endpoint chosen, and how: in turn, or the one the client had before. */
export interface Choice {
  readonly endpoint: Endpoint;
  readonly kept: boolean;
  readonly state: BalancerState;
}

const emptyBalancer: BalancerState = { endpoints: [], index: 0, affinity: new Map() };

/**
 * The balancer for the endpoints there are now. When they changed, they are shuffled, the turn starts
 * anew, and clients of endpoints that are gone are forgotten.
 * @see pkg/proxy/userspace/roundrobin.go (v1.25) OnEndpointsUpdate, removeStaleAffinity
 */
export function refreshBalancer(
  before: BalancerState | undefined,
  endpoints: readonly Endpoint[],
  random: () => number,
): BalancerState {
  const known = before ?? emptyBalancer;
  const now = new Set(endpoints.map(textOf));
  if (known.endpoints.length === now.size && known.endpoints.every((e) => now.has(textOf(e)))) return known;
  const affinity = new Map([...known.affinity].filter(([, { endpoint }]) => now.has(endpoint)));
  return { endpoints: shuffle(endpoints, random), index: 0, affinity };
}

/** @see pkg/proxy/util/utils.go (v1.25) ShuffleStrings: a random permutation. */
function shuffle(endpoints: readonly Endpoint[], random: () => number): readonly Endpoint[] {
  const shuffled = [...endpoints];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = random() % (i + 1);
    const [a, b] = [shuffled[i], shuffled[j]];
    if (a !== undefined && b !== undefined) [shuffled[i], shuffled[j]] = [b, a];
  }
  return shuffled;
}

/**
 * Round robin, unless the client came within the affinity time. After a failed attempt (`forget`) the
 * client gets the next endpoint and keeps that one.
 * @see pkg/proxy/userspace/roundrobin.go (v1.25) NextEndpoint
 */
export function nextEndpoint(
  state: BalancerState,
  client: Ip,
  affinitySeconds: number | undefined,
  now: Millis,
  forget: boolean,
): Choice | undefined {
  const keep = (endpoint: Endpoint): BalancerState['affinity'] =>
    new Map(state.affinity).set(client, { endpoint: textOf(endpoint), lastUsed: now });
  const had = affinitySeconds === undefined || forget ? undefined : state.affinity.get(client);
  if (had !== undefined && affinitySeconds !== undefined && Math.floor((now - had.lastUsed) / 1000) < affinitySeconds) {
    const endpoint = state.endpoints.find((candidate) => textOf(candidate) === had.endpoint);
    if (endpoint !== undefined) return { endpoint, kept: true, state: { ...state, affinity: keep(endpoint) } };
  }
  const endpoint = state.endpoints[state.index];
  if (endpoint === undefined) return undefined;
  const index = (state.index + 1) % state.endpoints.length;
  const affinity = affinitySeconds === undefined ? state.affinity : keep(endpoint);
  return { endpoint, kept: false, state: { ...state, index, affinity } };
}
