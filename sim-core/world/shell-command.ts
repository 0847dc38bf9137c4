import { getObject } from '../kube/store.js';
import { piecesOf, type TerminalAction } from '../shell/command.js';
import { runLine } from '../shell/run.js';
import type { ShellPlace } from '../shell/sys.js';
import type { Command } from './command.js';
import { refusal, type CommandOutcome } from './outcome.js';
import { ShellPort } from './shell-port.js';
import type { WorldTx } from './transaction.js';

type ShellCommand = Extract<Command, { readonly type: 'shell' }>;

const mostCharacters = 200_000;

/**
 * Runs what was typed at a prompt. It is accepted whatever its exit status: only a place that is not
 * there, or a line without measure, is refused.
 */
export function runShell(tx: WorldTx, { place, line, variables = {}, files = {} }: ShellCommand): CommandOutcome {
  if (line.length > mostCharacters) return refusal('Limit', 'line', 'bash: the line is too long');
  const problem = whyNotAt(tx, place);
  if (problem !== undefined) return refusal('NotFound', 'place', problem);
  const port = new ShellPort(tx, files);
  const result = runLine(line, port.at(place, new Map(Object.entries(variables))));
  const { stdout, stderr, exitCode, actions = [] } = result;
  const printed = piecesOf(result);
  const written = [...port.written.values()].map(({ path, text }): TerminalAction =>
    text === undefined ? { kind: 'remove', path } : { kind: 'write', path, text },
  );
  return {
    accepted: true,
    problems: [],
    stdout,
    stderr,
    shell: { exitCode, actions: [...written, ...actions], printed },
  };
}

/** Why there is no prompt at a place; undefined when there is one. */
function whyNotAt(tx: WorldTx, place: ShellPlace): string | undefined {
  if (place.kind === 'laptop') return undefined;
  if (place.kind === 'node') {
    const known = tx.base.config.nodes.some((node) => node.name === place.node);
    return known ? undefined : `Error from server (NotFound): nodes "${place.node}" not found`;
  }
  const pod = getObject(tx.objects, 'Pod', place.namespace, place.name);
  if (pod === undefined) return `Error from server (NotFound): pods "${place.name}" not found`;
  return pod.status?.phase === 'Running' ? undefined : 'command terminated with exit code 137';
}
