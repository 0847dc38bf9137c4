import { describe, expect, test } from 'vitest';
import { readKeptTables } from './read-kept.js';
import { writeNftRule } from './statements.js';

const inChain = (rule: string): string =>
  `table ip t {\n\tset s {\n\t\ttype ipv4_addr\n\t}\n\tchain other {\n\t}\n\tchain c {\n\t\ttype filter hook input priority filter; policy accept;\n\t\t${rule}\n\t}\n}\n`;

describe('a rule of a real node is read whole or kept from where it is no longer understood', () => {
  const rows: readonly (readonly [rule: string, kinds: readonly string[]])[] = [
    ['ip daddr 10.0.0.1 counter packets 12 bytes 720 accept', ['match', 'counter', 'verdict']],
    ['ip protocol tcp counter packets 0 bytes 0 jump other', ['unknown']],
    ['ip daddr 10.0.0.1 log prefix "denied: " drop', ['match', 'unknown']],
    ['ip saddr @absent drop', ['unknown']],
    ['jump absent', ['unknown']],
    ['tcp dport { 80, 443 } limit rate 5/minute accept', ['match', 'unknown']],
    ['xt match "comment" counter packets 1 bytes 60 xt target "MASQUERADE"', ['unknown']],
  ];
  test.each(rows)('%s', (text, kinds) => {
    const { tables, notes, lines } = readKeptTables(inChain(text));
    const rule = tables[0]?.chains.get('c')?.rules[0];
    expect(rule?.statements.map(({ kind }) => kind)).toEqual(kinds);
    expect(rule && writeNftRule(rule, 'ip').replaceAll('  ', ' ')).toBe(text);
    expect(notes.some(({ kind }) => kind === 'rule-in-part')).toBe(kinds.includes('unknown'));
    expect(lines.get('t/ip t/c/0')).toBe(9);
  });
});

describe('texts of all kinds are read', () => {
  test('tables of other families and objects that are not modelled are passed over, and told', () => {
    const text = `table bridge b {\n\tchain x {\n\t\tmeta protocol ip accept\n\t}\n}\n${inChain('accept').replace(
      'chain other',
      'flowtable f {\n\t\thook ingress priority 0\n\t\tdevices = { eth0 }\n\t}\n\tmap m {\n\t\ttype ipv4_addr : ipv4_addr\n\t}\n\tchain other',
    )}`;
    const { tables, notes } = readKeptTables(text);
    expect(tables.map(({ name }) => name)).toEqual(['t']);
    expect(tables[0]?.chains.get('c')?.rules).toHaveLength(1);
    expect(notes.map(({ kind }) => kind)).toEqual(['unknown-table', 'unknown-object', 'unknown-object']);
  });

  test('an inet table is there for both families', () => {
    const text = inChain('accept').replace('table ip t', 'table inet t');
    expect(readKeptTables(text).tables.map(({ family }) => family)).toEqual(['ip', 'ip6']);
  });

  test.each([
    '',
    'hello',
    'table',
    'table ip',
    'table ip x {',
    '}}}}{{{',
    'table ip x {\n,,\nchain {\n{\n',
    '"',
    'table ip x { chain c { } , , }',
  ])('%j ends', (text) => {
    expect(readKeptTables(text).notes.length).toBeLessThan(20);
  });
});
