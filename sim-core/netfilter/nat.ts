import type { Hook } from '../net/hook.js';
import type { Ip } from '../net/ip.js';
import type { Packet, Tuple } from '../net/packet.js';
import type { ConntrackTx } from './conntrack.js';
import { opposite, tupleIn, type ConntrackEntry, type Direction } from './conntrack/entry.js';
import { invertTuple, sameTuple } from './conntrack/tuple.js';
import type { KernelTx } from './kernel.js';
import type { Verdict } from './verdict.js';

/** Which side of a packet a hook may translate. */
export type Manip = 'src' | 'dst';

/** @see include/net/netfilter/nf_nat.h HOOK2MANIP; FORWARD has none. */
export const manipAt: Readonly<Record<Hook, Manip | undefined>> = {
  PREROUTING: 'dst',
  OUTPUT: 'dst',
  INPUT: 'src',
  POSTROUTING: 'src',
  FORWARD: undefined,
};

/** What a side is to become. */
export interface NatRange {
  readonly manip: Manip;
  readonly address: Ip;
  /** Absent: the port stays as it is if it may. */
  readonly port?: number;
  /** A random port whether the old one is free or not. */
  readonly randomFully?: boolean;
}

export type NatVerdict = Extract<Verdict, { kind: 'dnat' | 'snat' | 'masquerade' }>;

/** `masqueradeAddress` is the address of the interface on which the packet leaves. */
export function natRange(verdict: NatVerdict, masqueradeAddress: Ip): NatRange {
  if (verdict.kind === 'masquerade')
    return { manip: 'src', address: masqueradeAddress, randomFully: verdict.randomFully };
  const { address, port } = verdict;
  return { manip: verdict.kind === 'dnat' ? 'dst' : 'src', address, ...(port !== undefined && { port }) };
}

type Random = Pick<KernelTx, 'random'>;

/**
 * Decides a side of an unconfirmed connection: the answer's tuple turns into what the other end will send.
 * A side that is decided, or a confirmed connection, stays as it is.
 * @see net/netfilter/nf_nat_core.c nf_nat_setup_info
 */
export function setupNat(tx: ConntrackTx, entry: ConntrackEntry, range: NatRange, kernel: Random): ConntrackEntry {
  const src = range.manip === 'src';
  if (entry.confirmed || (src ? entry.snatDone : entry.dnatDone)) return entry;
  const current = invertTuple(entry.reply);
  const unique = uniqueTuple(tx, entry, current, range, kernel);
  const done = { ...entry, ...(src ? { snatDone: true } : { dnatDone: true }) };
  if (sameTuple(unique, current)) return done;
  return { ...done, reply: invertTuple(unique), ...(src ? { snat: true } : { dnat: true }) };
}

/**
 * Decides a side that no rule spoke about: the address stays, a source port that is taken does not.
 * @see net/netfilter/nf_nat_core.c nf_nat_alloc_null_binding
 */
export function setupNullBinding(tx: ConntrackTx, entry: ConntrackEntry, manip: Manip, kernel: Random): ConntrackEntry {
  const { reply } = entry;
  return setupNat(tx, entry, { manip, address: manip === 'src' ? reply.dst : reply.src }, kernel);
}

/** @see net/netfilter/nf_nat_core.c get_unique_tuple */
function uniqueTuple(tx: ConntrackTx, entry: ConntrackEntry, current: Tuple, range: NatRange, kernel: Random): Tuple {
  const moved: Tuple = { ...current, [range.manip]: range.address };
  const used = (tuple: Tuple): boolean => tx.taken(invertTuple(tuple), entry);
  // One port and no other was asked for: taken or not, there is no choice.
  if (range.port !== undefined) return withPort(moved, range.manip, range.port);
  if (!range.randomFully && !used(moved)) return moved;
  if (range.manip === 'dst' && moved.protocol !== 'ICMP') return moved;
  const { min, size } = portRange(moved);
  for (let attempts = Math.min(size, 128); ; attempts = Math.floor(attempts / 2)) {
    const offset = kernel.random('nat-port') & 0xffff;
    let tuple = moved;
    for (let i = 0; i < attempts; i++) {
      tuple = withPort(moved, range.manip, min + ((offset + i) % size));
      if (!used(tuple)) return tuple;
    }
    if (attempts >= size || attempts < 16) return tuple;
  }
}

/** Ports below 512 stay there, those below 1024 between 600 and 1023. @see nf_nat_l4proto_unique_tuple */
function portRange({ protocol, sport }: Tuple): { readonly min: number; readonly size: number } {
  if (protocol === 'ICMP') return { min: 0, size: 65536 };
  if (sport < 512) return { min: 1, size: 511 };
  return sport < 1024 ? { min: 600, size: 424 } : { min: 1024, size: 64512 };
}

/** An echo's id is the port of both sides. */
function withPort(tuple: Tuple, manip: Manip, port: number): Tuple {
  if (tuple.protocol === 'ICMP') return { ...tuple, sport: port, dport: port };
  return manip === 'src' ? { ...tuple, sport: port } : { ...tuple, dport: port };
}

/**
 * Translates a packet of a connection at a hook; the same object when this hook has nothing to change.
 * @see net/netfilter/nf_nat_core.c nf_nat_packet; nf_nat_proto.c nf_nat_icmp_reply_translation
 */
export function translate(packet: Packet, entry: ConntrackEntry, direction: Direction, hook: Hook): Packet {
  const manip = manipAt[hook];
  if (manip === undefined) return packet;
  // In the reply direction the side that was the destination is the source.
  const isTranslated = (direction === 'original') === (manip === 'src') ? entry.snat : entry.dnat;
  if (!isTranslated) return packet;
  const other = tupleIn(entry, opposite(direction));
  if (packet.icmp?.type !== 'destination-unreachable') return rewrite(packet, invertTuple(other), manip);
  const { icmp } = packet;
  const inner = rewrite(icmp.inner, other, manip === 'src' ? 'dst' : 'src');
  const outer = rewrite(packet, invertTuple(other), manip);
  return inner === icmp.inner ? outer : { ...outer, icmp: { ...icmp, inner } };
}

/**
 * Gives one side of the packet the target's address and port; the same object when it has them.
 * @see nf_nat_proto.c nf_nat_ipv4_manip_pkt
 */
function rewrite(packet: Packet, target: Tuple, manip: Manip): Packet {
  const { icmp } = packet;
  const moved = packet[manip] === target[manip] ? packet : { ...packet, [manip]: target[manip] };
  if (icmp === undefined) {
    const side = manip === 'src' ? 'sport' : 'dport';
    return moved[side] === target[side] ? moved : { ...moved, [side]: target[side] };
  }
  if (icmp.type === 'destination-unreachable' || icmp.id === target.sport) return moved;
  return { ...moved, icmp: { ...icmp, id: target.sport } };
}
