import type { Millis } from '../../base/time.js';
import type { PrintedText } from '../command.js';
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

/** The server's warnings reach the screen before what was asked for, and all other errors after it. */
export function warningsFirst(result: Printed): Printed & { readonly printed: readonly PrintedText[] } {
  const [warnings = ''] = /^(?:Warning: .*\n)*/.exec(result.stderr) ?? [];
  const pieces: readonly PrintedText[] = [
    { stream: 'stderr', text: warnings },
    { stream: 'stdout', text: result.stdout },
    { stream: 'stderr', text: result.stderr.slice(warnings.length) },
  ];
  return { ...result, printed: pieces.filter(({ text }) => text !== '') };
}
