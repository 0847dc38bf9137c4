import { failure, inCluster, output, type Command } from '../command.js';

const shell = (name: string): Command => ({
  name,
  places: inCluster,
  summary: 'a shell; -c runs a command line',
  usage: '[-c LINE]',
  flags: [{ name: 'c', short: 'c', takes: 'LINE', about: 'the line to run' }],
  run: (argv, sys, stdin, { runLine }) => {
    if (argv[0] === '-c')
      return argv[1] === undefined ? failure(`${name}: -c: option requires an argument\n`, 2) : runLine(argv[1], sys);
    if (argv.length > 0 && argv[0] !== '-l') return failure(`${name}: running script files is not modelled\n`, 2);
    return stdin === '' ? { ...output(''), actions: [{ kind: 'enter', place: sys.place }] } : runLine(stdin, sys);
  },
});

export const sh = shell('sh');
export const bash = shell('bash');
