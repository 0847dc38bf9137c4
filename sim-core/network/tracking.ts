import type { Hook } from '../net/hook.js';
import type { Packet } from '../net/packet.js';
import type { CtInfo } from '../net/skb.js';
import { ctInfo, formatEntry, type ConntrackEntry, type Direction } from '../netfilter/conntrack.js';
import { manipAt, natRange, setupNat, setupNullBinding, translate, type NatVerdict } from '../netfilter/nat.js';
import type { NodeKernelTx } from './kernel-state.js';

/** What conntrack attached to one packet on one node (skb->_nfct): the connection, and which way the packet goes. */
export class TrackedPacket {
  readonly isNew: boolean;
  readonly #kernel: NodeKernelTx;
  readonly #direction: Direction;
  readonly #state: CtInfo['state'];
  #entry: ConntrackEntry | undefined;

  private constructor(kernel: NodeKernelTx, entry: ConntrackEntry | undefined, ct: CtInfo, isNew: boolean) {
    this.isNew = isNew;
    this.#kernel = kernel;
    this.#entry = entry;
    this.#direction = ct.direction;
    this.#state = ct.state;
  }

  /** Finds or makes the packet's connection. */
  static receive(kernel: NodeKernelTx, packet: Packet): TrackedPacket {
    const { ct, entry, isNew } = kernel.conntrack.receive(packet);
    return new TrackedPacket(kernel, entry, ct, isNew);
  }

  get info(): CtInfo {
    if (this.#entry !== undefined) return ctInfo(this.#entry, this.#direction, this.#state);
    return { state: this.#state, direction: this.#direction, dnat: false, snat: false };
  }

  /** The connection as `conntrack -L` prints it. */
  text(): string | undefined {
    return this.#entry && formatEntry(this.#entry, this.#kernel.now);
  }

  /** True at the hooks of a connection's first packet until one of their nat tables has decided. */
  wantsNat(hook: Hook): boolean {
    const manip = manipAt[hook];
    const entry = this.#entry;
    if (entry === undefined || manip === undefined || entry.confirmed || this.#state !== 'NEW') return false;
    return !(manip === 'src' ? entry.snatDone : entry.dnatDone);
  }

  /** Sets up what a nat table decided; `masqueradeAddress` is that of the outgoing interface. */
  bind(verdict: NatVerdict, masqueradeAddress: string): void {
    if (this.#entry === undefined) return;
    this.#entry = setupNat(this.#kernel.conntrack, this.#entry, natRange(verdict, masqueradeAddress), this.#kernel);
  }

  /** Settles a side that no rule spoke about. */
  bindNothing(hook: Hook): void {
    const manip = manipAt[hook];
    if (this.#entry === undefined || manip === undefined || !this.wantsNat(hook)) return;
    this.#entry = setupNullBinding(this.#kernel.conntrack, this.#entry, manip, this.#kernel);
  }

  /**
   * What will answer is another address and port than the one asked. IPVS translates by itself: to conntrack the
   * connection bears no translation.
   * @see net/netfilter/ipvs/ip_vs_nfct.c ip_vs_update_conntrack
   */
  redirect(address: string, port: number): void {
    const entry = this.#entry;
    if (entry === undefined || entry.confirmed || this.#direction !== 'original') return;
    this.#entry = { ...entry, reply: { ...entry.reply, src: address, sport: port } };
  }

  /** The packet as it leaves this hook; the same object when there is nothing to change. */
  translate(packet: Packet, hook: Hook): Packet {
    if (this.#entry === undefined) return packet;
    const after = translate(packet, this.#entry, this.#direction, hook);
    return changesAddresses(packet, after) ? after : packet;
  }

  /**
   * Puts a new connection into the table: `clash` when another one took its place meanwhile.
   * @see net/netfilter/nf_conntrack_core.c __nf_conntrack_confirm
   */
  confirm(): 'confirmed' | 'clash' | 'nothing' {
    const entry = this.#entry;
    if (entry === undefined || entry.confirmed || this.#direction !== 'original') return 'nothing';
    const confirmed = this.#kernel.conntrack.confirm(entry);
    if (confirmed === undefined) return 'clash';
    this.#entry = confirmed;
    return 'confirmed';
  }

  /** What the kernel attaches to an error about this packet. @see net/netfilter/nf_conntrack_core.c nf_conntrack_attach */
  related(): TrackedPacket {
    const direction: Direction = this.#direction === 'original' ? 'reply' : 'original';
    const ct: CtInfo = { ...this.info, direction, state: 'RELATED' };
    return new TrackedPacket(this.#kernel, this.#entry, ct, false);
  }
}

/** False when a translation only wrote what was there already, as for a packet that NAT has just set up. */
const changesAddresses = (a: Packet, b: Packet): boolean =>
  a.src !== b.src || a.dst !== b.dst || a.sport !== b.sport || a.dport !== b.dport || changesMessage(a.icmp, b.icmp);

function changesMessage(a: Packet['icmp'], b: Packet['icmp']): boolean {
  if (a === b || a === undefined || b === undefined) return false;
  if (a.type === 'destination-unreachable') return b.type === a.type && changesAddresses(a.inner, b.inner);
  return b.type === a.type && a.id !== b.id;
}
