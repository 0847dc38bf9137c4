import { cloudLoadBalancerController } from './cloud-load-balancer.js';
import type { Controller } from './controller.js';
import { daemonSetController } from './daemonset.js';
import { deploymentController } from './deployment.js';
import { endpointSliceMirroringController } from './endpointslice-mirroring.js';
import { endpointSliceController } from './endpointslice.js';
import { endpointsController } from './endpoints.js';
import { garbageCollector } from './garbage-collector.js';
import { kubelet } from './kubelet.js';
import { replicaSetController } from './replicaset.js';
import { replicationController } from './replication-controller.js';
import { scheduler } from './scheduler.js';
import { statefulSetController } from './statefulset.js';

/** Every loop of the control plane and the nodes. All they know is in the API objects. */
export const controllers: readonly Controller[] = [
  deploymentController,
  replicaSetController,
  statefulSetController,
  daemonSetController,
  replicationController,
  scheduler,
  kubelet,
  endpointsController,
  endpointSliceController,
  endpointSliceMirroringController,
  cloudLoadBalancerController,
  garbageCollector,
];
