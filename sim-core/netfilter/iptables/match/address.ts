import { err, ok, type Result } from '../../../base/result.js';
import { cidr, cidrContains, formatCidr, parseCidr, type Cidr } from '../../../net/cidr.js';
import { familyOf, parseIp, type IpFamily } from '../../../net/ip.js';
import type { ListColumn, MatchDef, Opening, Passage } from '../definition.js';
import { negated, type WordReader } from '../words.js';

export interface AddressMatch {
  readonly not?: true;
  readonly cidr: Cidr;
}

const hostPrefix = (family: IpFamily): number => (family === 'IPv4' ? 32 : 128);

function readCidr(text: string, family: IpFamily): Cidr | undefined {
  const address = parseIp(text);
  const value = address === undefined ? parseCidr(text) : cidr(address, hostPrefix(familyOf(address)));
  return value?.family === family ? value : undefined;
}

/** The address alone for a single host, as listings print it. */
export const shortCidr = (c: Cidr): string => (c.prefix === hostPrefix(c.family) ? c.address : formatCidr(c));

function readAddress(words: WordReader, { not, family }: Opening): Result<AddressMatch | undefined, string> {
  const text = words.next();
  const value = readCidr(text, family);
  if (value === undefined) return err(`"${text}" is not an ${family} address or network`);
  if (not) return ok({ not: true, cidr: value });
  return ok(value.prefix === 0 ? undefined : { cidr: value });
}

/** The two matches on an address share everything but the side of the packet that they look at. */
export function addressMatch<K extends 'source' | 'destination'>(
  kind: K,
  options: readonly [string, ...string[]],
  side: 'src' | 'dst',
  prefix: string,
): MatchDef<AddressMatch & { readonly kind: K }> {
  const column: ListColumn = kind;
  return {
    cite: 'net/ipv4/netfilter/ip_tables.c ip_packet_match, net/ipv6/netfilter/ip6_tables.c ip6_packet_match',
    options,
    write: (m) => (m.cidr.prefix === 0 && !m.not ? [] : [...negated(m.not), options[0], formatCidr(m.cidr)]),
    read: (words, opening) => {
      const match = readAddress(words, opening);
      return match.ok ? ok(match.value && { kind, ...match.value }) : match;
    },
    evaluate: (m, { skb }: Passage) => cidrContains(m.cidr, skb.packet[side]) !== (m.not === true),
    list: (m) => ({ column, not: m.not === true, text: shortCidr(m.cidr) }),
    summarize: (m) => [...negated(m.not), `${prefix}${shortCidr(m.cidr)}`].join(' '),
  };
}
