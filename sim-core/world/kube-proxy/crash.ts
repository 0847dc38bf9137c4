import type { Pod } from '../../kube/objects.js';
import { ApiTx, getObject, type ApiObjects } from '../../kube/store.js';
import { crashLoopAnnotation, readyAnnotation } from '../../controllers/pinning.js';

/** Tells the kubelet that a pod's container has exited so often; 0 when it runs again. */
export function crashing(objects: ApiObjects, { metadata: { namespace, name } }: Pod, restarts: number): ApiObjects {
  const pod = getObject(objects, 'Pod', namespace, name);
  if (pod === undefined) return objects;
  const others = Object.entries(pod.metadata.annotations ?? {}).filter(
    ([key]) => key !== crashLoopAnnotation && key !== readyAnnotation,
  );
  const marks =
    restarts === 0 ? [] : [[crashLoopAnnotation, String(restarts)] as const, [readyAnnotation, 'false'] as const];
  const tx = new ApiTx(objects);
  tx.put({ ...pod, metadata: { ...pod.metadata, annotations: Object.fromEntries([...others, ...marks]) } });
  return tx.commit();
}
