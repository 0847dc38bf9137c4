import { ok } from '../../../base/result.js';
import type { StatementDef } from '../definition.js';
import type { Statement } from '../model.js';

const flags = ['random', 'fully-random', 'persistent'] as const;
type Flag = (typeof flags)[number];

export const masquerade: StatementDef<Extract<Statement, { kind: 'masquerade' }>> = {
  cite: 'nftables 1.0.6 src/statement.c print_nf_nat_flags; net/netfilter/nft_masq.c nft_masq_ipv4_eval',
  words: ['masquerade'],
  write: (s) => (s.flags.length === 0 ? 'masquerade' : `masquerade ${s.flags.join(',')}`),
  read: (words) => {
    const found: Flag[] = [];
    for (let flag = words.takeOne(flags); flag !== undefined; flag = words.takeOne(flags)) {
      found.push(flag);
      if (!words.take(',')) break;
    }
    return ok({ kind: 'masquerade', flags: found });
  },
  evaluate: (s) => ({ kind: 'final', verdict: { kind: 'masquerade', randomFully: s.flags.includes('fully-random') } }),
};
