import { everywhere, output, type Command } from '../command.js';

export const help: Command = {
  name: 'help',
  places: everywhere,
  summary: 'what there is here',
  usage: '',
  flags: [],
  run: (_argv, sys, _stdin, { commands }) => {
    const here = commands.filter((command) => command.places.includes(sys.place.kind));
    const width = Math.max(...here.map(({ name }) => name.length));
    return output(here.map(({ name, summary }) => `${name.padEnd(width)}  ${summary}\n`).join(''));
  },
};
