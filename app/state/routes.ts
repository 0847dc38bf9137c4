import type { ClusterView, SourceRef, TargetView } from '../../sim-core/index.js';
import { sameObject } from './selection.js';

/** What the Send button offers: from where to where. */
export interface Route {
  readonly source: SourceRef | undefined;
  readonly target: TargetView | undefined;
}

/** A route with both its ends. */
export interface Pair extends Route {
  readonly source: SourceRef;
  readonly target: TargetView;
}

const nowhere: Route = { source: undefined, target: undefined };

export const sameSource = (a: SourceRef | undefined, b: SourceRef | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

export const sameTarget = (a: TargetView | undefined, b: TargetView | undefined): boolean =>
  a !== undefined && b !== undefined && a.to === b.to && a.protocol === b.protocol;

const ownServices = (cluster: ClusterView): readonly TargetView[] =>
  cluster.targets.filter((target) => target.object?.kind === 'Service' && target.object.name !== 'kubernetes');

/** Outside to a load balancer or node port where there is one, else pod to ClusterIP. */
function firstRoute(cluster: ClusterView): Route {
  const offered = ownServices(cluster);
  const outside = cluster.sources.find((source) => source.kind === 'external');
  const entrance =
    offered.find((target) => target.kind === 'loadBalancerIP') ?? offered.find((target) => target.kind === 'nodePort');
  if (outside !== undefined && entrance !== undefined) return { source: outside, target: entrance };
  const source = cluster.sources.find((candidate) => candidate.kind === 'pod') ?? cluster.sources[0];
  return { source, target: offered.find((target) => target.kind === 'clusterIP') ?? offered[0] ?? cluster.targets[0] };
}

/** From outside to what is there for the outside; else from a Pod that is not behind it. */
export function senderFor(target: TargetView, cluster: ClusterView): SourceRef | undefined {
  const outside = target.kind === 'nodePort' || target.kind === 'loadBalancerIP' || target.kind === 'externalIP';
  if (outside) return cluster.sources.find(({ kind }) => kind === 'external');
  const behind = new Set(serviceOf(target, cluster)?.endpoints.map(({ pod }) => pod && `${pod.namespace}/${pod.name}`));
  const pods = cluster.sources.filter((source) => source.kind === 'pod');
  return pods.find(({ namespace, name }) => !behind.has(`${namespace}/${name}`)) ?? pods[0] ?? cluster.sources[0];
}

const serviceOf = ({ object }: TargetView, cluster: ClusterView) =>
  cluster.services.find(({ name, namespace }) => name === object?.name && namespace === object.namespace);

/** What a first packet can show: an address that only rules know, the way in from outside, a Pod by itself. */
export type Lesson = 'ghost' | 'entrance' | 'pod';

/** The routes to begin with, in the order in which a newcomer may take them; those that the cluster has. */
export function firstRoutes(cluster: ClusterView): readonly (Pair & { readonly lesson: Lesson })[] {
  const ghost = ownServices(cluster).find(({ kind }) => kind === 'clusterIP');
  const entrance = firstRoute(cluster);
  const ready = ghost && serviceOf(ghost, cluster)?.endpoints.find((endpoint) => endpoint.ready);
  const pod = cluster.targets.find(
    ({ kind, protocol, object }) =>
      kind === 'pod' &&
      protocol === ghost?.protocol &&
      object?.namespace === ready?.pod?.namespace &&
      object?.name === ready?.pod?.name,
  );
  const from = ghost && senderFor(ghost, cluster);
  const all = [
    { lesson: 'ghost', source: from, target: ghost },
    { lesson: 'entrance', ...(entrance.source?.kind === 'external' ? entrance : nowhere) },
    { lesson: 'pod', source: from, target: pod },
  ] as const;
  return all.flatMap(({ lesson, source, target }) =>
    source === undefined || target === undefined ? [] : [{ lesson, source, target }],
  );
}

/** The chosen route, carried over to a new revision: the nearest thing to it that still exists. */
export function routeIn(cluster: ClusterView, chosen: Route): Route {
  const first = firstRoute(cluster);
  const source = cluster.sources.find((candidate) => sameSource(candidate, chosen.source)) ?? first.source;
  if (chosen.target === undefined) return { source, target: first.target };
  const { kind, node, object } = chosen.target;
  const target =
    cluster.targets.find((candidate) => sameTarget(candidate, chosen.target)) ??
    cluster.targets.find(
      (candidate) => candidate.kind === kind && candidate.node === node && sameObject(candidate.object, object),
    ) ??
    first.target;
  return { source, target };
}

/**
 * The node that an outside client's packets come in by: a load balancer hands them to a node whose
 * health check succeeds, and an external IP is routed to one by hand.
 */
export function entranceNode(cluster: ClusterView, { source, target }: Route): string | undefined {
  if (source?.kind !== 'external' || target === undefined) return undefined;
  if (target.kind !== 'loadBalancerIP' && target.kind !== 'externalIP') return undefined;
  const service = cluster.services.find(
    ({ namespace, name }) => namespace === target.object?.namespace && name === target.object.name,
  );
  const healthy = service?.endpoints.find(({ ready, node }) => ready && node !== undefined)?.node;
  return healthy ?? cluster.nodes[0]?.name;
}
