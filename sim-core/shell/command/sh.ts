import { everywhere, failure, output, type Command, type CommandResult } from '../command.js';

/** `exit` leaves the shell that runs it, not the prompt around it; its variables end with it. */
function ownProcess(result: CommandResult): CommandResult {
  const actions = (result.actions ?? []).filter(({ kind }) => kind !== 'leave' && kind !== 'set');
  return { ...result, actions };
}

const shell = (name: string): Command => ({
  name,
  places: everywhere,
  summary: 'a shell; -c runs a command line',
  usage: '[-c LINE]',
  flags: [{ name: 'c', short: 'c', takes: 'LINE', about: 'the line to run' }],
  run: (argv, sys, stdin, { runLine }) => {
    const [first, second] = argv;
    if (first !== undefined && /^-[a-z]*c$/.test(first)) {
      if (second === undefined) return failure(`${name}: -c: option requires an argument\n`, 2);
      return ownProcess(runLine(second, sys));
    }
    if (first !== undefined && !first.startsWith('-')) {
      const script = sys.readFile(first);
      return script === undefined
        ? failure(`${name}: ${first}: No such file or directory\n`, 127)
        : ownProcess(runLine(script, sys));
    }
    if (stdin !== '') return ownProcess(runLine(stdin, sys));
    return { ...output(''), actions: [{ kind: 'enter', place: sys.place }] };
  },
});

export const sh = shell('sh');
export const bash = shell('bash');
