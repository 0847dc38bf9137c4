import { err, ok, type Result } from '../../../base/result.js';
import { familyOf, ipv4ToNumber, type Ip } from '../../../net/ip.js';
import type { KernelTx } from '../../kernel.js';
import type { MatchDef } from '../definition.js';
import type { AddrType, Match } from '../model.js';
import { negated } from '../words.js';

type Addrtype = Extract<Match, { kind: 'addrtype' }>;
type Side = NonNullable<Addrtype['source']>;

const types: readonly AddrType[] = [
  'UNSPEC',
  'UNICAST',
  'LOCAL',
  'BROADCAST',
  'ANYCAST',
  'MULTICAST',
  'BLACKHOLE',
  'UNREACHABLE',
  'PROHIBIT',
];

const isMulticast = (ip: Ip): boolean =>
  familyOf(ip) === 'IPv4' ? ipv4ToNumber(ip) >>> 28 === 0xe : ip.toLowerCase().startsWith('ff');

/** The type the routing tables give an address: inet_addr_type without anycast and blackhole routes. */
function typeOf(ip: Ip, tx: KernelTx): AddrType {
  if (tx.isLocalAddress(ip)) return 'LOCAL';
  if (isMulticast(ip)) return 'MULTICAST';
  return ip === '255.255.255.255' ? 'BROADCAST' : 'UNICAST';
}

const holds = (side: Side | undefined, ip: Ip, tx: KernelTx): boolean =>
  side === undefined || (typeOf(ip, tx) === side.type) !== (side.not === true);

const write = (option: string, side: Side | undefined): readonly string[] =>
  side === undefined ? [] : [...negated(side.not), option, side.type];

const list = (option: string, side: Side | undefined): readonly string[] =>
  side === undefined ? [] : [`${option} ${side.not ? '!' : ''}${side.type}`];

const sides = { '--src-type': 'source', '--dst-type': 'destination' } as const;

export const addrtype: MatchDef<Addrtype> = {
  cite: 'net/netfilter/xt_addrtype.c addrtype_mt_v1; iptables extensions/libxt_addrtype.c',
  modules: ['addrtype'],
  write: (m) => ['-m', 'addrtype', ...write('--src-type', m.source), ...write('--dst-type', m.destination)],
  read: (words): Result<Addrtype, string> => {
    let match: Addrtype = { kind: 'addrtype' };
    for (;;) {
      const option = words.negatable(Object.keys(sides));
      if (option === undefined) break;
      const text = words.next().toUpperCase();
      const type = types.find((t) => t === text);
      if (type === undefined) return err(`"${text}" is not an address type`);
      const side: Side = option.not ? { not: true, type } : { type };
      match = option.name === '--src-type' ? { ...match, source: side } : { ...match, destination: side };
    }
    return match.source || match.destination ? ok(match) : err('-m addrtype needs --src-type or --dst-type');
  },
  evaluate: (m, { skb: { packet }, tx }) => holds(m.source, packet.src, tx) && holds(m.destination, packet.dst, tx),
  list: (m) => ({
    text: ['ADDRTYPE match', ...list('src-type', m.source), ...list('dst-type', m.destination)].join(' '),
  }),
  summarize: (m) => [...list('src-type', m.source), ...list('dst-type', m.destination)].join(' '),
};
