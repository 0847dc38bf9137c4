/** Which network namespaces this run made, so that none outlives it. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { must, run } from './command.js';

const program = 'kubehop';
const live = new Set<string>();
let worlds = 0;

/** A prefix that no other world of this run or of another has. */
export const newPrefix = (): string => `${program}-${process.pid}-${worlds++}-`;

const script = (verb: 'add' | 'del', names: readonly string[]): string =>
  names.map((name) => `netns ${verb} ${name}\n`).join('');

export async function addNamespaces(names: readonly string[]): Promise<void> {
  for (const name of names) live.add(name);
  await must('ip', ['-batch', '-'], script('add', names));
}

export async function deleteNamespaces(names: readonly string[]): Promise<void> {
  await run('ip', ['-force', '-batch', '-'], script('del', names));
  for (const name of names) live.delete(name);
}

function deleteNow(names: readonly string[]): void {
  if (names.length > 0)
    spawnSync('ip', ['-force', '-batch', '-'], { input: script('del', names), stdio: ['pipe', 'ignore', 'ignore'] });
}

/** However this process ends, what it made goes with it. */
export function cleanUpAtExit(): void {
  process.on('exit', () => deleteNow([...live]));
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  signals.forEach((signal) => process.on(signal, () => process.exit(130)));
}

/** Removes what runs left behind that were killed outright. */
export async function sweepLeftovers(): Promise<void> {
  const { stdout } = await run('ip', ['netns', 'list']);
  const stale = stdout.split('\n').flatMap((line) => {
    const [, name = '', pid = ''] = new RegExp(`^(${program}-(\\d+)-\\S+)`).exec(line) ?? [];
    return name !== '' && !existsSync(`/proc/${pid}`) ? [name] : [];
  });
  deleteNow(stale);
}
