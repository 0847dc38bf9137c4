import { compareCodeUnits } from '../../base/order.js';
import type { Millis } from '../../base/time.js';
import { familyOf, hostPort, type Ip } from '../../net/ip.js';
import type { Reason } from '../../network/reason.js';
import type { Outcome, Trace } from '../../network/trace.js';
import type { SendRequest } from '../../network/walk.js';
import { viewService, type ServicePortInfo } from '../../proxy/service-view.js';
import { groupSlices } from '../../proxy/slice-groups.js';
import { categorizeEndpoints } from '../../proxy/topology.js';
import type { ClusterConfig } from '../config.js';
import type { Spread, SpreadMethod } from '../view-compare.js';
import { rewritesDestination } from './decisive-hops.js';
import type { ModeWorld } from './mode-world.js';
import { binomialBand, chiSquare, chiSquareTail } from './statistics.js';

/** How an endpoint came to be chosen, by the reason of the step that chose it. */
const methods: Readonly<Partial<Record<Reason['code'], SpreadMethod>>> = {
  'dice-won': 'random',
  'dice-lost': 'random',
  'numgen-picks': 'random',
  'affinity-found': 'sticky',
  'ipvs-persistent': 'sticky',
  'proxy-keeps-endpoint': 'sticky',
  'ipvs-next-in-turn': 'turn',
  'proxy-takes-next': 'turn',
  'ipvs-least-connections': 'least',
  'ipvs-shortest-delay': 'least',
  'ipvs-idle': 'least',
  'ipvs-source-hash': 'hash',
  'ipvs-destination-hash': 'hash',
  'ipvs-locality': 'hash',
  'vfp-balances-by-source': 'hash',
  // The hash takes in the client's port, which is drawn at random.
  'vfp-balances': 'random',
};

/** The stronger claim first: one client that keeps its endpoint makes the rest meaningless. */
const strongest: readonly SpreadMethod[] = ['sticky', 'hash', 'least', 'turn', 'random'];

/** Opens so many connections, each a moment after the one before, and counts where they end. */
export function spreadOver(
  world: ModeWorld,
  config: ClusterConfig,
  packet: SendRequest,
  count: number,
  now: Millis,
): Spread {
  const reached = new Map<string, number>();
  const failed = new Map<Outcome, number>();
  const used = new Set<SpreadMethod>();
  let scheduler: string | undefined;
  let chooser: string | undefined;
  for (let i = 0; i < count; i++) {
    const trace = world.send({ ...packet, id: i }, now + i);
    for (const { reason } of trace.request) {
      const method = methods[reason.code];
      if (method !== undefined) used.add(method);
      if ('scheduler' in reason) scheduler ??= reason.scheduler;
    }
    chooser ??= chooserOf(trace);
    const { backend } = trace;
    if (backend === undefined) failed.set(trace.outcome, (failed.get(trace.outcome) ?? 0) + 1);
    else {
      const endpoint = hostPort(backend.local.ip, backend.local.port);
      reached.set(endpoint, (reached.get(endpoint) ?? 0) + 1);
    }
  }
  const eligible = eligibleEndpoints(world, config, packet, chooser);
  const method = strongest.find((one) => used.has(one)) ?? (reached.size === 0 ? 'none' : 'one');
  const failures = [...failed].map(([outcome, n]) => ({ outcome, count: n }));
  return summarize(reached, eligible, method, failures, scheduler);
}

function summarize(
  reached: ReadonlyMap<string, number>,
  eligible: readonly string[],
  method: SpreadMethod,
  failed: Spread['failed'],
  scheduler: string | undefined,
): Spread {
  const endpoints = [...new Set([...eligible, ...reached.keys()])].sort(compareCodeUnits);
  const observed = endpoints.map((endpoint) => reached.get(endpoint) ?? 0);
  const total = observed.reduce((sum, n) => sum + n, 0);
  const isEven = method !== 'sticky' && method !== 'hash';
  const bars = endpoints.map((endpoint, i) => ({
    endpoint,
    observed: observed[i] ?? 0,
    expected: isEven ? total / endpoints.length : (observed[i] ?? 0),
  }));
  const freedom = endpoints.length - 1;
  const value = chiSquare(observed);
  const byChance = method === 'random' && freedom > 0 && total > 0;
  return {
    method,
    ...(scheduler !== undefined && { scheduler }),
    bars,
    reached: total,
    failed,
    exact: method === 'turn' && Math.max(...observed) - Math.min(...observed) <= 1,
    ...(byChance && { chiSquare: { value, freedom, p: chiSquareTail(value, freedom) } }),
    ...(isEven && freedom > 0 && total > 0 && { band: binomialBand(total, 1 / endpoints.length) }),
  };
}

/** The node whose rules chose the endpoint. */
function chooserOf({ request }: Trace): string | undefined {
  const found = request.find((hop) => rewritesDestination(hop) || hop.step.kind === 'process');
  return found !== undefined && found.place.kind === 'node' ? found.place.node : undefined;
}

/** The endpoints between which that node chooses: those that no connection reached are among them. */
function eligibleEndpoints(
  { objects }: ModeWorld,
  config: ClusterConfig,
  { dst, dport, protocol, from }: SendRequest,
  chooser: string | undefined,
): readonly string[] {
  const node = config.nodes.find(({ name }) => name === chooser);
  if (node === undefined) return [];
  const family = familyOf(dst);
  const slices = groupSlices(objects, family);
  const isNode = (ip: Ip): boolean => config.nodes.some((one) => one.ip === ip || one.ip6 === ip);
  for (const [key, service] of objects.kinds.Service) {
    for (const port of viewService(service, slices.get(key) ?? [], family, node.name)) {
      if (port.protocol !== protocol) continue;
      const way = wayIn(port, dst, dport, isNode(dst) || dst === '127.0.0.1');
      if (way === undefined) continue;
      const { cluster, local } = categorizeEndpoints(port, node.name, node.zone);
      const onlyLocal =
        way === 'inside' ? port.internalPolicyLocal : port.externalPolicyLocal && from.kind === 'external';
      return (onlyLocal ? local : cluster).map(({ text }) => text);
    }
  }
  return [];
}

/** Whether an address and port are this Service port's, and from which side. */
function wayIn(port: ServicePortInfo, dst: Ip, dport: number, isNode: boolean): 'inside' | 'outside' | undefined {
  if (port.clusterIP === dst && port.port === dport) return 'inside';
  const outer = [...port.externalIPs.map(({ value }) => value), ...port.loadBalancerVips];
  if (outer.includes(dst) && port.port === dport) return 'outside';
  return isNode && port.nodePort === dport ? 'outside' : undefined;
}
