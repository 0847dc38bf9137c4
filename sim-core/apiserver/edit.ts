import type { Kind, ObjectKey } from '../kube/key.js';
import type { ApiObjects } from '../kube/store.js';
import type { AdmitContext, ApplyOutcome } from './state.js';

/** `kubectl scale --replicas`. */
export interface ScaleTarget extends ObjectKey {
  readonly kind: Extract<Kind, 'Deployment' | 'ReplicaSet' | 'StatefulSet'>;
}

const nothing = (objects: ApiObjects): ApplyOutcome => ({ objects, results: [], problems: [], stdout: '', stderr: '' });

/** `kubectl delete`. A pod on a node only gets a deletionTimestamp: the kubelet ends it. */
export function deleteObject(objects: ApiObjects, _key: ObjectKey, _context: AdmitContext): ApplyOutcome {
  return nothing(objects);
}

export function scaleObject(
  objects: ApiObjects,
  _key: ScaleTarget,
  _replicas: number,
  _context: AdmitContext,
): ApplyOutcome {
  return nothing(objects);
}

/** `kubectl label --overwrite`; null removes a key. */
export function labelObject(
  objects: ApiObjects,
  _key: ObjectKey,
  _labels: Readonly<Record<string, string | null>>,
  _context: AdmitContext,
): ApplyOutcome {
  return nothing(objects);
}

/** `kubectl annotate --overwrite`; null removes a key. */
export function annotateObject(
  objects: ApiObjects,
  _key: ObjectKey,
  _annotations: Readonly<Record<string, string | null>>,
  _context: AdmitContext,
): ApplyOutcome {
  return nothing(objects);
}
