import type { ApiObjects } from '../kube/store.js';
import type { AdmitContext, ApplyOutcome } from './state.js';

export interface ApplyOptions {
  /** As given after `-f`: kubectl names it in errors. */
  readonly filename: string;
  /** Where namespaced objects go whose manifest names no namespace: `default`. */
  readonly namespace?: string;
  /** `kubectl apply --server-side --force-conflicts`. */
  readonly serverSide?: boolean;
}

/** What `kubectl apply -f` and the server do together. */
export function applyManifests(
  objects: ApiObjects,
  _text: string,
  _context: AdmitContext,
  _options: ApplyOptions,
): ApplyOutcome {
  return { objects, results: [], problems: [], stdout: '', stderr: '' };
}
