import { podIps } from '../controllers/pod-state.js';
import { getObject } from '../kube/store.js';
import { parseIp, type Ip } from '../net/ip.js';
import type { Place, Trace } from '../network/trace.js';
import type { Network } from '../network/network.js';
import { send, type SendRequest } from '../network/walk.js';
import type { Command, SourceRef } from './command.js';
import { parseDestination, type Destination } from './destination.js';
import { FlightLog } from './flights.js';
import { clusterNetwork } from './machines.js';
import { askFor } from './name-lookup.js';
import { accepted, refusal, type CommandOutcome } from './outcome.js';
import { limits } from './snapshot.js';
import type { SendWorld } from './send-world.js';
import type { WorldTx } from './transaction.js';

export type SendCommand = Extract<Command, { readonly type: 'send' }>;

/** How long after one connection the next one begins. */
const betweenPacketsMs = 1;

/** Opens connections one after the other; the clock moves a little after each. */
export function runSend(tx: WorldTx, command: SendCommand): CommandOutcome {
  const refused = refuseSend(tx, command);
  if (refused !== undefined) return refused;
  const destination = parseDestination(command.to, command.protocol === 'ICMP');
  if (destination === undefined) {
    return refusal(
      'Invalid',
      'to',
      `error: ${quote(command.to)} is not an address or a name with a port, such as 10.96.0.1:443`,
    );
  }
  return command.summary === true ? sendMany(tx, command, destination) : sendEach(tx, command, destination, record);
}

/** What becomes of a packet's trace. */
type Recorder = (tx: WorldTx, trace: Trace) => void;

function sendEach(tx: WorldTx, command: SendCommand, destination: Destination, recorder: Recorder): CommandOutcome {
  let builtFrom = tx.objects;
  let network = clusterNetwork(tx.base.config, builtFrom);
  for (let sent = 0; sent < (command.count ?? 1); sent++) {
    if (tx.objects !== builtFrom) {
      builtFrom = tx.objects;
      network = clusterNetwork(tx.base.config, builtFrom);
    }
    sendOne(tx, network, command, destination, recorder);
  }
  return accepted;
}

/** All packets are one mark on the timeline, and only the first on each way keep their hops. */
function sendMany(tx: WorldTx, command: SendCommand, destination: Destination): CommandOutcome {
  const log = new FlightLog();
  const first = tx.nextTraceId;
  const begun = tx.sent.length;
  sendEach(tx, command, destination, (_, trace) => {
    const isKept = log.add(trace) && tx.sent.length - begun < limits.tracesPerSummary;
    if (isKept) tx.sent.push(trace);
    else tx.untraced += 1;
  });
  tx.emit({ kind: 'packet', traceId: first, text: `${command.protocol} ${command.to}: ${log.text}` });
  return { ...accepted, flights: log.summary(first) };
}

function sendOne(
  tx: WorldTx,
  network: Network,
  command: SendCommand,
  destination: Destination,
  recorder: Recorder,
): void {
  const dst = destination.host.kind === 'ip' ? destination.host.ip : resolved(tx, command.from, destination.host.name);
  const { from, protocol, to: asked, sport, via } = command;
  const dport = protocol === 'ICMP' ? 0 : destination.port;
  const chosen = { ...(sport !== undefined && { sport }), ...(via !== undefined && { via }) };
  sendPacket(tx, network, { from, dst, dport, protocol, asked, ...chosen }, recorder);
}

function resolved(tx: WorldTx, from: SourceRef, name: string): Ip | undefined {
  const found = askFor(tx, from, name);
  for (const query of found?.queries ?? []) tx.noteQuery(from, query);
  return found?.addresses[0];
}

/** A connection to an address; nothing leaves a client that has none to go to. */
export type PacketRequest = Omit<SendRequest, 'id' | 'dst'> & { readonly dst: Ip | undefined };

