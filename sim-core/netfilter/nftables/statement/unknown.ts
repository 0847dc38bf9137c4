import { err } from '../../../base/result.js';
import { stop, type StatementDef } from '../definition.js';
import type { Statement } from '../model.js';

/** The rest of a rule that is not modelled: it never holds, and the packet's way tells that it was not evaluated. */
export const unknown: StatementDef<Extract<Statement, { kind: 'unknown' }>> = {
  cite: 'nftables src/parser_bison.y stmt: any statement that has no file of its own here',
  words: [],
  write: (s) => s.words.join(' ').replaceAll(' ,', ','),
  read: () => err('a statement that is not modelled is kept by the lenient reader only'),
  evaluate: (s, passage) => {
    passage.unevaluated = s.words.join(' ').replaceAll(' ,', ',');
    return stop;
  },
};
