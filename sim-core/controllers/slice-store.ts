import type { Millis } from '../base/time.js';
import type { EndpointSlice, Labels, ObjectMeta, OwnerReference } from '../kube/objects.js';
import type { ApiTx } from '../kube/store.js';
import { getObject, keyOf } from '../kube/store.js';
import type { ControllerContext } from './controller.js';
import { generatedName } from './name-suffix.js';
import type { SlicePlan } from './slice-plan.js';
import { withContent } from './slice-plan.js';
import { withTrigger } from './trigger-time.js';
import { isSame } from './write.js';

/** What all slices of one owner have in common. */
export interface SliceOwner {
  readonly reference: OwnerReference;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  readonly annotations?: Labels;
  readonly addressType: EndpointSlice['addressType'];
  /** When that happened to which the new content answers. */
  readonly trigger?: Millis;
}

/** The slice as it should be; a new time and generation only go with a change. */
function putSlice(tx: ApiTx, slice: EndpointSlice, { labels, annotations, trigger }: SliceOwner): void {
  const { namespace, name } = slice.metadata;
  const before = getObject(tx.view(), 'EndpointSlice', namespace, name);
  const next = { ...slice, metadata: { ...slice.metadata, labels, ...(annotations !== undefined && { annotations }) } };
  if (before !== undefined && isSame(before, next)) return;
  const { annotations: _old, ...metadata } = next.metadata;
  const shown = withTrigger(next.metadata.annotations, trigger);
  tx.put({
    ...next,
    metadata: {
      ...metadata,
      generation: (metadata.generation ?? 0) + 1,
      ...(Object.keys(shown).length > 0 && { annotations: shown }),
    },
  });
}

/** Carries a plan out. */
export function storeSlices(tx: ApiTx, owner: SliceOwner, plan: SlicePlan, context: ControllerContext): void {
  const { namespace, name, labels, annotations, addressType, reference } = owner;
  for (const slice of plan.remove) tx.delete(keyOf(slice));
  for (const slice of plan.update) putSlice(tx, slice, owner);
  const generateName = `${name}-`;
  for (const group of plan.create) {
    const sliceName = generatedName(
      generateName,
      context.prng,
      (taken) => getObject(tx.view(), 'EndpointSlice', namespace, taken) !== undefined,
    );
    const metadata: ObjectMeta = {
      name: sliceName,
      generateName,
      namespace,
      labels,
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [reference],
      creationTimestamp: context.now,
      generation: 0,
    };
    const empty: EndpointSlice = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata,
      addressType,
      endpoints: null,
    };
    putSlice(tx, withContent(empty, group), owner);
  }
}
