import { everywhere, failure, output, type Command, type CommandResult } from '../command.js';

const constant = (name: string, summary: string, result: CommandResult): Command => ({
  name,
  places: everywhere,
  summary,
  usage: '',
  flags: [],
  run: () => result,
});

export const succeed = constant('true', 'succeeds', output(''));
export const fail = constant('false', 'fails', failure(''));
export const colon = constant(':', 'does nothing', output(''));
