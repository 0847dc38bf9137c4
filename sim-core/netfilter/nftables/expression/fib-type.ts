import { err, ok } from '../../../base/result.js';
import type { ExpressionDef } from '../definition.js';
import type { Expression } from '../model.js';

/** The kind of route that an address has; the simulation tells a host's own addresses from all others. */
export const fibType: ExpressionDef<Extract<Expression, { kind: 'fibType' }>> = {
  cite: 'nftables 1.0.6 src/fib.c fib_expr_print; net/ipv4/netfilter/nft_fib_ipv4.c nft_fib4_eval_type',
  words: ['fib'],
  write: (e) => `fib ${e.field} type`,
  read: (words) => {
    const field = words.takeOne(['saddr', 'daddr']);
    return field === undefined || !words.take('type')
      ? err(`"fib … ${words.peek}" is not modelled`)
      : ok({ kind: 'fibType', field });
  },
  type: () => ['fib_addrtype'],
  evaluate: (e, { skb: { packet }, tx }) =>
    tx.isLocalAddress(e.field === 'saddr' ? packet.src : packet.dst) ? 'local' : 'unicast',
};
