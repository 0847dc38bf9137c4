import type { Prng } from '../base/prng.js';
import type { Millis } from '../base/time.js';
import type { Kind } from '../kube/key.js';
import type { ApiObjects } from '../kube/store.js';

/** A line of the cluster's event log, as `kubectl get events` would show it. */
export interface ControllerEvent {
  readonly reason: string;
  readonly message: string;
  readonly involved: { readonly kind: Kind; readonly namespace: string; readonly name: string };
  /** Normal when absent. */
  readonly type?: 'Warning';
  /** `spec.containers{app}`. */
  readonly fieldPath?: string;
  /** The node that the component runs on. */
  readonly host?: string;
}

export interface ControllerContext {
  readonly now: Millis;
  readonly prng: Prng;
  emit(event: ControllerEvent): void;
}

/**
 * A level-triggered loop: looks at the objects and makes them more like they should be. Pure: the
 * same objects, time and randomness give the same result; no change returns the very same object.
 * The world runs it `delayMs` after an object of a watched kind changed, until nothing changes.
 */
export interface Controller {
  readonly name: string;
  /** What it calls itself in events; its name when absent. */
  readonly component?: string;
  readonly watches: readonly Kind[];
  readonly delayMs: Millis;
  reconcile(objects: ApiObjects, context: ControllerContext): ApiObjects;
  /** The next virtual time at which the loop wants to look again without any change; undefined for never. */
  wakeAt?(objects: ApiObjects, now: Millis): Millis | undefined;
  /** As `wakeAt`, for a deadline that may pass with nothing done until then: a world that settles does not wait for it. */
  verdictAt?(objects: ApiObjects, now: Millis): Millis | undefined;
}
