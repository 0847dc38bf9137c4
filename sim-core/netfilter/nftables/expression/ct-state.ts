import { err, ok } from '../../../base/result.js';
import type { ExpressionDef } from '../definition.js';
import type { Expression } from '../model.js';

export const ctState: ExpressionDef<Extract<Expression, { kind: 'ctState' }>> = {
  cite: 'nftables 1.0.6 src/ct.c ct_templates; net/netfilter/nft_ct.c NFT_CT_STATE',
  words: ['ct'],
  write: () => 'ct state',
  read: (words) => (words.take('state') ? ok({ kind: 'ctState' }) : err(`"ct ${words.peek}" is not modelled`)),
  type: () => ['ct_state'],
  evaluate: (_, { skb }) => skb.ct.state.toLowerCase(),
};
