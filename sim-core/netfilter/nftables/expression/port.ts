import { err, ok } from '../../../base/result.js';
import type { ExpressionDef } from '../definition.js';
import type { Expression } from '../model.js';

const headers = ['th', 'tcp', 'udp', 'sctp'] as const;

export const port: ExpressionDef<Extract<Expression, { kind: 'port' }>> = {
  cite: 'nftables 1.0.6 src/proto.c proto_th; net/netfilter/nft_payload.c NFT_PAYLOAD_TRANSPORT_HEADER',
  words: headers,
  write: (e) => `${e.header} ${e.field}`,
  read: (words, first) => {
    const header = headers.find((name) => name === first) ?? 'th';
    const field = words.takeOne(['sport', 'dport']);
    return field === undefined ? err(`"${first} ${words.peek}" is not modelled`) : ok({ kind: 'port', header, field });
  },
  type: () => ['inet_service'],
  evaluate: (e, { skb: { packet } }) => {
    // An ICMP message has other fields in the place of ports, which no rule about ports is after.
    if (packet.protocol === 'ICMP' || (e.header !== 'th' && e.header.toUpperCase() !== packet.protocol))
      return undefined;
    return e.field === 'sport' ? packet.sport : packet.dport;
  },
};
