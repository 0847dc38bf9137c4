import type { Origin } from '../kube/key.js';
import type { Packet } from '../net/packet.js';
import type { RuleRef } from '../netfilter/iptables/model.js';
import type { RuleVisit, TableResult } from '../netfilter/verdict.js';
import { pass, type Flight, type HookPoint, type HookVerdict } from './flight.js';
import type { Journey } from './journey.js';
import type { NodeStack } from './node-stack.js';
import type { Reason } from './reason.js';
import type { Hop, Step } from './trace.js';

/** A rule as it is told: its text, why it mattered, and the field that it came from. */
export interface ToldRule {
  readonly text: string;
  /** The element of a map that decided, as it is printed. */
  readonly element?: string;
  readonly reason: Reason;
  readonly origin?: Origin;
}

/** What an engine's rules did to a packet, and how to tell of it. */
export interface RulesPass {
  readonly node: NodeStack;
  readonly point: HookPoint;
  readonly table: string;
  /** nftables: the base chain. */
  readonly chain?: string;
  readonly ruleset: string;
  readonly result: TableResult;
  readonly before: Packet;
  readonly markBefore: number;
  /** The whole pass in one sentence. */
  readonly reason: Reason;
  readonly origin?: Origin;
  tell(visit: RuleVisit, before: Packet, after: Packet): ToldRule | undefined;
}

/** Writes down one hop for each rule that mattered and one for the pass as a whole. */
export function tellRules(passed: RulesPass, flight: Flight, journey: Journey): HookVerdict {
  const { node, point, table, chain, ruleset, result, before, reason, origin } = passed;
  if (result.examined > 0) {
    if (journey.recording) tellEach(passed, flight.packet, journey);
    const step: Step = {
      kind: 'hook',
      hook: point.hook,
      table,
      ...(chain !== undefined && { chain }),
      ruleset,
      examined: result.examined,
      ...(result.lookups !== undefined && { lookups: result.lookups }),
      verdict: result.verdict.kind,
    };
    journey.record(node.host.place, step, reason, {
      before,
      after: flight.packet,
      mark: result.mark,
      ...(result.decidedBy && details(passed, result.decidedBy, origin)),
    });
  }
  if (result.verdict.kind === 'drop') return { kind: 'drop', reason };
  if (result.verdict.kind === 'reject') return { kind: 'reject', with: result.verdict.with, reason };
  return pass;
}

const details = (
  { node, ruleset }: RulesPass,
  ref: RuleRef,
  origin: Origin | undefined,
): Pick<Hop, 'rule' | 'origin'> => ({
  rule: { ...ref, node: node.name, ruleset },
  ...(origin && { origin }),
});

/** The last rule changes the packet if the pass does. */
function tellEach(passed: RulesPass, translated: Packet, journey: Journey): void {
  const { node, point, table, chain, ruleset, result, before } = passed;
  let mark = passed.markBefore;
  for (const [index, visit] of result.visits.entries()) {
    const after = index === result.visits.length - 1 ? translated : before;
    const told = passed.tell(visit, before, after);
    if (told === undefined) continue;
    mark = visit.mark ?? mark;
    const { text, element, reason, origin } = told;
    const step: Step = {
      kind: 'rule',
      hook: point.hook,
      table,
      ...(chain !== undefined && { chain }),
      ruleset,
      visit,
      text,
      ...(element !== undefined && { element }),
    };
    journey.record(node.host.place, step, reason, { before, after, mark, ...details(passed, visit.ref, origin) });
  }
}
