import { err, ok } from '../../../base/result.js';
import { dataTypes } from '../data-type.js';
import { next, stop, type StatementDef } from '../definition.js';
import { beginsExpression, evaluateExpression, readExpression, writeExpression } from '../expressions.js';
import type { Statement } from '../model.js';
import { readNumber } from '../words.js';

export const setMark: StatementDef<Extract<Statement, { kind: 'setMark' }>> = {
  cite: 'nftables 1.0.6 src/meta.c meta_stmt_print; net/netfilter/nft_meta.c nft_meta_set_eval',
  words: [],
  write: (s) =>
    `meta mark set ${typeof s.value === 'number' ? dataTypes.mark.write(s.value) : writeExpression(s.value)}`,
  read: (words, { left }) => {
    if (left?.kind !== 'meta' || left.key !== 'mark') return err('only the mark can be set');
    if (beginsExpression(words.peek)) {
      const value = readExpression(words);
      return value.ok ? ok({ kind: 'setMark', value: value.value }) : value;
    }
    const value = readNumber(words.next());
    return value === undefined ? err('the mark is not a number') : ok({ kind: 'setMark', value });
  },
  evaluate: (s, passage) => {
    const value = typeof s.value === 'number' ? s.value : evaluateExpression(s.value, passage);
    if (typeof value !== 'number') return stop;
    passage.mark = value;
    return next;
  },
};
