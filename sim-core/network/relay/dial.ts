import { hostPort } from '../../net/ip.js';
import type { Packet } from '../../net/packet.js';
import type { Relay } from '../../proxy/dataplane.js';
import { sourceAddressFor } from '../host/linux.js';
import type { Journey } from '../journey.js';
import type { NodeStack } from '../node-stack.js';
import type { Reason } from '../reason.js';
import type { Conversation, Attempt } from '../attempt.js';
import type { Trace } from '../trace.js';
import { nextEndpoint, refreshBalancer } from './round-robin.js';

/** A process that took a connection and looks for somebody to pass it on to. */
export interface Dialer {
  readonly node: NodeStack;
  readonly relay: Relay;
  /** The packet that opened the client's connection, as it reached the process. */
  readonly opened: Packet;
  readonly request: Journey;
  readonly reply: Journey;
  /** Opens a connection of the process's own and lives it through. */
  converse(attempt: Attempt): Conversation;
}

export type Connections = NonNullable<Trace['relayed']>;

export type Dialled =
  | { readonly kind: 'connected'; readonly conversation: Conversation; readonly connections: Connections }
  | { readonly kind: 'no-endpoints' | 'failed'; readonly connections: Connections };

type Endpoint = Relay['endpoints'][number];

const ephemeralPorts = { first: 32768, count: 28232 } as const;
const portAttempts = 32;

/**
 * Tries one endpoint after the other until one takes the connection; each attempt may take longer than
 * the one before. Whatever was tried is told as a part of the request.
 * @see pkg/proxy/userspace/proxysocket.go (v1.25) TryConnectEndpoints
 */
export function dialEndpoint(dialer: Dialer): Dialled {
  const { relay, opened } = dialer;
  const connections: Connections[number][] = [];
  if (opened.protocol === 'UDP') {
    const known = knownSession(dialer);
    if (known !== undefined) {
      tell(dialer, { code: 'proxy-knows-sender', endpoint: hostPort(known.endpoint.ip, known.endpoint.port) });
      return connect(dialer, known.endpoint, known.sport, connections);
    }
  }
  for (const [tried, timeoutMs] of relay.dialTimeoutsMs.entries()) {
    const endpoint = choose(dialer, tried > 0);
    if (endpoint === undefined) return { kind: 'no-endpoints', connections };
    const dialled = connect(dialer, endpoint, freePort(dialer, endpoint), connections);
    // A datagram's socket is connected without a word on the wire: there is nothing to fail.
    if (dialled.kind === 'connected' || opened.protocol === 'UDP') return dialled;
    tell(dialer, { code: 'proxy-dial-failed', endpoint: hostPort(endpoint.ip, endpoint.port), timeoutMs });
  }
  return { kind: 'failed', connections };
}

/** Asks the balancer, which remembers what it said. */
function choose(dialer: Dialer, forget: boolean): Endpoint | undefined {
  const { relay, opened, node } = dialer;
  const { servicePort, affinitySeconds } = relay;
  const { process, now } = node.kernel;
  const balancer = refreshBalancer(process.state.balancers.get(servicePort), relay.endpoints, () =>
    node.kernel.random(`kube-proxy/${servicePort}`),
  );
  const choice = nextEndpoint(balancer, opened.src, affinitySeconds, now, forget);
  process.setBalancer(servicePort, choice?.state ?? balancer);
  if (choice === undefined) {
    tell(dialer, { code: 'proxy-without-endpoints', service: servicePort });
    return undefined;
  }
  const endpoint = hostPort(choice.endpoint.ip, choice.endpoint.port);
  tell(
    dialer,
    choice.kept
      ? { code: 'proxy-keeps-endpoint', service: servicePort, endpoint, seconds: affinitySeconds ?? 0 }
      : { code: 'proxy-takes-next', service: servicePort, endpoint, of: balancer.endpoints.length },
  );
  return choice.endpoint;
}

const tell = ({ request, node, opened, relay }: Dialer, reason: Reason): void =>
  request.record(node.host.place, { kind: 'process', name: 'kube-proxy' }, reason, {
    before: opened,
    ...(relay.origin && { origin: relay.origin }),
  });

function connect(dialer: Dialer, endpoint: Endpoint, sport: number, connections: Connections[number][]): Dialled {
  const { node, opened, request, reply } = dialer;
  const { host } = node;
  const src = sourceAddressFor(host, endpoint.ip) ?? (endpoint.ip.includes(':') ? '::' : '0.0.0.0');
  const flow = { protocol: opened.protocol, src, sport, dst: endpoint.ip, dport: endpoint.port };
  const asked = hostPort(endpoint.ip, endpoint.port);
  const conversation = dialer.converse({ host, place: host.place, echoId: 0, asked, ...flow });
  const { outcome } = conversation;
  const begun = { by: host.place, flow, outcome, requestFrom: request.hops.length };
  request.append(conversation.request);
  // A datagram's sender learns nothing of what became of it: it stays with its endpoint.
  if (opened.protocol === 'UDP') remember(dialer, endpoint, sport);
  const connected = outcome === 'answered' || outcome === 'connected';
  connections.push({ ...begun, replyFrom: connected ? reply.hops.length : request.hops.length });
  (connected ? reply : request).append(conversation.reply);
  if (connected) return { kind: 'connected', conversation, connections };
  return { kind: 'failed', connections };
}

const sessionKey = ({ relay, opened }: Dialer): string => `${relay.servicePort} ${hostPort(opened.src, opened.sport)}`;

/** @see pkg/proxy/userspace/proxysocket.go (v1.25) udpProxySocket.getBackendConn */
function knownSession(dialer: Dialer): { readonly endpoint: Endpoint; readonly sport: number } | undefined {
  const { process, now } = dialer.node.kernel;
  const session = process.state.udpSessions.get(sessionKey(dialer));
  return session !== undefined && now - session.lastUsed < dialer.relay.udpIdleMs ? session : undefined;
}

function remember(dialer: Dialer, endpoint: Endpoint, sport: number): void {
  const { process, now } = dialer.node.kernel;
  process.setUdpSession(sessionKey(dialer), { endpoint, sport, lastUsed: now });
}

/** A random local port whose connection the node does not remember from before. */
function freePort({ node, opened }: Dialer, { ip: dst, port: dport }: Endpoint): number {
  const src = sourceAddressFor(node.host, dst) ?? '';
  let sport = 0;
  for (let attempt = 0; attempt < portAttempts; attempt++) {
    sport = ephemeralPorts.first + (node.kernel.random('port') % ephemeralPorts.count);
    const probe = { protocol: opened.protocol, src, dst, sport, dport, ttl: 1, length: 0 };
    if (node.kernel.conntrack.lookup(probe) === undefined) break;
  }
  return sport;
}
