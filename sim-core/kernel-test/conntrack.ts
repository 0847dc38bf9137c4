/** Connection tracking entries of a simulated and of a real node in one form, in which they can be compared. */
import { parseIp } from '../net/ip.js';
import type { End } from './agent.js';

interface Tuple {
  readonly src: string;
  readonly dst: string;
  /** Of an echo request: its identifier, twice. */
  readonly sport: string;
  readonly dport: string;
}

export interface CtEntry {
  readonly node: string;
  readonly protocol: string;
  readonly state: string;
  readonly flags: string;
  readonly original: Tuple;
  readonly reply: Tuple;
}

/** Reads a line of `conntrack -L` or of /proc/net/nf_conntrack. */
export function parseEntry(node: string, line: string): CtEntry | undefined {
  const [, protocol = '', state = ''] =
    /^(?:ipv[46]\s+\d+\s+)?(\S+)\s+\d+\s+(?:\d+\s+)?([A-Z][A-Z_0-9]+)?/.exec(line) ?? [];
  const values = (name: string): readonly string[] =>
    [...line.matchAll(new RegExp(`(?<=\\s)${name}=(\\S+)`, 'g'))].map(([, value = '']) => value);
  const [src, dst, sport, dport, id] = ['src', 'dst', 'sport', 'dport', 'id'].map(values);
  const tuple = (i: number): Tuple | undefined => {
    const from = parseIp(src?.[i] ?? '');
    const to = parseIp(dst?.[i] ?? '');
    if (from === undefined || to === undefined) return undefined;
    return { src: from, dst: to, sport: sport?.[i] ?? id?.[i] ?? '', dport: dport?.[i] ?? id?.[i] ?? '' };
  };
  const [original, reply] = [tuple(0), tuple(1)];
  if (original === undefined || reply === undefined) return undefined;
  const flags = ['[UNREPLIED]', '[ASSURED]'].filter((flag) => line.includes(flag)).join('');
  return { node, protocol, state, flags, original, reply };
}

export const parseEntries = (node: string, text: string): readonly CtEntry[] =>
  text.split('\n').flatMap((line) => parseEntry(node, line) ?? []);

const key = (protocol: string, { src, sport, dst, dport }: Tuple): string =>
  `${protocol} ${src} ${sport} ${dst} ${dport}`;

/** Entries of all nodes, by the first packet they saw. */
export type CtIndex = ReadonlyMap<string, readonly CtEntry[]>;

export function indexEntries(entries: readonly CtEntry[]): CtIndex {
  const index = new Map<string, CtEntry[]>();
  for (const entry of entries) {
    const at = key(entry.protocol, entry.original);
    const there = index.get(at);
    if (there === undefined) index.set(at, [entry]);
    else there.push(entry);
  }
  return index;
}

const names: Readonly<Record<string, string>> = { TCP: 'tcp', UDP: 'udp', SCTP: 'sctp' };

export interface Connection {
  readonly protocol: string;
  readonly src: End;
  readonly dst: End;
}

/** The entries of a connection on every node that it crossed, as each of them translated it. */
export function entriesOf(index: CtIndex, { protocol, src, dst }: Connection): readonly CtEntry[] {
  const named = names[protocol] ?? (dst[0].includes(':') ? 'icmpv6' : 'icmp');
  const [sport, dport] = [String(src[1]), String(protocol === 'ICMP' ? src[1] : dst[1])];
  const found = new Set<CtEntry>();
  const open: Tuple[] = [{ src: src[0], dst: dst[0], sport, dport }];
  for (let tuple = open.pop(); tuple !== undefined; tuple = open.pop()) {
    for (const entry of index.get(key(named, tuple)) ?? []) {
      if (found.has(entry)) continue;
      found.add(entry);
      const { reply } = entry;
      open.push({ src: reply.dst, dst: reply.src, sport: reply.dport, dport: reply.sport });
    }
  }
  return [...found];
}

/** Ports that a client or a translation chose at random: `own` where a node left the port as it came. */
export function describeEntry(entry: CtEntry, protocol: string, sport: number | undefined): string {
  const { node, state, flags, original, reply } = entry;
  const pinned = (port: string): string | undefined => (port === String(sport) ? port : undefined);
  const from = pinned(original.sport) ?? '*';
  const back = pinned(reply.dport) ?? (reply.dport === original.sport ? '*' : 'other');
  const pinging = protocol === 'ICMP';
  const ends = pinging
    ? [`${original.src} → ${original.dst}`, `${reply.src} → ${reply.dst}`]
    : [
        `${original.src} ${from} → ${original.dst} ${original.dport}`,
        `${reply.src} ${reply.sport} → ${reply.dst} ${back}`,
      ];
  return [node, entry.protocol, state, ends[0], 'reply', ends[1], flags].filter((word) => word !== '').join(' ');
}
