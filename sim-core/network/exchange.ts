import { familyOf, hostPort, type Ip } from '../net/ip.js';
import type { Packet, TcpFlags } from '../net/packet.js';
import type { Relay } from '../proxy/dataplane.js';
import type { Attempt, Conversation } from './attempt.js';
import { findSocket, sourceAddressFor, type LinuxHost, type Socket } from './host/linux.js';
import { IpLayer, type Fate, type Machines } from './ip-layer.js';
import { Journey } from './journey.js';
import { placeName } from './place.js';
import type { Reason } from './reason.js';
import { dialEndpoint, type Dialled } from './relay/dial.js';
import { defaultTtl, describeRefusal, tcpReset, unreachable } from './refusal.js';
import type { Step, Trace } from './trace.js';

type Delivered = Extract<Fate, { kind: 'delivered' }>;

/** Bytes of a whole packet without IPv6's longer header. */
const lengths = {
  SYN: 60,
  'SYN-ACK': 60,
  ACK: 52,
  'PSH-ACK': 130,
  'FIN-ACK': 52,
  RST: 40,
  datagram: 46,
  chunk: 68,
  echo: 84,
} as const;

const lengthOf = (kind: keyof typeof lengths, ip: Ip): number => lengths[kind] + (familyOf(ip) === 'IPv6' ? 20 : 0);

type Ends = Pick<Packet, 'src' | 'dst' | 'sport' | 'dport'>;

const reversed = (p: Ends): Ends => ({ src: p.dst, dst: p.src, sport: p.dport, dport: p.sport });

const segment = ({ src, dst, sport, dport }: Ends, tcp: TcpFlags): Packet => ({
  protocol: 'TCP',
  src,
  dst,
  sport,
  dport,
  tcp,
  ttl: defaultTtl,
  length: lengthOf(tcp, src),
});

function firstPacket(attempt: Attempt): Packet {
  const { protocol, src, dst, sport, dport, echoId } = attempt;
  if (protocol === 'TCP') return segment(attempt, 'SYN');
  const base = { protocol, src, dst, sport, dport, ttl: defaultTtl };
  if (protocol === 'ICMP') {
    return { ...base, sport: 0, dport: 0, icmp: { type: 'echo-request', id: echoId }, length: lengthOf('echo', src) };
  }
  return { ...base, length: lengthOf(protocol === 'UDP' ? 'datagram' : 'chunk', src) };
}

/** Says a connection's whole life, packet by packet; the first packet and its answer are told, the rest only happens. */
export class Exchange {
  readonly #machines: Machines;
  readonly #attempt: Attempt;
  readonly #request = new Journey(true);
  readonly #reply = new Journey(true);

  constructor(machines: Machines, attempt: Attempt) {
    this.#machines = machines;
    this.#attempt = attempt;
  }

