import type { Prng } from '../base/prng.js';
import type { Problem } from '../base/problem.js';
import type { Millis } from '../base/time.js';
import type { ObjectKey } from '../kube/key.js';
import type { ApiObjects } from '../kube/store.js';

/** What the API server was started with. */
export interface ApiServerConfig {
  /** One CIDR, or two (one per family) in a dual-stack cluster. */
  readonly serviceCIDRs: readonly string[];
  /** Inclusive. */
  readonly nodePortRange: { readonly from: number; readonly to: number };
}

export const defaultApiServerConfig: ApiServerConfig = {
  serviceCIDRs: ['10.96.0.0/16'],
  nodePortRange: { from: 30000, to: 32767 },
};

export interface AdmitContext {
  readonly config: ApiServerConfig;
  readonly prng: Prng;
  readonly now: Millis;
}

/** One document's fate. */
export interface ApplyResult {
  readonly document: number;
  readonly key?: ObjectKey;
  readonly outcome: 'created' | 'configured' | 'unchanged' | 'rejected';
}

/** What `kubectl apply -f` did: exit status, both streams, and the state after it. */
export interface ApplyOutcome {
  readonly objects: ApiObjects;
  readonly results: readonly ApplyResult[];
  /** Errors and warnings, with positions in the manifest. */
  readonly problems: readonly Problem[];
  readonly stdout: string;
  readonly stderr: string;
}
