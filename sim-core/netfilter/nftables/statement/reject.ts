import { err, ok } from '../../../base/result.js';
import type { RejectWith } from '../../iptables/model.js';
import type { StatementDef } from '../definition.js';
import type { NftFamily, Statement } from '../model.js';

/** Each way of refusing as nft writes it; a family's default goes without words. */
const ways: readonly { readonly with: RejectWith; readonly family?: NftFamily; readonly text: string }[] = [
  { with: 'icmp-port-unreachable', family: 'ip', text: '' },
  { with: 'icmp6-port-unreachable', family: 'ip6', text: '' },
  { with: 'icmp-admin-prohibited', family: 'ip', text: 'with icmp admin-prohibited' },
  { with: 'icmp6-adm-prohibited', family: 'ip6', text: 'with icmpv6 admin-prohibited' },
  { with: 'tcp-reset', text: 'with tcp reset' },
];

export const reject: StatementDef<Extract<Statement, { kind: 'reject' }>> = {
  cite: 'nftables 1.0.6 src/statement.c reject_stmt_print; net/ipv4/netfilter/nft_reject_ipv4.c',
  words: ['reject'],
  write: (s) => {
    const text = ways.find((way) => way.with === s.with)?.text ?? '';
    return text === '' ? 'reject' : `reject ${text}`;
  },
  read: (words, { family }) => {
    const way = ways
      .filter((one) => one.family === undefined || one.family === family)
      .find((one) => one.text !== '' && words.take(...one.text.split(' ')));
    if (way !== undefined) return ok({ kind: 'reject', with: way.with });
    if (words.peek === 'with') return err('this way to reject is not modelled');
    return ok({ kind: 'reject', with: family === 'ip' ? 'icmp-port-unreachable' : 'icmp6-port-unreachable' });
  },
  evaluate: (s) => ({ kind: 'final', verdict: { kind: 'reject', with: s.with } }),
};
