import { err, ok } from '../../../base/result.js';
import type { ListColumn, MatchDef } from '../definition.js';
import { negated } from '../words.js';

export interface InterfaceMatch {
  readonly not?: true;
  readonly name: string;
}

/** IFNAMSIZ holds a name of at most 15 characters; a trailing `+` stands for any ending. */
const validName = (name: string): boolean => /^[^\s/!]{1,15}$/.test(name);

function holds(name: string, device: string | undefined): boolean {
  const actual = device ?? '';
  return name.endsWith('+') ? actual.startsWith(name.slice(0, -1)) : actual === name;
}

/** The two matches on an interface. A packet without that interface (INPUT has no outgoing one) has an empty name. */
export function interfaceMatch<K extends 'inInterface' | 'outInterface'>(
  kind: K,
  options: readonly [string, ...string[]],
  column: ListColumn,
): MatchDef<InterfaceMatch & { readonly kind: K }> {
  return {
    cite: 'net/ipv4/netfilter/ip_tables.c ip_packet_match, ifname_compare_aligned',
    options,
    write: (m) => [...negated(m.not), options[0], m.name],
    read: (words, { not }) => {
      const name = words.next();
      if (!validName(name)) return err(`"${name}" is not an interface name`);
      return ok(not ? { kind, not: true, name } : { kind, name });
    },
    evaluate: (m, { skb }) => holds(m.name, skb[kind]) !== (m.not === true),
    list: (m) => ({ column, not: m.not === true, text: m.name }),
    summarize: (m) => [...negated(m.not), options[0], m.name].join(' '),
  };
}
