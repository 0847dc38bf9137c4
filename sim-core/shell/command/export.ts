import { everywhere, failure, output, type Command } from '../command.js';

export const exportVariables: Command = {
  name: 'export',
  places: everywhere,
  summary: 'sets variables',
  usage: 'NAME=VALUE...',
  flags: [],
  run: (argv, sys) => {
    if (argv.length === 0) {
      return output([...sys.variables].map(([name, value]) => `export ${name}=${JSON.stringify(value)}\n`).join(''));
    }
    const wrong = argv.find((word) => !/^[A-Za-z_]\w*(=|$)/.test(word));
    if (wrong !== undefined) return failure(`export: \`${wrong}': not a valid identifier\n`);
    const variables = Object.fromEntries(
      argv.filter((word) => word.includes('=')).map((word) => word.split(/=(.*)/s, 2) as [string, string]),
    );
    return { ...output(''), actions: [{ kind: 'set', variables }] };
  },
};
