import { everywhere, output, type Command } from '../command.js';

/** @see envsubst(1): only `$NAME` and `${NAME}`, and nothing for what is not set. */
const reference = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g;

export const envsubst: Command = {
  name: 'envsubst',
  places: everywhere,
  summary: 'puts variables into text',
  usage: "['$NAME...'] < FILE",
  flags: [],
  run: ([only], sys, stdin) => {
    const named = only === undefined ? undefined : new Set([...only.matchAll(reference)].map(([, a, b]) => a ?? b));
    return output(
      stdin.replace(reference, (whole, plain?: string, braced?: string) => {
        const name = plain ?? braced ?? '';
        return named === undefined || named.has(name) ? (sys.variables.get(name) ?? '') : whole;
      }),
    );
  },
};
