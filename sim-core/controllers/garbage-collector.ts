import type { Kind } from '../kube/key.js';
import type { KubeObject, OwnerReference } from '../kube/objects.js';
import type { ApiObjects } from '../kube/store.js';
import { getObject, keyOf, listObjects } from '../kube/store.js';
import type { Controller } from './controller.js';
import { deletePod } from './pod-factory.js';
import { writeObjects } from './write.js';

/** Kinds that own others, owners before what they own. */
const ownerKinds: readonly Kind[] = [
  ...(['Service', 'Endpoints', 'Deployment', 'StatefulSet'] as const),
  ...(['DaemonSet', 'ReplicationController', 'ReplicaSet'] as const),
];
const ownedKinds: readonly Kind[] = ['EndpointSlice', 'ReplicaSet', 'Pod'];

/** An owner of a kind the simulation does not hold counts as there. */
function isAlive(objects: ApiObjects, reference: OwnerReference, namespace: string | undefined): boolean {
  const kind = ownerKinds.find((candidate) => candidate === reference.kind);
  if (kind === undefined) return true;
  const owner = getObject(objects, kind, namespace, reference.name);
  return (
    owner !== undefined &&
    (reference.uid === undefined || owner.metadata.uid === undefined || owner.metadata.uid === reference.uid)
  );
}

function isOrphan(objects: ApiObjects, object: KubeObject): boolean {
  const owners = object.metadata.ownerReferences ?? [];
  return owners.length > 0 && owners.every((owner) => !isAlive(objects, owner, object.metadata.namespace));
}

/**
 * Deletes what a deleted object leaves behind: the slices of a Service, the pods of a workload.
 *
 * Delay: the collector works through its queue in the background.
 * @see pkg/controller/garbagecollector/garbagecollector.go (v1.34) attemptToDeleteItem
 */
export const garbageCollector: Controller = {
  name: 'garbage-collector',
  watches: [...ownerKinds, 'EndpointSlice', 'Pod'],
  delayMs: 100,
  reconcile: (objects, context) =>
    writeObjects(objects, (tx) => {
      for (const kind of ownedKinds) {
        for (const object of listObjects<Kind>(tx.view(), kind)) {
          if (!isOrphan(tx.view(), object)) continue;
          if (object.kind === 'Pod') deletePod(tx, object, context);
          else tx.delete(keyOf(object));
        }
      }
    }),
};
