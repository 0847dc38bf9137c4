import type { Millis } from '../base/time.js';
import type { Packet, Tuple } from '../net/packet.js';
import type { CtInfo } from '../net/skb.js';
import type { ConntrackEntry, Direction } from './conntrack/entry.js';
import { progress } from './conntrack/protocol.js';
import { ConntrackTable, type ConntrackState } from './conntrack/table.js';
import { invertTuple, sameTuple, tupleOf } from './conntrack/tuple.js';

export { tupleIn, type ConntrackEntry, type Direction } from './conntrack/entry.js';
export { formatEntry } from './conntrack/format.js';
export { conntrackEntries, emptyConntrack, type ConntrackState } from './conntrack/table.js';

/** nf_conntrack_max as kube-proxy sets it on nodes of up to four cores (conntrack.min). */
export const conntrackMax = 131072;

export interface Lookup {
  readonly entry: ConntrackEntry;
  readonly direction: Direction;
  /** The packet is an ICMP error about the connection, not part of it. */
  readonly related?: boolean;
}

/** What conntrack attaches to a packet; without an entry when the packet is invalid. */
export interface Tracked {
  readonly ct: CtInfo;
  readonly entry?: ConntrackEntry;
  /** The packet is the first of a connection that is not in the table yet. */
  readonly isNew: boolean;
}

const invalid: Tracked = {
  ct: { state: 'INVALID', direction: 'original', dnat: false, snat: false },
  isNew: false,
};

/** CtInfo of a packet that belongs to this version of an entry. */
export const ctInfo = (entry: ConntrackEntry, direction: Direction, state: CtInfo['state']): CtInfo => ({
  state,
  direction,
  dnat: entry.dnat,
  snat: entry.snat,
});

/** One node's connection table for the length of a walk. */
export class ConntrackTx {
  readonly #table: ConntrackTable;
  readonly #now: Millis;
  readonly #max: number;

  constructor(state: ConntrackState, now: Millis, max: number = conntrackMax) {
    this.#table = new ConntrackTable(state, now);
    this.#now = now;
    this.#max = max;
  }

  /**
   * The connection a packet belongs to. An ICMP error belongs to that of the packet it quotes, and goes the way
   * of an answer to it.
   * @see net/netfilter/nf_conntrack_proto_icmp.c nf_conntrack_inet_error
   */
  lookup(packet: Packet): Lookup | undefined {
    const own = tupleOf(packet);
    if (own) return this.#find(own);
    const quoted = packet.icmp?.type === 'destination-unreachable' ? tupleOf(packet.icmp.inner) : undefined;
    const found = quoted && this.#find(invertTuple(quoted));
    return found && { ...found, related: true };
  }

  #find(tuple: Tuple): Lookup | undefined {
    const entry = this.#table.get(tuple);
    return entry && { entry, direction: sameTuple(entry.original, tuple) ? 'original' : 'reply' };
  }

  /**
   * A new entry for a packet, not in the table until it is confirmed; none if such a packet opens no connection,
   * or the table is full.
   * @see net/netfilter/nf_conntrack_core.c init_conntrack
   */
  create(packet: Packet): ConntrackEntry | undefined {
    const original = tupleOf(packet);
    if (original === undefined || !this.#hasRoom()) return undefined;
    const blank: ConntrackEntry = {
      id: this.#table.takeId(),
      original,
      reply: invertTuple(original),
      confirmed: false,
      seenReply: false,
      assured: false,
      dnat: false,
      snat: false,
      dnatDone: false,
      snatDone: false,
      createdAt: this.#now,
      expiresAt: this.#now,
    };
    const first = progress(blank, 'original', packet, this.#now);
    return first.kind === 'changed' ? this.#changed(blank, first) : undefined;
  }

  /**
   * What happens to every packet that enters the node's stack, at PREROUTING or OUTPUT: finds or makes its
   * connection and advances it.
   * @see net/netfilter/nf_conntrack_core.c nf_conntrack_in, resolve_normal_ct
   */
  receive(packet: Packet): Tracked {
    const found = this.lookup(packet);
    if (found === undefined) return this.#open(packet);
    const { entry, direction } = found;
    if (found.related) return { ct: ctInfo(entry, direction, 'RELATED'), entry, isNew: false };
    const step = progress(entry, direction, packet, this.#now);
    if (step.kind === 'invalid') return invalid;
    if (step.kind === 'reopened') {
      this.#table.delete(entry);
      return this.#open(packet);
    }
    const state = direction === 'reply' || entry.seenReply ? 'ESTABLISHED' : 'NEW';
    const after = step.kind === 'changed' ? this.#changed(entry, step) : entry;
    const seen = direction === 'reply' && !after.seenReply ? { ...after, seenReply: true } : after;
    if (step.kind === 'ended') this.#table.delete(seen);
    else if (seen !== entry) this.#table.put(seen);
    return { ct: ctInfo(seen, direction, state), entry: seen, isNew: false };
  }

  #open(packet: Packet): Tracked {
    const entry = this.create(packet);
    return entry ? { ct: ctInfo(entry, 'original', 'NEW'), entry, isNew: true } : invalid;
  }

  #changed(
    entry: ConntrackEntry,
    { change, timeoutSeconds }: Extract<ReturnType<typeof progress>, { kind: 'changed' }>,
  ): ConntrackEntry {
    return { ...entry, ...change, expiresAt: this.#now + timeoutSeconds * 1000 };
  }

  /**
   * Puts an entry into the table once its first packet has passed the last hook. None when another connection
   * took one of its tuples meanwhile: the packet is dropped.
   * @see net/netfilter/nf_conntrack_core.c __nf_conntrack_confirm
   */
  confirm(entry: ConntrackEntry): ConntrackEntry | undefined {
    if (entry.confirmed) return entry;
    if (this.taken(entry.original, entry) || this.taken(entry.reply, entry)) return undefined;
    const confirmed = { ...entry, confirmed: true };
    this.#table.put(confirmed);
    return confirmed;
  }

  /** Does another connection use the tuple in either direction? @see nf_conntrack_tuple_taken */
  taken(tuple: Tuple, except: ConntrackEntry): boolean {
    const holder = this.#table.get(tuple);
    return holder !== undefined && holder.id !== except.id;
  }

  /** `conntrack -D`: forgets the connections that satisfy the test, and says how many they were. */
  forget(test: (entry: ConntrackEntry) => boolean): number {
    const gone = this.#table.entries().filter(test);
    for (const entry of gone) this.#table.delete(entry);
    return gone.length;
  }

  /** Every connection in the table, oldest first. */
  entries(): readonly ConntrackEntry[] {
    return this.#table.entries();
  }

  commit(): ConntrackState {
    return this.#table.commit();
  }

  /** A full table first forgets what expired, then the oldest connection that is not assured. @see early_drop */
  #hasRoom(): boolean {
    if (this.#table.size < this.#max) return true;
    this.#table.sweep();
    if (this.#table.size < this.#max) return true;
    const victim = this.#table.entries().find((entry) => !entry.assured);
    if (victim) this.#table.delete(victim);
    return victim !== undefined;
  }
}

/** A state without its expired connections; the same object when there are none. */
export function sweepConntrack(state: ConntrackState, now: Millis): ConntrackState {
  const table = new ConntrackTable(state, now);
  table.sweep();
  const swept = table.commit();
  return swept.keys === state.keys ? state : swept;
}
