import { commands } from './registry.js';
import type { Sys } from './sys.js';

export interface Watched {
  readonly stdout: string;
  readonly since: number;
}

/** What a watching command prints next; nothing once its line is none. */
export function watch(sys: Sys, line: string, since: number): Watched {
  const [name = '', ...argv] = line.trim().split(/\s+/);
  const command = commands.find((candidate) => candidate.name === name);
  return command?.watch?.(sys, argv, since) ?? { stdout: '', since };
}
