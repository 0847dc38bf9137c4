import { bootstrapObjects } from '../apiserver/bootstrap.js';
import type { KubeObject } from '../kube/objects.js';
import { ApiTx, type ApiObjects } from '../kube/store.js';
import { resources } from '../kube/resource.js';
import type { ClusterConfig } from './config.js';

/** The objects of a real cluster as they were stored there; what every cluster has is added where it is missing. */
export function capturedObjects(config: ClusterConfig, objects: readonly KubeObject[]): ApiObjects {
  const tx = new ApiTx(bootstrapObjects(config));
  for (const object of objects) if (Object.hasOwn(resources, object.kind)) tx.put(object);
  return tx.commit();
}
