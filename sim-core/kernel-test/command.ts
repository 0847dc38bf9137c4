/** Runs the system's tools. */
import { spawn } from 'node:child_process';

export interface Finished {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Root's tools, also for a root whose shell does not look there. */
const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin` };

/** Runs a program to its end; a program that cannot be started ends with status 127. */
export function run(program: string, args: readonly string[], input = ''): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', (error) => resolve({ status: 127, stdout, stderr: error.message }));
    child.on('close', (status) => resolve({ status: status ?? 1, stdout, stderr }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** Something that this machine would not do. */
export class ToolFailure extends Error {}

/** Runs a program that has to succeed. */
export async function must(program: string, args: readonly string[], input = ''): Promise<string> {
  const { status, stdout, stderr } = await run(program, args, input);
  if (status === 0) return stdout;
  const said = stderr.trim().split('\n').slice(0, 4).join('; ');
  throw new ToolFailure(`${[program, ...args].join(' ')} failed (${status}): ${said}`);
}
