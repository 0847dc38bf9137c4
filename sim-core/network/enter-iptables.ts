import { familyOf } from '../net/ip.js';
import type { Packet } from '../net/packet.js';
import { evaluateChain } from '../netfilter/iptables/evaluate.js';
import { writeRule } from '../netfilter/iptables/write.js';
import type { RuleVisit } from '../netfilter/verdict.js';
import type { IptablesRef } from '../proxy/dataplane.js';
import { explainRule, explainTable, type MetRule } from './explain.js';
import { applyNat, pass, skbAt, type Flight, type HookPoint, type HookVerdict } from './flight.js';
import type { Journey } from './journey.js';
import type { NodeStack } from './node-stack.js';
import { tellRules } from './told-rules.js';

/** Takes a packet through one table of iptables at its hook. */
export function enterIptables(
  node: NodeStack,
  flight: Flight,
  point: HookPoint,
  engine: IptablesRef,
  journey: Journey,
): HookVerdict {
  const ruleset = node.rulesets.get(engine.ruleset);
  if (ruleset === undefined || ruleset.family !== familyOf(flight.packet.dst)) return pass;
  const table = ruleset.tables.find(({ name }) => name === engine.table);
  if (table === undefined || !table.chains.has(point.hook)) return pass;
  // Rules of a nat table see only the first packet of a connection, and only until one of them decided.
  if (engine.table === 'nat' && !flight.tracked?.wantsNat(point.hook)) return pass;
  const skb = skbAt(flight, point);
  const result = evaluateChain(engine.ruleset, table, point.hook, skb, node.kernel);
  const { packet: before } = skb;
  flight.mark = result.mark;
  applyNat(node, flight, point, result.verdict);
  const met = (visit: RuleVisit, from: Packet, after: Packet): MetRule | undefined => {
    const rule = table.chains.get(visit.ref.chain)?.rules[visit.ref.index];
    return rule && { ruleset: engine.ruleset, rule, visit, before: from, after };
  };
  const last = result.visits.at(-1);
  const deciding =
    result.decidedBy && last?.matched ? met({ ...last, ref: result.decidedBy }, before, flight.packet) : undefined;
  // A rule that asks for a set has no object of its own: the element it found has.
  const origin = deciding?.rule.origin ?? deciding?.visit.member?.origin;
  const passed = {
    ...{ node, point, table: engine.table, ruleset: engine.ruleset, result, before, markBefore: skb.mark },
    reason: explainTable(result, deciding),
    ...(origin && { origin }),
    tell: (visit: RuleVisit, packet: Packet, after: Packet) => {
      const found = met(visit, packet, after);
      if (found === undefined) return undefined;
      const text = writeRule(visit.ref.chain, found.rule, ruleset.family);
      const from = found.rule.origin ?? visit.member?.origin;
      return { text, reason: explainRule(found), ...(from && { origin: from }) };
    },
  };
  return tellRules(passed, flight, journey);
}
