import type { IpFamily } from '../../net/ip.js';
import type { Counter } from '../kernel.js';
import type { ListColumn, ListFace } from './definition.js';
import { definitionOfMatch } from './matches.js';
import { ruleId, type Chain, type Rule, type Table } from './model.js';
import { definitionOfTarget } from './targets.js';

export interface ListOptions {
  /** `-v`: counters, options and interfaces. */
  readonly verbose: boolean;
  /** Of the rules; IPv4 when absent. */
  readonly family?: IpFamily;
  /** Only this chain. */
  readonly chain?: string;
  /** `--line-numbers`. */
  readonly lineNumbers?: boolean;
}

const none: Counter = { packets: 0, bytes: 0 };

/**
 * The text of `iptables -t TABLE -nL`, or `-nvL`. `counters` gives a rule's packets and bytes by its id.
 * @see iptables 1.8.9 iptables/nft-shared.c print_header, print_rule_details, print_matches_and_target
 */
export function listTable(
  table: Table,
  counters: (ruleId: string) => Counter | undefined,
  options: ListOptions,
): string {
  const references = countReferences(table);
  return [...table.chains.values()]
    .filter((chain) => options.chain === undefined || chain.name === options.chain)
    .map((chain) =>
      [
        heading(chain, references.get(chain.name) ?? 0, options),
        columns(options),
        ...chain.rules.map((rule, index) => {
          const counter = counters(ruleId({ table: table.name, chain: chain.name, index })) ?? none;
          return listRule(rule, index, counter, options);
        }),
      ]
        .map((line) => `${line}\n`)
        .join(''),
    )
    .join('\n');
}

/** How many rules of the table go on in each chain. */
function countReferences(table: Table): ReadonlyMap<string, number> {
  const references = new Map<string, number>();
  for (const chain of table.chains.values())
    for (const { target } of chain.rules)
      if (target?.kind === 'jump' || target?.kind === 'goto')
        references.set(target.chain, (references.get(target.chain) ?? 0) + 1);
  return references;
}

function heading(chain: Chain, references: number, options: ListOptions): string {
  if (chain.policy === undefined) return `Chain ${chain.name} (${references} references)`;
  return `Chain ${chain.name} (policy ${chain.policy}${options.verbose ? ' 0 packets, 0 bytes' : ''})`;
}

function columns({ verbose, lineNumbers }: ListOptions): string {
  const addresses = 'source               destination         ';
  return [
    lineNumbers ? 'num  ' : '',
    verbose ? ' pkts bytes ' : '',
    'target     prot opt ',
    verbose ? 'in     out     ' : '',
    addresses,
  ].join('');
}

function listRule(rule: Rule, index: number, counter: Counter, options: ListOptions): string {
  const family = options.family ?? 'IPv4';
  const faces = rule.matches.map((match) => definitionOfMatch(match).list(match, family));
  const target = rule.target && definitionOfTarget(rule.target).list(rule.target);
  const any = family === 'IPv4' ? '0.0.0.0/0' : '::/0';
  const column = (name: ListColumn, otherwise: string): ListFace =>
    faces.find((face) => face.column === name) ?? { column: name, text: otherwise };
  const sign = (face: ListFace, otherwise: string): string => (face.not ? '!' : otherwise);
  const device = (face: ListFace): string => (sign(face, '') + face.text).padEnd(6);
  const [prot, source, destination] = [column('prot', '0'), column('source', any), column('destination', any)];
  const texts = faces.flatMap((face) => (face.column === undefined ? [` ${face.text}`] : []));
  return [
    options.lineNumbers ? `${String(index + 1).padEnd(4)} ` : '',
    options.verbose ? `${shortNumber(counter.packets)} ${shortNumber(counter.bytes)} ` : '',
    `${(target?.name ?? '').padEnd(9)} `,
    `${sign(prot, ' ')}${prot.text.padEnd(4)} `,
    '-- ',
    options.verbose ? ` ${device(column('in', '*'))} ${device(column('out', '*'))} ` : '',
    `${sign(source, ' ')}${source.text.padEnd(19)} `,
    `${sign(destination, ' ')}${destination.text.padEnd(19)} `,
    rule.target?.kind === 'goto' ? '[goto] ' : '',
    ...texts,
    target?.text === undefined ? '' : ` ${target.text}`,
  ].join('');
}

/**
 * Five figures, or thousands, millions … rounded half up at each step.
 * @see iptables 1.8.9 libxtables/xtables.c xtables_print_num
 */
export function shortNumber(value: number): string {
  if (value <= 99999) return String(value).padStart(5);
  const units = ['K', 'M', 'G', 'T'];
  let rest = value;
  let unit = '';
  for (const next of units) {
    rest = Math.floor((rest + 500) / 1000);
    unit = next;
    if (rest <= 9999) break;
  }
  return `${String(rest).padStart(4)}${unit}`;
}
