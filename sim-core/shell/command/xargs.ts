import { everywhere, failure, type Command, type CommandResult } from '../command.js';
import type { Flag } from '../flags.js';
import { parseFlags } from '../flags.js';
import { flagRefusal } from '../usage.js';

const flags: readonly Flag[] = [
  { name: 'max-args', short: 'n', takes: 'NUM', about: 'at most so many words a command' },
  { name: 'replace', short: 'I', takes: 'MARK', about: 'a line in place of MARK' },
  { name: 'no-run-if-empty', short: 'r', about: 'nothing when there are no words' },
];

const mostRuns = 500;

/** Its own flags end where the command begins. */
function split(argv: readonly string[]): readonly [own: readonly string[], command: readonly string[]] {
  let at = 0;
  while (argv[at]?.startsWith('-') === true) at += /^-[nI]$/.test(argv[at] ?? '') ? 2 : 1;
  return [argv.slice(0, at), argv.slice(at)];
}

export const xargs: Command = {
  name: 'xargs',
  places: everywhere,
  summary: 'runs a command with the words of its input',
  usage: '[-n NUM] [-I MARK] COMMAND [WORD...]',
  flags,
  run: (argv, sys, stdin, shell) => {
    const [own, given] = split(argv);
    const parsed = parseFlags(own, flags);
    if (!parsed.ok) return failure(flagRefusal('xargs', parsed.error, flags));
    const command = given.length === 0 ? ['echo'] : given;
    const mark = parsed.value.value('replace');
    const words = stdin.split(mark === undefined ? /\s+/ : /\n/).filter((word) => word !== '');
    if (words.length === 0 && parsed.value.on('no-run-if-empty')) return { stdout: '', stderr: '', exitCode: 0 };
    const size = mark === undefined ? Math.max(1, Number(parsed.value.value('max-args') ?? words.length) || 1) : 1;
    const runs: CommandResult[] = [];
    for (let at = 0; at < Math.max(1, words.length) && runs.length < mostRuns; at += size) {
      const some = words.slice(at, at + size);
      const line =
        mark === undefined ? [...command, ...some] : command.map((word) => word.replaceAll(mark, some[0] ?? ''));
      runs.push(shell.run(line, sys, ''));
    }
    const printed = runs.flatMap(({ stdout, stderr }) => [
      { stream: 'stdout', text: stdout } as const,
      { stream: 'stderr', text: stderr } as const,
    ]);
    const actions = runs.flatMap((run) => run.actions ?? []);
    return {
      stdout: runs.map(({ stdout }) => stdout).join(''),
      stderr: runs.map(({ stderr }) => stderr).join(''),
      exitCode: runs.some(({ exitCode }) => exitCode !== 0) ? 123 : 0,
      printed: printed.filter(({ text }) => text !== ''),
      ...(actions.length > 0 && { actions }),
    };
  },
};
