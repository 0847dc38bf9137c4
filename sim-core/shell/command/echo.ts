import { everywhere, output, type Command } from '../command.js';

export const echo: Command = {
  name: 'echo',
  places: everywhere,
  summary: 'its own words',
  usage: '[-n] [WORD...]',
  flags: [{ name: 'n', short: 'n', about: 'no newline at the end' }],
  run: ([first, ...rest]) =>
    first === '-n'
      ? output(rest.join(' '))
      : output(`${[...(first === undefined ? [] : [first]), ...rest].join(' ')}\n`),
};
