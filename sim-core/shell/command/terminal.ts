import { everywhere, output, type Command, type TerminalAction } from '../command.js';
import { hostName } from './input.js';

const act = (name: string, summary: string, action: TerminalAction): Command => ({
  name,
  places: everywhere,
  summary,
  usage: '',
  flags: [],
  run: () => ({ ...output(''), actions: [action] }),
});

export const clear = act('clear', 'an empty screen', { kind: 'clear' });
export const exit = act('exit', 'leaves this place', { kind: 'leave' });

export const hostname: Command = {
  name: 'hostname',
  places: everywhere,
  summary: 'the name of the machine',
  usage: '',
  flags: [],
  run: (_argv, sys) => output(`${hostName(sys)}\n`),
};
