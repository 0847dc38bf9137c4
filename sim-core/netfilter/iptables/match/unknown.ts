import { err } from '../../../base/result.js';
import type { MatchDef } from '../definition.js';
import type { Match } from '../model.js';
import { keptWord } from '../words.js';

const textOf = (words: readonly string[]): string => words.map(keptWord).join(' ');

/** A test that is not modelled: it never holds, and the packet's way tells that it was not evaluated. */
export const unknown: MatchDef<Extract<Match, { kind: 'unknown' }>> = {
  cite: 'iptables extensions/libxt_bpf.c and all others that have no file of their own here',
  write: (m) => m.words.map(keptWord),
  read: () => err('a test that is not modelled is kept by the lenient reader only'),
  evaluate: (m, passage) => {
    passage.unevaluated = textOf(m.words);
    return false;
  },
  list: (m) => ({ text: textOf(m.words) }),
  summarize: (m) => `? ${textOf(m.words)}`,
};
