import type { ReplicationController } from '../kube/objects.js';
import type { ApiObjects } from '../kube/store.js';
import { listObjects } from '../kube/store.js';
import type { Controller } from './controller.js';
import { nextAvailable, syncReplicas, type ReplicaOwner } from './replica-pods.js';
import { putChanged, writeObjects } from './write.js';

function ownerOf({ apiVersion, kind, metadata, spec }: ReplicationController): readonly ReplicaOwner[] {
  const { template, selector = {}, replicas = 1, minReadySeconds = 0 } = spec;
  if (template === undefined) return [];
  return [{ apiVersion, kind, metadata, selector: { matchLabels: selector }, template, replicas, minReadySeconds }];
}

const owners = (objects: ApiObjects): readonly ReplicaOwner[] =>
  listObjects(objects, 'ReplicationController').flatMap(ownerOf);

/**
 * The ancestor of ReplicaSets; the same loop keeps both.
 *
 * Delay: a work queue's turn and one API round trip.
 * @see pkg/controller/replication/replication_controller.go (v1.34)
 */
export const replicationController: Controller = {
  name: 'replicationcontroller',
  component: 'replication-controller',
  watches: ['ReplicationController', 'Pod'],
  delayMs: 20,
  reconcile: (objects, context) =>
    writeObjects(objects, (tx) => {
      for (const controller of listObjects(objects, 'ReplicationController')) {
        for (const owner of ownerOf(controller)) {
          if (owner.metadata.deletionTimestamp !== undefined) continue;
          putChanged(tx, { ...controller, status: { ...syncReplicas(tx, owner, context) } });
        }
      }
    }),
  wakeAt: (objects, now) => nextAvailable(objects, owners(objects), now),
};
