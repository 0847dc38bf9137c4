import type { Millis } from '../../base/time.js';
import type { ApiObjects } from '../../kube/store.js';

/** What kubectl sees of the cluster at one moment. */
export interface ClusterAtMoment {
  readonly objects: ApiObjects;
  readonly now: Millis;
}

/** What a command printed. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export const printed = (stdout: string, stderr = ''): Printed => ({ stdout, stderr, exitCode: 0 });
export const failed = (stderr: string, stdout = ''): Printed => ({ stdout, stderr, exitCode: 1 });
