import { err, ok } from '../../../base/result.js';
import { next, type StatementDef } from '../definition.js';
import type { Statement } from '../model.js';

export const counter: StatementDef<Extract<Statement, { kind: 'counter' }>> = {
  cite: 'nftables 1.0.6 src/statement.c counter_stmt_print; net/netfilter/nft_counter.c nft_counter_do_eval',
  words: ['counter'],
  write: (s) => `counter packets ${s.packets} bytes ${s.bytes}`,
  read: (words) => {
    if (!words.take('packets')) return ok({ kind: 'counter', packets: 0, bytes: 0 });
    const packets = Number(words.next());
    const bytes = words.take('bytes') ? Number(words.next()) : NaN;
    return Number.isSafeInteger(packets) && Number.isSafeInteger(bytes)
      ? ok({ kind: 'counter', packets, bytes })
      : err('a counter has packets and bytes');
  },
  evaluate: (_, passage) => {
    passage.count();
    return next;
  },
};
