import { err, ok } from '../../../base/result.js';
import { familyOf } from '../../../net/ip.js';
import type { ExpressionDef } from '../definition.js';
import type { Expression } from '../model.js';

export const address: ExpressionDef<Extract<Expression, { kind: 'address' }>> = {
  cite: 'nftables 1.0.6 src/proto.c proto_ip, proto_ip6; net/netfilter/nft_payload.c nft_payload_eval',
  words: ['ip', 'ip6'],
  write: (e) => `${e.family} ${e.field}`,
  read: (words, first) => {
    const field = words.takeOne(['saddr', 'daddr']);
    return field === undefined
      ? err(`"${first} ${words.peek}" is not modelled`)
      : ok({ kind: 'address', family: first === 'ip6' ? 'ip6' : 'ip', field });
  },
  type: (e) => [e.family === 'ip' ? 'ipv4_addr' : 'ipv6_addr'],
  evaluate: (e, { skb: { packet } }) => {
    const value = e.field === 'saddr' ? packet.src : packet.dst;
    return (familyOf(value) === 'IPv4') === (e.family === 'ip') ? value : undefined;
  },
};
