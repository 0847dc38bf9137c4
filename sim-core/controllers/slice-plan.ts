import { byKey } from '../base/order.js';
import type { Endpoint, EndpointPort, EndpointSlice } from '../kube/objects.js';
import { orderedSlicePorts } from './port-order.js';
import { isSame } from './write.js';

/** --max-endpoints-per-slice */
export const MAX_ENDPOINTS_PER_SLICE = 100;

/** Endpoints that share the very same ports. */
export interface SliceGroup {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

/** What is to become of the slices of one Service and one address family. */
export interface SlicePlan {
  readonly update: readonly EndpointSlice[];
  readonly create: readonly SliceGroup[];
  readonly remove: readonly EndpointSlice[];
}

/** The same whichever order the ports come in. */
export const portsKey = (ports: readonly EndpointPort[] | null | undefined): string =>
  JSON.stringify(
    (ports ?? [])
      .map((p) => [p.name ?? '', p.port ?? null, p.protocol ?? 'TCP', p.appProtocol ?? null])
      .sort(byKey((p) => JSON.stringify(p))),
  );

/** Two endpoints are the same one if they are the same object, or failing that have the same addresses. */
const identity = (endpoint: Endpoint): string =>
  JSON.stringify([endpoint.addresses, endpoint.targetRef?.namespace ?? null, endpoint.targetRef?.name ?? null]);

/** null where the API server stores an empty list as none. */
const listOrNull = <T>(list: readonly T[]): readonly T[] | null => (list.length === 0 ? null : list);

export const withContent = (slice: EndpointSlice, group: SliceGroup): EndpointSlice => ({
  ...slice,
  endpoints: listOrNull(group.endpoints),
  ports: listOrNull(orderedSlicePorts(group.ports)),
});

/**
 * Places the endpoints of one port combination: what is in a slice stays there; what is new goes into slices
 * that change anyway, the fullest first, then by the hundred into new ones until what is left fits into the
 * fullest one with room for it.
 * @see staging/src/k8s.io/endpointslice/reconciler.go (v1.34) reconcileByPortMapping
 */
function planGroup(group: SliceGroup, existing: readonly EndpointSlice[]): SlicePlan {
  const missing = new Map(group.endpoints.map((endpoint) => [identity(endpoint), endpoint]));
  const kept = existing.map((slice) => {
    const before = slice.endpoints ?? [];
    const after = before.flatMap((endpoint) => {
      const wanted = missing.get(identity(endpoint));
      missing.delete(identity(endpoint));
      return wanted === undefined ? [] : [wanted];
    });
    return { slice, endpoints: after, changed: !isSame(before, after) };
  });
  const rest = [...missing.values()];
  const remove = kept.filter((entry) => entry.endpoints.length === 0).map((entry) => entry.slice);
  const open = kept.filter((entry) => entry.endpoints.length > 0);
  const byFill = open.toSorted((a, b) => b.endpoints.length - a.endpoints.length);
  for (const entry of byFill.filter((candidate) => candidate.changed)) {
    entry.endpoints.push(...rest.splice(0, MAX_ENDPOINTS_PER_SLICE - entry.endpoints.length));
  }
  const create: SliceGroup[] = [];
  while (rest.length > 0) {
    const left = MAX_ENDPOINTS_PER_SLICE - rest.length;
    const roomy = byFill.find((entry) => !entry.changed && entry.endpoints.length <= left);
    if (roomy === undefined) create.push({ ports: group.ports, endpoints: rest.splice(0, MAX_ENDPOINTS_PER_SLICE) });
    else roomy.endpoints.push(...rest.splice(0));
  }
  return {
    // Its ports are the same ones, in whatever order they were once written: they stay.
    update: open.map((entry) => ({ ...entry.slice, endpoints: listOrNull(entry.endpoints) })),
    create,
    remove,
  };
}

/**
 * The plan for all port combinations. A family never goes without a slice, if only an empty one, and a slice
 * that would go is used again before a new one is made.
 * @see staging/src/k8s.io/endpointslice/reconciler.go (v1.34) reconcileByAddressType, finalize
 */
export function planSlices(groups: readonly SliceGroup[], existing: readonly EndpointSlice[]): SlicePlan {
  const keys = new Set(groups.map((group) => portsKey(group.ports)));
  const plans = groups.map((group) =>
    planGroup(
      group,
      existing.filter((slice) => portsKey(slice.ports) === portsKey(group.ports)),
    ),
  );
  const update = plans.flatMap((plan) => plan.update);
  const create = plans.flatMap((plan) => plan.create);
  const remove = [
    ...plans.flatMap((plan) => plan.remove),
    ...existing.filter((slice) => !keys.has(portsKey(slice.ports))),
  ];
  if (update.length === 0 && create.length === 0) create.push({ ports: [], endpoints: [] });
  while (create.length > 0 && remove.length > 0) {
    const [slice, group] = [remove.shift(), create.pop()];
    if (slice !== undefined && group !== undefined) update.push(withContent(slice, group));
  }
  return { update, create, remove };
}
