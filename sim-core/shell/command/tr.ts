import { everywhere, failure, output, type Command } from '../command.js';
import type { Flag } from '../flags.js';
import { withFlags } from '../usage.js';
import { unescaped } from './printf.js';

const flags: readonly Flag[] = [
  { name: 'delete', short: 'd', about: 'leave the characters out' },
  { name: 'squeeze-repeats', short: 's', about: 'one of several in a row' },
];

const classes: Readonly<Record<string, string>> = {
  '[:upper:]': 'A-Z',
  '[:lower:]': 'a-z',
  '[:digit:]': '0-9',
  '[:space:]': ' \t\n\r',
};

/** `a-z` and `[:upper:]` written out. */
function characters(set: string): readonly string[] {
  const named = unescaped(set).replace(/\[:\w+:\]/g, (name) => classes[name] ?? name);
  return [...named.matchAll(/([^])-([^])|([^])/g)].flatMap(([, low, high, one]) => {
    if (one !== undefined || low === undefined || high === undefined) return one ?? [];
    const [from, to] = [low.charCodeAt(0), high.charCodeAt(0)];
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => String.fromCharCode(from + i));
  });
}

export const tr: Command = {
  name: 'tr',
  places: everywhere,
  summary: 'characters for others',
  usage: '[-ds] SET1 [SET2]',
  flags,
  run: (argv, _sys, stdin) =>
    withFlags(
      'tr',
      flags,
      argv,
      (parsed) => {
        const [from, to] = parsed.words;
        if (from === undefined || (to === undefined && !parsed.on('delete') && !parsed.on('squeeze-repeats'))) {
          return failure("tr: missing operand\nTry 'tr --help' for more information.\n");
        }
        const [source, target] = [characters(from), characters(to ?? '')];
        const last = target.at(-1) ?? '';
        const map = new Map(source.map((char, index) => [char, target[index] ?? last]));
        let previous = '';
        let text = '';
        for (const char of stdin) {
          if (parsed.on('delete') && map.has(char)) continue;
          const shown = to === undefined ? char : (map.get(char) ?? char);
          const squeezed =
            parsed.on('squeeze-repeats') &&
            shown === previous &&
            (to === undefined ? map.has(char) : target.includes(shown));
          if (!squeezed) text += shown;
          previous = shown;
        }
        return output(text);
      },
      1,
    ),
};
