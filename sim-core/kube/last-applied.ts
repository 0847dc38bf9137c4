import type { ObjectMeta, Labels } from './objects.js';

/**
 * Where `kubectl apply` keeps the manifest it last sent, so that the next apply can tell a removed
 * field from one that the server filled in.
 */
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** Annotations as `kubectl describe` and recordings show them: without apply's own; undefined when none is left. */
export function shownAnnotations(metadata: Pick<ObjectMeta, 'annotations'>): Labels | undefined {
  const entries = Object.entries(metadata.annotations ?? {}).filter(([key]) => key !== lastAppliedAnnotation);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