/** Opens one connection and lets the clock move a little. */
export function sendPacket(
  tx: WorldTx,
  network: Network,
  { dst, ...request }: PacketRequest,
  recorder: Recorder = record,
): Trace {
  const id = tx.nextTraceId;
  if (dst === undefined) return recorded(tx, unresolved(tx, id, request), recorder);
  const dataplanes = new Map([...tx.rules].map(([node, { dataplane }]) => [node, dataplane]));
  const { kernels, prng, time: now } = tx;
  const sent = send({ network, dataplanes, kernels, prng, now }, { id, dst, ...request });
  tx.kernels = sent.kernels;
  return recorded(tx, sent.trace, recorder);
}

function recorded(tx: WorldTx, trace: Trace, recorder: Recorder): Trace {
  recorder(tx, trace);
  tx.advanceTo(tx.time + betweenPacketsMs);
  return trace;
}

function record(tx: WorldTx, trace: Trace): void {
  tx.sent.push(trace);
  tx.emit({ kind: 'packet', traceId: trace.id, text: `${trace.flow.protocol} ${trace.to}: ${trace.outcome}` });
}

/** A client that cannot resolve the name sends nothing. */
const unresolved = (
  tx: WorldTx,
  id: number,
  { from, asked: to, protocol, sport = 0, dport }: Omit<PacketRequest, 'dst'>,
): Trace => ({
  id,
  from: placeOf(tx, from),
  to,
  flow: { protocol, src: addressOf(tx, from), dst: '', sport, dport },
  request: [],
  reply: [],
  outcome: 'dns-failure',
});

function placeOf(tx: WorldTx, from: SourceRef): Place {
  if (from.kind === 'external') return { kind: 'external', name: tx.base.config.external.name };
  if (from.kind === 'node') return from;
  const pod = getObject(tx.objects, 'Pod', from.namespace, from.name);
  return { ...from, node: pod?.spec.nodeName ?? '' };
}

function addressOf(tx: WorldTx, from: SourceRef): Ip {
  if (from.kind === 'external') return from.ip ?? tx.base.config.external.ip;
  if (from.kind === 'node') return tx.base.config.nodes.find((node) => node.name === from.node)?.ip ?? '';
  const pod = getObject(tx.objects, 'Pod', from.namespace, from.name);
  return (pod && podIps(pod)[0]) ?? '';
}

/** Why nothing can be sent like this; undefined when it can. */
export function refuseSend(tx: SendWorld, command: SendCommand): CommandOutcome | undefined {
  const { from, count = 1, sport, via } = command;
  const most = command.summary === true ? limits.packetsPerSummary : limits.packetsPerSend;
  const isNode = (name: string): boolean => tx.base.config.nodes.some((node) => node.name === name);
  if (!Number.isInteger(count) || count < 1 || count > most) {
    return refusal('Invalid', 'count', `error: count must be between 1 and ${most}`);
  }
  if (sport !== undefined && (!Number.isInteger(sport) || sport < 1 || sport > 65535)) {
    return refusal('Invalid', 'sport', 'error: the source port must be between 1 and 65535');
  }
  if (via !== undefined && !isNode(via)) return refusal('NotFound', 'via', notFound('nodes', via));
  switch (from.kind) {
    case 'node':
      return isNode(from.node) ? undefined : refusal('NotFound', 'from', notFound('nodes', from.node));
    case 'external':
      return from.ip === undefined || parseIp(from.ip) === from.ip
        ? undefined
        : refusal('Invalid', 'from.ip', `error: ${quote(from.ip)} is not an IP address`);
    case 'pod':
      return refusePod(tx, from);
  }
}

function refusePod(tx: SendWorld, from: Extract<SourceRef, { readonly kind: 'pod' }>): CommandOutcome | undefined {
  const pod = getObject(tx.objects, 'Pod', from.namespace, from.name);
  if (pod === undefined) return refusal('NotFound', 'from', notFound('pods', from.name));
  if (pod.spec.nodeName !== undefined && podIps(pod).length > 0 && pod.status?.phase === 'Running') return undefined;
  const phase = pod.status?.phase ?? 'Pending';
  return refusal('Invalid', 'from', `error: pod ${quote(from.name)} does not run: it is ${phase}`);
}

const notFound = (plural: string, name: string): string =>
  `Error from server (NotFound): ${plural} ${quote(name)} not found`;

const quote = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
