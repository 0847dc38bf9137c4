import { hostPort } from '../net/ip.js';
import type { Packet } from '../net/packet.js';
import type { IpvsConnection } from '../ipvs/connection/entry.js';
import type { InVerdict } from '../ipvs/transaction.js';
import type { IpvsRef } from '../proxy/dataplane.js';
import { pass, type Flight, type HookPoint, type HookVerdict } from './flight.js';
import { isLocalAddress, isLoopback } from './host/linux.js';
import type { Journey } from './journey.js';
import type { NodeStack } from './node-stack.js';
import type { Reason } from './reason.js';
import type { Step } from './trace.js';

/**
 * Takes a packet through IPVS at one of its hooks. What it has translated once it leaves alone from then on.
 * @see net/netfilter/ipvs/ip_vs_core.c ip_vs_in_hook, ip_vs_out_hook
 */
export function enterIpvs(
  node: NodeStack,
  flight: Flight,
  point: HookPoint,
  engine: IpvsRef,
  journey: Journey,
): HookVerdict {
  if (flight.ipvs || node.kernel.ipvs === undefined) return pass;
  return engine.direction === 'in'
    ? takeRequest(node, flight, point, journey)
    : giveAnswer(node, flight, point, journey);
}

const virtualOf = (c: IpvsConnection): string => hostPort(c.virtual, c.virtualPort);
const realOf = (c: IpvsConnection): string => hostPort(c.real, c.realPort);

/** `ipvs` as the packet's step, told with the virtual server that it concerns. */
function tell(
  node: NodeStack,
  { hook }: HookPoint,
  journey: Journey,
  flight: Flight,
  before: Packet,
  told: { readonly action: Extract<Step, { kind: 'ipvs' }>['action']; readonly virtual: string; readonly key: string },
  reason: Reason,
): void {
  const origin = node.virtualServerOrigins.get(told.key);
  journey.record(node.host.place, { kind: 'ipvs', hook, action: told.action, virtual: told.virtual }, reason, {
    before,
    after: flight.packet,
    mark: flight.mark,
    ...(origin && { origin }),
  });
}

const serviceKey = (c: IpvsConnection): string => `${c.protocol} ${c.virtual} ${c.virtualPort}`;

function takeRequest(node: NodeStack, flight: Flight, point: HookPoint, journey: Journey): HookVerdict {
  const before = flight.packet;
  const verdict = node.kernel.ipvs?.receive(before) ?? { kind: 'none' };
  if (verdict.kind === 'none') return pass;
  if (verdict.kind === 'no-destination') {
    const { protocol, address, port, scheduler } = verdict.service;
    const virtual = hostPort(address, port);
    const reason: Reason = { code: 'ipvs-no-destination', virtual, scheduler };
    const told = { action: 'refuse', virtual, key: `${protocol} ${address} ${port}` } as const;
    tell(node, point, journey, flight, before, told, reason);
    return {
      kind: 'reject',
      with: before.dst.includes(':') ? 'icmp6-port-unreachable' : 'icmp-port-unreachable',
      reason,
    };
  }
  const { connection } = verdict;
  const told = { action: 'forward', virtual: virtualOf(connection), key: serviceKey(connection) } as const;
  if (verdict.kind === 'gone') {
    return { kind: 'drop', reason: { code: 'ipvs-real-server-gone', endpoint: realOf(connection) } };
  }
  const local = isLocalAddress(node.host, connection.real);
  // @see net/netfilter/ipvs/ip_vs_xmit.c crosses_local_route_boundary
  if (!local && isLoopback(before.src)) {
    return { kind: 'drop', reason: { code: 'martian', address: before.src } };
  }
  flight.ipvs = true;
  flight.packet = { ...before, dst: connection.real, dport: connection.realPort, ttl: before.ttl - (local ? 0 : 1) };
  flight.tracked?.redirect(connection.real, connection.realPort);
  tell(node, point, journey, flight, before, told, requestReason(verdict));
  return local ? pass : { kind: 'send' };
}

type Forwarded = Extract<InVerdict, { kind: 'existing' | 'scheduled' }>;

/** Why the packet goes to this real server. */
function requestReason(verdict: Forwarded): Reason {
  const { connection } = verdict;
  const endpoint = realOf(connection);
  const virtual = virtualOf(connection);
  if (verdict.kind === 'existing') return { code: 'ipvs-existing', virtual, endpoint };
  const { service, choice, candidates: of } = verdict;
  const { scheduler } = service;
  if (choice === undefined) {
    return { code: 'ipvs-persistent', virtual, endpoint, seconds: service.persistentSeconds ?? 0 };
  }
  switch (choice.by) {
    case 'turn':
      return { code: 'ipvs-next-in-turn', virtual, scheduler, endpoint, of };
    case 'least-connections':
      return { code: 'ipvs-least-connections', virtual, scheduler, endpoint, of, overhead: choice.overhead };
    case 'shortest-delay':
      return { code: 'ipvs-shortest-delay', virtual, scheduler, endpoint, of, expected: choice.expected };
    case 'idle':
      return { code: 'ipvs-idle', virtual, scheduler, endpoint };
    case 'source-hash':
    case 'destination-hash': {
      const { by, bucket, buckets } = choice;
      return {
        code: by === 'source-hash' ? 'ipvs-source-hash' : 'ipvs-destination-hash',
        virtual,
        scheduler,
        endpoint,
        bucket,
        buckets,
      };
    }
    case 'locality':
      return { code: 'ipvs-locality', virtual, scheduler, endpoint };
  }
}

/** Gives what a real server says the address that the client asked. */
function giveAnswer(node: NodeStack, flight: Flight, point: HookPoint, journey: Journey): HookVerdict {
  const before = flight.packet;
  const quoted = before.icmp?.type === 'destination-unreachable' ? before.icmp : undefined;
  const connection = quoted ? node.kernel.ipvs?.quoted({ ...quoted.inner }) : node.kernel.ipvs?.answer(before);
  if (connection === undefined) return pass;
  flight.ipvs = true;
  const { virtual: src, virtualPort } = connection;
  flight.packet = quoted
    ? { ...before, src, icmp: { ...quoted, inner: { ...quoted.inner, dst: src, dport: virtualPort } } }
    : { ...before, src, sport: virtualPort };
  const told = { action: 'answer', virtual: virtualOf(connection), key: serviceKey(connection) } as const;
  const reason: Reason = { code: 'ipvs-answers-as', virtual: virtualOf(connection), endpoint: realOf(connection) };
  tell(node, point, journey, flight, before, told, reason);
  return pass;
}
