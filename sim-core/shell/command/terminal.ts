import { everywhere, output, type Command } from '../command.js';
import { hostName } from './input.js';

export const clear: Command = {
  name: 'clear',
  places: everywhere,
  summary: 'an empty screen',
  usage: '',
  flags: [],
  run: () => ({ ...output(''), actions: [{ kind: 'clear' }] }),
};

export const exit: Command = {
  name: 'exit',
  places: everywhere,
  summary: 'leaves this place',
  usage: '[STATUS]',
  flags: [],
  run: ([status = '0']) => ({
    stdout: '',
    stderr: '',
    exitCode: /^\d{1,3}$/.test(status) ? Number(status) & 255 : 2,
    actions: [{ kind: 'leave' }],
  }),
};

export const hostname: Command = {
  name: 'hostname',
  places: everywhere,
  summary: 'the name of the machine; -i its addresses',
  usage: '[-i]',
  flags: [{ name: 'i', short: 'i', about: 'its addresses' }],
  run: ([flag], sys) => {
    if (flag !== '-i' && flag !== '-I') return output(`${hostName(sys)}\n`);
    return output(
      `${
        sys
          .host()
          ?.interfaces.flatMap(({ addresses }) => addresses)
          .join(' ') ?? ''
      }\n`,
    );
  },
};
