import type { IpFamily } from '../../net/ip.js';
import type { Counter } from '../kernel.js';
import { definitionOfMatch } from './matches.js';
import { ruleId, type Chain, type Rule, type Ruleset, type Table } from './model.js';
import { definitionOfTarget } from './targets.js';

/**
 * The `-A …` line of a rule, as iptables-save prints it. The family matters only to the name of ICMP.
 * @see iptables 1.8.9 iptables/nft-shared.c nft_rule_print_save
 */
export function writeRule(chain: string, rule: Rule, family: IpFamily = 'IPv4'): string {
  const before = written.get(rule);
  if (before?.chain === chain && before.family === family) return before.text;
  const words = ['-A', chain];
  for (const match of rule.matches) words.push(...definitionOfMatch(match).write(match, family));
  if (rule.target) words.push(...definitionOfTarget(rule.target).write(rule.target));
  const text = words.join(' ');
  written.set(rule, { chain, family, text });
  return text;
}

/** A rule is written again and again, and mostly in the same chain. */
const written = new WeakMap<Rule, { readonly chain: string; readonly family: IpFamily; readonly text: string }>();

/** The `:` line of a chain. */
export const writeChain = ({ name, policy }: Chain): string => `:${name} ${policy ?? '-'} [0:0]`;

/** The whole text of iptables-save without its `#` lines; rule counters only when they are asked for (`-c`). */
export function writeRuleset(ruleset: Ruleset, counters?: (ruleId: string) => Counter | undefined): string {
  const lines: string[] = [];
  for (const table of ruleset.tables) {
    lines.push(`*${table.name}`);
    for (const chain of table.chains.values()) lines.push(writeChain(chain));
    for (const chain of table.chains.values()) writeRules(table, chain, ruleset.family, counters, lines);
    lines.push('COMMIT');
  }
  return lines.map((line) => `${line}\n`).join('');
}

function writeRules(
  table: Table,
  chain: Chain,
  family: IpFamily,
  counters: ((ruleId: string) => Counter | undefined) | undefined,
  lines: string[],
): void {
  for (const [index, rule] of chain.rules.entries()) {
    const line = writeRule(chain.name, rule, family);
    const counter = counters?.(ruleId({ table: table.name, chain: chain.name, index }));
    lines.push(counters ? `[${counter?.packets ?? 0}:${counter?.bytes ?? 0}] ${line}` : line);
  }
}
