import { err, ok } from '../../../base/result.js';
import { familyOf } from '../../../net/ip.js';
import type { Packet } from '../../../net/packet.js';
import type { ExpressionDef, Loaded, Passage } from '../definition.js';
import type { DataType, Expression } from '../model.js';

type Meta = Extract<Expression, { kind: 'meta' }>;

const protocolNames = { TCP: 'tcp', UDP: 'udp', SCTP: 'sctp' } as const;

const protocolOf = (packet: Packet): string => {
  if (packet.protocol !== 'ICMP') return protocolNames[packet.protocol];
  return familyOf(packet.src) === 'IPv4' ? 'icmp' : 'ipv6-icmp';
};

/** Each key with its type and its value; those written without the word `meta` say so. */
const keys: Readonly<
  Record<Meta['key'], { readonly type: DataType; readonly bare?: true; readonly load: (passage: Passage) => Loaded }>
> = {
  l4proto: { type: 'inet_proto', load: ({ skb }) => protocolOf(skb.packet) },
  mark: { type: 'mark', load: ({ mark }) => mark },
  iifname: { type: 'ifname', bare: true, load: ({ skb }) => skb.inInterface ?? '' },
  oifname: { type: 'ifname', bare: true, load: ({ skb }) => skb.outInterface ?? '' },
};

const names: readonly Meta['key'][] = ['l4proto', 'mark', 'iifname', 'oifname'];

export const meta: ExpressionDef<Meta> = {
  cite: 'nftables 1.0.6 src/meta.c meta_templates; net/netfilter/nft_meta.c nft_meta_get_eval',
  words: ['meta', 'mark', 'iifname', 'oifname'],
  write: (e) => (keys[e.key].bare ? e.key : `meta ${e.key}`),
  read: (words, first) => {
    const key = first === 'meta' ? words.takeOne(names) : names.find((name) => name === first);
    return key === undefined ? err(`"meta ${words.peek}" is not modelled`) : ok({ kind: 'meta', key });
  },
  type: (e) => [keys[e.key].type],
  evaluate: (e, passage) => keys[e.key].load(passage),
};
