import type { ReplicaSet } from '../kube/objects.js';
import { listObjects } from '../kube/store.js';
import type { Controller } from './controller.js';
import { nextAvailable, syncReplicas, type ReplicaOwner } from './replica-pods.js';
import { putChanged, writeObjects } from './write.js';

const ownerOf = ({ apiVersion, kind, metadata, spec }: ReplicaSet): ReplicaOwner => ({
  apiVersion,
  kind,
  metadata,
  selector: spec.selector,
  template: spec.template,
  replicas: spec.replicas ?? 1,
  minReadySeconds: typeof spec['minReadySeconds'] === 'number' ? spec['minReadySeconds'] : 0,
});

/**
 * Keeps the wanted number of pods.
 *
 * Delay: a work queue's turn and one API round trip.
 * @see pkg/controller/replicaset/replica_set.go (v1.34) syncReplicaSet, manageReplicas
 */
export const replicaSetController: Controller = {
  name: 'replicaset',
  component: 'replicaset-controller',
  watches: ['ReplicaSet', 'Pod'],
  delayMs: 20,
  reconcile: (objects, context) =>
    writeObjects(objects, (tx) => {
      for (const set of listObjects(objects, 'ReplicaSet')) {
        if (set.metadata.deletionTimestamp !== undefined) continue;
        putChanged(tx, { ...set, status: { ...syncReplicas(tx, ownerOf(set), context) } });
      }
    }),
  wakeAt: (objects, now) => nextAvailable(objects, listObjects(objects, 'ReplicaSet').map(ownerOf), now),
};
