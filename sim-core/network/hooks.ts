import type { Packet } from '../net/packet.js';
import type { EngineRef } from '../proxy/dataplane.js';
import { enterIptables } from './enter-iptables.js';
import { enterIpvs } from './enter-ipvs.js';
import { enterNftables } from './enter-nftables.js';
import { destination, source } from './explain.js';
import { pass, type Flight, type HookPoint, type HookVerdict } from './flight.js';
import type { Journey } from './journey.js';
import type { NodeStack } from './node-stack.js';
import type { Reason } from './reason.js';
import type { Hop } from './trace.js';
import { TrackedPacket } from './tracking.js';

/** Takes a packet through one netfilter hook of a node: conntrack, tables and NAT, each at its priority. */
export function passHook(node: NodeStack, flight: Flight, point: HookPoint, journey: Journey): HookVerdict {
  for (const stage of node.stages[point.hook]) {
    if (stage === 'conntrack') beginTracking(node, flight, point, journey);
    else if (stage === 'nat') repeatNat(node, flight, point, journey);
    else {
      const verdict =
        stage === 'confirm' ? confirm(node, flight, point, journey) : enterEngine(node, flight, point, stage, journey);
      if (verdict.kind !== 'pass') return verdict;
    }
  }
  return pass;
}

function beginTracking(node: NodeStack, flight: Flight, { hook }: HookPoint, journey: Journey): void {
  // Set already: the packet came back over loopback, or is an error about a tracked packet.
  if (flight.tracked !== undefined) return;
  const tracked = TrackedPacket.receive(node.kernel, flight.packet);
  flight.tracked = tracked;
  const { packet, mark } = flight;
  if (tracked.isNew) {
    journey.record(
      node.host.place,
      { kind: 'conntrack', hook, action: 'new' },
      { code: 'conntrack-new' },
      { before: packet, mark },
    );
    return;
  }
  if (tracked.info.state === 'INVALID') {
    journey.record(
      node.host.place,
      { kind: 'conntrack', hook, action: 'invalid' },
      { code: 'conntrack-invalid' },
      { before: packet, mark },
    );
    return;
  }
  const conntrack = conntrackText(journey, tracked);
  journey.record(
    node.host.place,
    { kind: 'conntrack', hook, action: 'established' },
    { code: 'conntrack-established' },
    { before: packet, mark, ...(conntrack && { conntrack }) },
  );
}

function conntrackText(journey: Journey, tracked: TrackedPacket): Hop['conntrack'] {
  const text = journey.recording ? tracked.text() : undefined;
  return text === undefined ? undefined : { text, isNew: tracked.isNew };
}

function confirm(node: NodeStack, flight: Flight, { hook }: HookPoint, journey: Journey): HookVerdict {
  const { tracked, packet, mark } = flight;
  const result = tracked?.confirm() ?? 'nothing';
  if (result === 'clash') return { kind: 'drop', reason: { code: 'conntrack-invalid' } };
  if (tracked === undefined || result === 'nothing') return pass;
  const conntrack = conntrackText(journey, tracked);
  journey.record(
    node.host.place,
    { kind: 'conntrack', hook, action: 'confirm' },
    { code: 'conntrack-new' },
    { before: packet, mark, ...(conntrack && { conntrack }) },
  );
  return pass;
}

/** What NAT wrote, told from the two packets: a changed destination undoes or repeats DNAT, a changed source SNAT. */
function natReason(tracked: TrackedPacket, before: Packet, after: Packet): Reason {
  const changesDestination = before.dst !== after.dst || before.dport !== after.dport;
  const [from, to] = changesDestination ? [destination(before), destination(after)] : [source(before), source(after)];
  if (tracked.info.direction === 'original') return { code: 'conntrack-repeats-nat', from, to };
  return { code: changesDestination ? 'conntrack-undoes-snat' : 'conntrack-undoes-dnat', from, to };
}

function repeatNat(node: NodeStack, flight: Flight, { hook }: HookPoint, journey: Journey): void {
  const { tracked, packet: before, mark } = flight;
  if (tracked === undefined) return;
  tracked.bindNothing(hook);
  const after = tracked.translate(before, hook);
  if (after === before) return;
  flight.packet = after;
  const action = tracked.info.direction === 'original' ? 'translate' : 'untranslate';
  const conntrack = conntrackText(journey, tracked);
  journey.record(node.host.place, { kind: 'conntrack', hook, action }, natReason(tracked, before, after), {
    before,
    after,
    mark,
    ...(conntrack && { conntrack }),
  });
}

function enterEngine(
  node: NodeStack,
  flight: Flight,
  point: HookPoint,
  engine: EngineRef,
  journey: Journey,
): HookVerdict {
  switch (engine.engine) {
    case 'iptables':
      return enterIptables(node, flight, point, engine, journey);
    case 'nftables':
      return enterNftables(node, flight, point, engine, journey);
    case 'ipvs':
      return enterIpvs(node, flight, point, engine, journey);
  }
}
