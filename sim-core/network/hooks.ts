import type { Hook } from '../net/hook.js';
import { familyOf } from '../net/ip.js';
import type { Packet } from '../net/packet.js';
import type { SkBuff } from '../net/skb.js';
import { evaluateChain } from '../netfilter/iptables/evaluate.js';
import type { RejectWith, RuleRef, Ruleset, Table } from '../netfilter/iptables/model.js';
import { writeRule } from '../netfilter/iptables/write.js';
import type { RuleVisit, TableResult, Verdict } from '../netfilter/verdict.js';
import type { EngineRef } from '../proxy/dataplane.js';
import { destination, explainRule, explainTable, source, type MetRule } from './explain.js';
import { masqueradeAddress } from './host/linux.js';
import type { Journey } from './journey.js';
import type { NodeStack } from './node-stack.js';
import type { Reason } from './reason.js';
import type { Hop, Step } from './trace.js';
import { TrackedPacket } from './tracking.js';

/** A packet inside one host: what is on the wire and what its kernel attached to it. Lives for one walk. */
export interface Flight {
  packet: Packet;
  mark: number;
  tracked: TrackedPacket | undefined;
}

/** Which hook a packet passes, and the interfaces known there. */
export interface HookPoint {
  readonly hook: Hook;
  readonly inInterface?: string;
  readonly outInterface?: string;
  /** The bridge port by which it came. */
  readonly physicalIn?: string;
}

export type HookVerdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'drop'; readonly reason: Reason }
  | { readonly kind: 'reject'; readonly with: RejectWith; readonly reason: Reason };

const pass: HookVerdict = { kind: 'pass' };

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

const findTable = (ruleset: Ruleset, name: string): Table | undefined => ruleset.tables.find((t) => t.name === name);

function enterEngine(
  node: NodeStack,
  flight: Flight,
  point: HookPoint,
  engine: EngineRef,
  journey: Journey,
): HookVerdict {
  const ruleset = node.rulesets.get(engine.ruleset);
  if (ruleset === undefined || ruleset.family !== familyOf(flight.packet.dst)) return pass;
  const table = findTable(ruleset, engine.table);
  if (table === undefined || !table.chains.has(point.hook)) return pass;
  // Rules of a nat table see only the first packet of a connection, and only until one of them decided.
  if (engine.table === 'nat' && !flight.tracked?.wantsNat(point.hook)) return pass;
  const skb: SkBuff = {
    packet: flight.packet,
    mark: flight.mark,
    hook: point.hook,
    ct: flight.tracked?.info ?? untracked,
    ...(point.inInterface !== undefined && { inInterface: point.inInterface }),
    ...(point.outInterface !== undefined && { outInterface: point.outInterface }),
    ...(point.physicalIn !== undefined && { physicalIn: point.physicalIn }),
  };
  const result = evaluateChain(engine.ruleset, table, point.hook, skb, node.kernel);
  const before = flight.packet;
  flight.mark = result.mark;
  applyNat(node, flight, point, result.verdict);
  return tellTable({ node, point, engine, ruleset, table, result, before, markBefore: skb.mark }, flight, journey);
}

const untracked: SkBuff['ct'] = { state: 'UNTRACKED', direction: 'original', dnat: false, snat: false };

/** Sets up and carries out the translation that a nat table asked for. MASQUERADE looks its address up only now. */
function applyNat(node: NodeStack, flight: Flight, point: HookPoint, verdict: Verdict): void {
  if (verdict.kind !== 'dnat' && verdict.kind !== 'snat' && verdict.kind !== 'masquerade') return;
  const { packet, tracked } = flight;
  const address = masqueradeAddress(node.host, point.outInterface ?? 'lo', packet.dst);
  if (tracked === undefined || address === undefined) return;
  tracked.bind(verdict, address);
  flight.packet = tracked.translate(packet, point.hook);
}

/** A table's pass as it is told: which rules, in which table, with what result. */
interface TablePass {
  readonly node: NodeStack;
  readonly point: HookPoint;
  readonly engine: EngineRef;
  readonly ruleset: Ruleset;
  readonly table: Table;
  readonly result: TableResult;
  readonly before: Packet;
  readonly markBefore: number;
}

function tellTable(passed: TablePass, flight: Flight, journey: Journey): HookVerdict {
  const { node, point, engine, table, result, before } = passed;
  const met = (visit: RuleVisit, after: Packet): MetRule | undefined => {
    const rule = table.chains.get(visit.ref.chain)?.rules[visit.ref.index];
    return rule && { ruleset: engine.ruleset, rule, visit, before, after };
  };
  const last = result.visits.at(-1);
  const deciding =
    result.decidedBy && last?.matched ? met({ ...last, ref: result.decidedBy }, flight.packet) : undefined;
  const reason = explainTable(result, deciding);
  if (result.examined > 0) {
    if (journey.recording) tellRules(passed, met, flight.packet, journey);
    const step: Step = {
      kind: 'hook',
      hook: point.hook,
      table: engine.table,
      ruleset: engine.ruleset,
      examined: result.examined,
      verdict: result.verdict.kind,
    };
    journey.record(node.host.place, step, reason, {
      before,
      after: flight.packet,
      mark: result.mark,
      ...(result.decidedBy && ruleDetails(passed, result.decidedBy, deciding)),
    });
  }
  if (result.verdict.kind === 'drop') return { kind: 'drop', reason };
  if (result.verdict.kind === 'reject') return { kind: 'reject', with: result.verdict.with, reason };
  return pass;
}

const ruleDetails = (
  { node, engine }: TablePass,
  ref: RuleRef,
  met: MetRule | undefined,
): Pick<Hop, 'rule' | 'origin'> => ({
  rule: { ...ref, node: node.name, ruleset: engine.ruleset },
  ...(met?.rule.origin && { origin: met.rule.origin }),
});

/** One hop for each rule that mattered; the last one changes the packet if the table does. */
function tellRules(
  passed: TablePass,
  met: (visit: RuleVisit, after: Packet) => MetRule | undefined,
  translated: Packet,
  journey: Journey,
): void {
  const { node, point, engine, ruleset, result, before } = passed;
  let mark = passed.markBefore;
  for (const [index, visit] of result.visits.entries()) {
    const after = index === result.visits.length - 1 ? translated : before;
    const found = met(visit, after);
    if (found === undefined) continue;
    mark = visit.mark ?? mark;
    const text = writeRule(visit.ref.chain, found.rule, ruleset.family);
    const step: Step = { kind: 'rule', hook: point.hook, table: engine.table, ruleset: engine.ruleset, visit, text };
    journey.record(node.host.place, step, explainRule(found), {
      before,
      after,
      mark,
      ...ruleDetails(passed, visit.ref, found),
    });
  }
}
