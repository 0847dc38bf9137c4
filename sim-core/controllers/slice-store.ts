import type { EndpointSlice, Labels, ObjectMeta, OwnerReference } from '../kube/objects.js';
import type { ApiTx } from '../kube/store.js';
import { getObject, keyOf } from '../kube/store.js';
import type { ControllerContext } from './controller.js';
import { generatedName } from './name-suffix.js';
import type { SlicePlan } from './slice-plan.js';
import { withContent } from './slice-plan.js';
import { putChanged } from './write.js';

/** What all slices of one owner have in common. */
export interface SliceOwner {
  readonly reference: OwnerReference;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  readonly annotations?: Labels;
  readonly addressType: EndpointSlice['addressType'];
}

/** Carries a plan out. */
export function storeSlices(tx: ApiTx, owner: SliceOwner, plan: SlicePlan, context: ControllerContext): void {
  const { namespace, name, labels, annotations, addressType, reference } = owner;
  for (const slice of plan.remove) tx.delete(keyOf(slice));
  for (const slice of plan.update)
    putChanged(tx, {
      ...slice,
      metadata: { ...slice.metadata, labels, ...(annotations === undefined ? {} : { annotations }) },
    });
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
    };
    const empty: EndpointSlice = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata,
      addressType,
      endpoints: null,
    };
    tx.put(withContent(empty, group));
  }
}
