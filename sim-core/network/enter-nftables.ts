import { familyOf } from '../net/ip.js';
import type { Packet } from '../net/packet.js';
import { evaluateBaseChain } from '../netfilter/nftables/evaluate.js';
import { writeElement } from '../netfilter/nftables/set.js';
import { writeNftRule } from '../netfilter/nftables/statements.js';
import type { RuleVisit } from '../netfilter/verdict.js';
import type { NftablesRef } from '../proxy/dataplane.js';
import { elementOf, explainNftPass, explainNftRule, type MetNftRule } from './explain-nftables.js';
import { applyNat, pass, skbAt, type Flight, type HookPoint, type HookVerdict } from './flight.js';
import type { Journey } from './journey.js';
import type { NodeStack } from './node-stack.js';
import { tellRules } from './told-rules.js';

/** Takes a packet through one base chain of nftables at its hook. */
export function enterNftables(
  node: NodeStack,
  flight: Flight,
  point: HookPoint,
  engine: NftablesRef,
  journey: Journey,
): HookVerdict {
  const table = node.nftables.get(engine.table);
  const base = table?.chains.get(engine.chain)?.base;
  if (table === undefined || base === undefined) return pass;
  if ((table.family === 'ip') !== (familyOf(flight.packet.dst) === 'IPv4')) return pass;
  // A nat chain sees only the first packet of a connection, and only until one of them decided.
  if (base.type === 'nat' && !flight.tracked?.wantsNat(point.hook)) return pass;
  const skb = skbAt(flight, point);
  const result = evaluateBaseChain(table, engine.chain, skb, node.kernel);
  const { packet: before } = skb;
  flight.mark = result.mark;
  applyNat(node, flight, point, result.verdict);
  const met = (visit: RuleVisit, from: Packet, after: Packet): MetNftRule | undefined => {
    const rule = table.chains.get(visit.ref.chain)?.rules[visit.ref.index];
    return rule && { table, rule, visit, before: from, after };
  };
  const visits = result.visits.flatMap((visit) => met(visit, before, flight.packet) ?? []);
  const { reason, origin } = explainNftPass(result, visits);
  const passed = {
    ...{ node, point, table: table.name, chain: engine.chain, ruleset: engine.table, result, before },
    markBefore: skb.mark,
    reason,
    ...(origin && { origin }),
    tell: (visit: RuleVisit, from: Packet, after: Packet) => {
      const found = met(visit, from, after);
      if (found === undefined) return undefined;
      const element = elementOf(found);
      const map = visit.lookup && table.sets.get(visit.lookup.map);
      const why = element?.origin ?? found.rule.origin;
      return {
        text: writeNftRule(found.rule, table.family),
        ...(element && map && { element: writeElement(map, element) }),
        reason: explainNftRule(found),
        ...(why && { origin: why }),
      };
    },
  };
  return tellRules(passed, flight, journey);
}
