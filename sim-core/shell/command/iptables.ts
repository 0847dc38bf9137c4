import type { IpFamily } from '../../net/ip.js';
import { listTable } from '../../netfilter/iptables/list.js';
import type { Chain, Table } from '../../netfilter/iptables/model.js';
import { writeRule, writeRuleset } from '../../netfilter/iptables/write.js';
import { asText, failure, output, type Command, type CommandResult } from '../command.js';
import type { Flag, ParsedFlags } from '../flags.js';
import type { NodeRuleset } from '../sys.js';
import { withFlags } from '../usage.js';

const onNodes = ['node'] as const;

const listFlags: readonly Flag[] = [
  { name: 'table', short: 't', takes: 'TABLE', about: 'filter when absent' },
  { name: 'list', short: 'L', about: 'the rules of a chain, or of all' },
  { name: 'list-rules', short: 'S', about: 'the rules as they would be written' },
  { name: 'numeric', short: 'n', about: 'has no effect: addresses are never named' },
  { name: 'verbose', short: 'v', about: 'with counters and interfaces' },
  { name: 'exact', short: 'x', about: 'has no effect' },
  { name: 'line-numbers', about: 'number the rules' },
  { name: 'wait', short: 'w', about: 'has no effect' },
];

const changing = /^-(?:A|I|D|R|F|N|X|P|E|Z)$|^--(?:append|insert|delete|replace|flush|new-chain|delete-chain|policy)$/;

function ruleLines(chains: readonly Chain[], family: IpFamily): readonly string[] {
  return [
    ...chains.map(({ name, policy }) => (policy === undefined ? `-N ${name}` : `-P ${name} ${policy}`)),
    ...chains.flatMap(({ name, rules }) => rules.map((rule) => writeRule(name, rule, family))),
  ];
}

function show(name: string, { ruleset, counters }: NodeRuleset, parsed: ParsedFlags): CommandResult {
  const [chain] = parsed.words;
  const asked = parsed.value('table') ?? 'filter';
  const table: Table | undefined = ruleset.tables.find((candidate) => candidate.name === asked);
  if (table === undefined) {
    return ['raw', 'mangle', 'security'].includes(asked)
      ? output('')
      : failure(`${name} v1.8.9 (nf_tables): table '${asked}' does not exist\n`, 3);
  }
  if (chain !== undefined && !table.chains.has(chain)) {
    return failure(`${name}: No chain/target/match by that name.\n`);
  }
  if (parsed.on('list-rules')) {
    const chains = [...table.chains.values()].filter((candidate) => chain === undefined || candidate.name === chain);
    return output(asText(ruleLines(chains, ruleset.family)));
  }
  return output(
    listTable(table, counters, {
      verbose: parsed.on('verbose'),
      family: ruleset.family,
      ...(chain !== undefined && { chain }),
      lineNumbers: parsed.on('line-numbers'),
    }),
  );
}

const lister = (name: string, family: IpFamily): Command => ({
  name,
  places: onNodes,
  summary: `the ${family} rules of this node, with their counters`,
  usage: '[-t TABLE] -nvL [CHAIN] [--line-numbers] | -S [CHAIN]',
  flags: listFlags,
  run: (argv, sys) => {
    if (argv.some((word) => changing.test(word))) {
      return failure(`${name}: kube-proxy writes the rules of this node; changing them by hand is not modelled\n`, 2);
    }
    return withFlags(name, listFlags, argv, (parsed) => {
      if (!parsed.on('list') && !parsed.on('list-rules'))
        return failure(`${name} v1.8.9 (nf_tables): no command specified\n`, 2);
      const rules = sys.ruleset(family);
      return rules === undefined ? output('') : show(name, rules, parsed);
    });
  },
});

export const iptables = lister('iptables', 'IPv4');
export const ip6tables = lister('ip6tables', 'IPv6');

const saveFlags: readonly Flag[] = [
  { name: 'table', short: 't', takes: 'TABLE', about: 'only this table' },
  { name: 'counters', short: 'c', about: 'with packets and bytes' },
];

const saver = (name: string, family: IpFamily): Command => ({
  name,
  places: onNodes,
  summary: `all ${family} rules of this node, as iptables-restore reads them`,
  usage: '[-t TABLE] [-c]',
  flags: saveFlags,
  run: (argv, sys) =>
    withFlags(name, saveFlags, argv, (parsed) => {
      const rules = sys.ruleset(family);
      if (rules === undefined) return output('');
      const only = parsed.value('table');
      const tables = rules.ruleset.tables.filter((table) => only === undefined || table.name === only);
      return output(writeRuleset({ ...rules.ruleset, tables }, parsed.on('counters') ? rules.counters : undefined));
    }),
});

export const iptablesSave = saver('iptables-save', 'IPv4');
export const ip6tablesSave = saver('ip6tables-save', 'IPv6');
