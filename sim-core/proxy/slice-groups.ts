import type { EndpointSlice } from '../kube/objects.js';
import type { ApiObjects } from '../kube/store.js';
import type { IpFamily } from '../net/ip.js';
import { serviceKeyOf } from './service-view.js';

/** The slices of a family by the Service they belong to. */
export function groupSlices(objects: ApiObjects, family: IpFamily): ReadonlyMap<string, readonly EndpointSlice[]> {
  const groups = new Map<string, EndpointSlice[]>();
  for (const slice of objects.kinds.EndpointSlice.values()) {
    const key = serviceKeyOf(slice, family);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [slice]);
    else group.push(slice);
  }
  return groups;
}
