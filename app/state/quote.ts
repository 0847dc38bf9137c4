import type { Hop, RuleVisit } from '../../sim-core/index.js';
import { decisiveParts, type TextPart } from '../i18n/decisive.js';
import { ruleId } from './selection.js';

/** The machine's own words, line by line, with what made the difference marked. */
export type Quote = readonly (readonly TextPart[])[];

/** The text of the rule that decided: the hop's own, or for a table's verdict that of the rule before it. */
function ruleText(hop: Hop, hops: readonly Hop[]): string | undefined {
  const { rule } = hop;
  if (hop.step.kind === 'rule') return hop.step.text;
  if (rule === undefined) return undefined;
  const decider = hops.findLast(
    (one) =>
      one.index < hop.index && one.step.kind === 'rule' && one.rule !== undefined && ruleId(one.rule) === ruleId(rule),
  );
  return decider?.step.kind === 'rule' ? decider.step.text : undefined;
}

/** The entry of an ipset by which a rule matched, as `ipset list` prints it. */
const memberText = ({ member }: RuleVisit): string | undefined =>
  member === undefined ? undefined : `${member.set}: ${member.element}`;

/** The rule as iptables-save or `nft list ruleset` prints it with the element it matched by, or the route. */
export function ruleQuote(hop: Hop, hops: readonly Hop[]): Quote {
  const rule = ruleText(hop, hops);
  if (rule !== undefined) {
    const member = hop.step.kind === 'rule' ? (hop.step.element ?? memberText(hop.step.visit)) : undefined;
    return [decisiveParts(rule, hop.reason), ...(member === undefined ? [] : [[{ text: member, decisive: true }]])];
  }
  if (hop.step.kind !== 'route' || hop.step.route === '') return [];
  return [[{ text: hop.step.route, decisive: false }]];
}
