import { err, ok } from '../../../base/result.js';
import { keyText, next, stop, type StatementDef } from '../definition.js';
import { readDuration, writeDuration } from '../duration.js';
import { evaluateExpression, readExpression, writeExpression } from '../expressions.js';
import type { Statement } from '../model.js';

/** Puts the packet's address, or whatever the key is, into a set. */
export const dynset: StatementDef<Extract<Statement, { kind: 'dynset' }>> = {
  cite: 'nftables 1.0.6 src/statement.c set_stmt_print; net/netfilter/nft_dynset.c nft_dynset_eval',
  words: ['add', 'update'],
  write: (s) => {
    const timeout = s.timeoutMs === undefined ? '' : ` timeout ${writeDuration(s.timeoutMs)}`;
    return `${s.operation} @${s.set} { ${writeExpression(s.key)}${timeout} }`;
  },
  read: (words, { word }) => {
    const set = words.next();
    if (!set.startsWith('@') || !words.take('{')) return err(`"${word} ${set}" does not name a set and an element`);
    const key = readExpression(words);
    if (!key.ok) return key;
    const timeoutMs = words.take('timeout') ? readDuration(words.next()) : undefined;
    if (!words.take('}')) return err(`"${words.peek}" where a "}" should be`);
    const operation = word === 'add' ? 'add' : 'update';
    return ok({
      kind: 'dynset',
      operation,
      set: set.slice(1),
      key: key.value,
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
  },
  evaluate: (s, passage) => {
    const loaded = evaluateExpression(s.key, passage);
    const set = passage.table.sets.get(s.set);
    if (loaded === undefined || set === undefined) return stop;
    const timeoutMs = s.timeoutMs ?? set.timeoutMs;
    const isIn = passage.tx.sets.put(`${passage.tableId} ${s.set}`, keyText(loaded), {
      renew: s.operation === 'update',
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(set.size !== undefined && { size: set.size }),
    });
    return isIn ? next : stop;
  },
};
