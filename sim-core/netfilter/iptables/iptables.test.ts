import { describe, expect, test } from 'vitest';
import { readScenarioFile, scenarioDirectory, scenarioNames } from '../../test/recorded.js';
import { readdirSync } from 'node:fs';
import { listTable } from './list.js';
import { readRuleset } from './read.js';
import { writeRuleset } from './write.js';

const recorded = scenarioNames().flatMap((scenario) =>
  readdirSync(`${scenarioDirectory(scenario)}/truth`, { recursive: true, encoding: 'utf8' })
    .filter((file) => /ip6?tables-save\.node\d\.txt$/.test(file))
    .sort()
    .map((file) => [scenario, `truth/${file}`] as const),
);

describe('recorded iptables-save text', () => {
  test('there is some', () => expect(recorded.length).toBeGreaterThan(250));

  test.each(recorded)('%s %s reads and writes back byte for byte', (scenario, file) => {
    const text = readScenarioFile(scenario, file) ?? '';
    const ruleset = readRuleset(text, file.includes('ip6tables') ? 'IPv6' : 'IPv4');
    expect(ruleset.ok ? writeRuleset(ruleset.value) === text : ruleset.error).toBe(true);
  });
});

/** Counters are of the recording's own traffic; widths of five as in every listing. */
const withoutCounters = (text: string): string =>
  text
    .replace(/^ *\d+[KMGT]? +\d+[KMGT]? /gm, '    0     0 ')
    .replace(/policy (\w+) \S+ packets, \S+ bytes/g, 'policy $1 0 packets, 0 bytes');

describe('recorded iptables -nvL text', () => {
  test.each(scenarioNames().filter((name) => readScenarioFile(name, 'truth/iptables-nvL.node1.txt') !== undefined))(
    '%s is listed as recorded',
    (scenario) => {
      const ruleset = readRuleset(readScenarioFile(scenario, 'truth/iptables-save.node1.txt') ?? '', 'IPv4');
      if (!ruleset.ok) throw new Error(ruleset.error.detail);
      const [nat, filter] = ['nat', 'filter'].map((name) => {
        const table = ruleset.value.tables.find((t) => t.name === name);
        return table ? listTable(table, () => undefined, { verbose: true, family: 'IPv4' }) : '';
      });
      const text = withoutCounters(readScenarioFile(scenario, 'truth/iptables-nvL.node1.txt') ?? '');
      expect(`${nat}### filter\n${filter}`).toBe(text);
    },
  );
});