  run(): Conversation {
    const attempt = this.#attempt;
    const packet = firstPacket(attempt);
    this.#request.record(
      attempt.place,
      { kind: 'socket-send' },
      { code: 'process-sends', to: attempt.asked },
      { before: packet },
    );
    const fate = this.#send(attempt.host, packet, this.#request);
    switch (fate.kind) {
      case 'no-route':
        return this.#ended('unreachable');
      case 'dropped':
        return this.#ended('timeout');
      case 'refused':
        this.#reply.record(fate.host.place, refuseStep(fate.error), fate.reason, { before: fate.error });
        return this.#refused(this.#send(fate.host, fate.error, this.#reply, fate.tracked));
      case 'delivered':
        return this.#answer(fate);
    }
  }

  #send(host: LinuxHost, packet: Packet, journey: Journey, tracked?: Delivered['tracked']): Fate {
    return new IpLayer(this.#machines, journey).emit(host, packet, tracked);
  }

  #ended(outcome: Trace['outcome'], more: Pick<Conversation, 'backend' | 'relayed' | 'refusedHow'> = {}): Conversation {
    return { request: this.#request.hops, reply: this.#reply.hops, outcome, ...more };
  }

  /** What the host that the first packet reached says to it. */
  #answer(arrived: Delivered): Conversation {
    const { packet, host } = arrived;
    if (packet.icmp?.type === 'echo-request') return this.#echo(arrived, packet.icmp.id);
    const socket = findSocket(host.sockets, packet.protocol, packet.dport);
    if (socket === undefined) return this.#nobodyListens(arrived);
    const to = `${placeName(socket.place)} ${hostPort(packet.dst, packet.dport)}`;
    this.#request.record(
      socket.place,
      { kind: 'deliver', to: 'process' },
      { code: 'delivered', to },
      { before: packet },
    );
    if (socket.relay !== undefined) return this.#relay(arrived, socket.relay);
    const answer: Packet =
      packet.protocol === 'TCP'
        ? segment(reversed(packet), 'SYN-ACK')
        : { ...packet, ...reversed(packet), ttl: defaultTtl };
    this.#reply.record(socket.place, { kind: 'socket-send' }, { code: 'process-answers' }, { before: answer });
    const back = this.#arrived(this.#send(host, answer, this.#reply));
    if (back === undefined) return this.#ended('timeout');
    if (packet.protocol === 'TCP') {
      const told: readonly Turn[] = socket.silent ? [] : [{ by: 'server', tcp: 'PSH-ACK' }];
      this.#converse(host, packet, [...question, ...told, ...goodbye]);
    }
    return this.#ended(socket.silent ? 'connected' : 'answered', { backend: backendOf(socket, packet) });
  }

  #echo({ packet, host }: Delivered, id: number): Conversation {
    this.#request.record(
      host.place,
      { kind: 'deliver', to: 'kernel' },
      { code: 'kernel-answers-echo' },
      { before: packet },
    );
    const answer: Packet = { ...packet, ...reversed(packet), icmp: { type: 'echo-reply', id }, ttl: defaultTtl };
    this.#reply.record(host.place, { kind: 'socket-send' }, { code: 'kernel-answers-echo' }, { before: answer });
    const back = this.#arrived(this.#send(host, answer, this.#reply));
    if (back === undefined) return this.#ended('timeout');
    const backend = { place: host.place, local: { ip: packet.dst, port: 0 }, sawSource: { ip: packet.src, port: 0 } };
    return this.#ended('answered', { backend });
  }

  /** TCP is reset, a datagram gets an ICMP port unreachable. @see net/ipv4/tcp_ipv4.c, net/ipv4/udp.c __udp4_lib_rcv */
  #nobodyListens({ packet, host, tracked }: Delivered): Conversation {
    const reason: Reason = { code: 'nobody-listens', port: packet.dport };
    this.#request.record(host.place, { kind: 'deliver', to: 'kernel' }, reason, { before: packet });
    const from = sourceAddressFor(host, packet.dst) ?? packet.dst;
    const error = packet.protocol === 'TCP' ? tcpReset(packet) : unreachable('port', packet, from);
    const why: Reason = { code: 'kernel-refuses-port', port: packet.dport };
    this.#reply.record(host.place, refuseStep(error), why, { before: error });
    // A reset is a packet of the connection itself; an ICMP error is one about it.
    const related = packet.protocol === 'TCP' ? undefined : tracked?.related();
    return this.#refused(this.#send(host, error, this.#reply, related));
  }

  #refused(fate: Fate): Conversation {
    const error = this.#arrived(fate);
    if (error === undefined) return this.#ended('timeout');
    const { outcome, how } = describeRefusal(error);
    return this.#ended(outcome, { refusedHow: how });
  }

  /** The packet that reached the client's socket; undefined when none did, or when it is not an answer to what it sent. */
  #arrived(fate: Fate): Packet | undefined {
    const { host, place, sport } = this.#attempt;
    if (fate.kind !== 'delivered') return undefined;
    const { packet } = fate;
    if (fate.host.id !== host.id || !this.#answers(packet)) {
      this.#reply.record(
        fate.host.place,
        { kind: 'deliver', to: 'kernel' },
        { code: 'nobody-listens', port: packet.dport },
        { before: packet },
      );
      return undefined;
    }
    const to = sport === 0 ? placeName(place) : `${placeName(place)} ${hostPort(packet.dst, sport)}`;
    this.#reply.record(place, { kind: 'deliver', to: 'process' }, { code: 'back-at-sender', to }, { before: packet });
    return packet;
  }

  #answers(packet: Packet): boolean {
    const { src, sport, dst, dport, echoId } = this.#attempt;
    const { icmp } = packet;
    if (icmp?.type === 'echo-reply') return icmp.id === echoId && packet.src === dst && packet.dst === src;
    const quoted = icmp?.type === 'destination-unreachable' ? icmp.inner : reversed(packet);
    return quoted.src === src && quoted.dst === dst && quoted.sport === sport && quoted.dport === dport;
  }

  /** Further segments of a TCP connection, which nobody tells. */
  #converse(server: LinuxHost, seen: Packet, turns: readonly Turn[]): void {
    const client = this.#attempt;
    for (const { by, tcp } of turns) {
      const journey = new Journey(false);
      if (by === 'client') this.#send(client.host, segment(client, tcp), journey);
      else this.#send(server, segment(reversed(seen), tcp), journey);
    }
  }

  /**
   * The process takes the connection, and only then looks for an endpoint: the client is connected
   * whether there is one or not.
   * @see pkg/proxy/userspace/proxysocket.go (v1.25) tcpProxySocket.ProxyLoop, udpProxySocket.ProxyLoop
   */
  #relay({ packet, host }: Delivered, relay: Relay): Conversation {
    const node = this.#machines.node(host);
    if (node === undefined) return this.#ended('timeout');
    const isTcp = packet.protocol === 'TCP';
    const handshake = new Journey(true);
    if (isTcp) {
      const taken = this.#send(host, segment(reversed(packet), 'SYN-ACK'), handshake);
      if (taken.kind !== 'delivered') return this.#ended('timeout');
      this.#converse(host, packet, question);
    }
    const dialled = dialEndpoint({
      node,
      relay,
      opened: packet,
      request: this.#request,
      reply: this.#reply,
      converse: (attempt) => new Exchange(this.#machines, attempt).run(),
    });
    const { connections: relayed } = dialled;
    if (dialled.kind !== 'connected') return this.#relayFailed(packet, host, relay, dialled);
    const { outcome, backend } = dialled.conversation;
    const told = { relayed, ...(backend && { backend }) };
    if (isTcp && outcome === 'connected') {
      this.#reply.append(handshake.hops);
      this.#converse(host, packet, goodbye);
      return this.#ended(outcome, told);
    }
    const answer: Packet = isTcp
      ? segment(reversed(packet), 'PSH-ACK')
      : { ...packet, ...reversed(packet), ttl: defaultTtl };
    const why: Reason = { code: 'proxy-copies-answer', service: relay.servicePort };
    this.#reply.record(host.place, { kind: 'socket-send' }, why, { before: answer });
    const back = this.#arrived(this.#send(host, answer, this.#reply));
    if (isTcp) this.#converse(host, packet, goodbye);
    return this.#ended(back === undefined ? 'timeout' : outcome, told);
  }

  /**
   * Nobody to pass it on to. The connection is closed: at once when there is no endpoint, so that the
   * client sees its end; with a reset when the client's question has come meanwhile and lies unread.
   * @see net/ipv4/tcp.c __tcp_close
   */
  #relayFailed(packet: Packet, host: LinuxHost, relay: Relay, { kind, connections }: Dialled): Conversation {
    const relayed = connections.length === 0 ? {} : { relayed: connections };
    if (packet.protocol !== 'TCP') return this.#ended('timeout', relayed);
    const end = segment(reversed(packet), kind === 'no-endpoints' ? 'FIN-ACK' : 'RST');
    const why: Reason = { code: 'proxy-gives-up', service: relay.servicePort };
    this.#reply.record(host.place, { kind: 'socket-send' }, why, { before: end });
    const back = this.#arrived(this.#send(host, end, this.#reply));
    return this.#ended(back === undefined ? 'timeout' : 'reset', relayed);
  }
}

interface Turn {
  readonly by: 'client' | 'server';
  readonly tcp: TcpFlags;
}

const question: readonly Turn[] = [
  { by: 'client', tcp: 'ACK' },
  { by: 'client', tcp: 'PSH-ACK' },
];

const goodbye: readonly Turn[] = [
  { by: 'client', tcp: 'FIN-ACK' },
  { by: 'server', tcp: 'FIN-ACK' },
  { by: 'client', tcp: 'ACK' },
];

const refuseStep = (error: Packet): Step => ({ kind: 'refuse', how: error.protocol === 'TCP' ? 'tcp-rst' : 'icmp' });

const backendOf = ({ place }: Socket, seen: Packet): NonNullable<Trace['backend']> => ({
  place,
  local: { ip: seen.dst, port: seen.dport },
  sawSource: { ip: seen.src, port: seen.sport },
});
