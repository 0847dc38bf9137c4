import { everywhere, failure, output, type Command } from '../command.js';
import { withFlags } from '../usage.js';
import { readInputs } from './input.js';

export const cat: Command = {
  name: 'cat',
  places: everywhere,
  summary: 'the text of files, /etc/resolv.conf and /etc/hosts among them',
  usage: '[FILE...]',
  flags: [],
  run: (argv, sys, stdin) =>
    withFlags(
      'cat',
      [],
      argv,
      ({ words }) => {
        const text = readInputs(words, sys, stdin);
        return text.ok ? output(text.value) : failure(`cat: ${text.error}\n`);
      },
      1,
    ),
};
