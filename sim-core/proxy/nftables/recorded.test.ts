import { describe, expect, it } from 'vitest';
import { readNftRuleset } from '../../netfilter/nftables/read.js';
import type { NftTable } from '../../netfilter/nftables/model.js';
import { sortedElements, writeElement } from '../../netfilter/nftables/set.js';
import { nftLines, writeNftRuleset } from '../../netfilter/nftables/write.js';
import { recordedCluster, recordedObjects } from '../../test/recorded-cluster.js';
import { readScenarioFile, recordedNftFiles } from '../../test/recorded.js';
import { compileDataplane } from '../compile.js';

/** A table's sets and chains by name, as text. A chain that is empty was on its way out. */
function contents(table: NftTable): Readonly<Record<string, string>> {
  const parts: Record<string, string> = { comment: table.comment ?? '' };
  for (const set of table.sets.values()) {
    const { elements: _, origin: __, ...head } = set;
    const elements = head.flags?.includes('dynamic') ? [] : sortedElements(set).map((e) => writeElement(set, e));
    parts[`${set.kind} ${set.name}`] = JSON.stringify([head, elements], undefined, 1);
  }
  for (const chain of table.chains.values()) {
    if (chain.rules.length === 0 && !chain.base) continue;
    const alone = { ...table, sets: new Map(), chains: new Map([[chain.name, chain]]) };
    parts[`chain ${chain.name}`] = nftLines(alone)
      .map(({ text }) => text)
      .join('\n');
  }
  return parts;
}

/** Elements that keep the comment of a port that has been renamed since: no compile from scratch can know it. */
const renamedPort = /^55-/;

describe('tables that kube-proxy 1.34 wrote', () => {
  const files = recordedNftFiles().filter(({ scenario }) => !renamedPort.test(scenario));

  it.each(files)('$scenario $file', ({ scenario, file }) => {
    const [, moment = '', nodeName = ''] = /^(.*)\/nft\.(.+)\.txt$/.exec(file) ?? [];
    const { nodes, config } = recordedCluster(scenario);
    const node = nodes.find(({ name }) => name === nodeName);
    const recorded = readNftRuleset(readScenarioFile(scenario, file) ?? '');
    if (node === undefined || !recorded.ok) throw new Error('not readable');
    const objects = recordedObjects(scenario, moment);
    const compiled = compileDataplane(objects, node, { ...config, mode: 'nftables' });
    const ours = [...(compiled.dataplane.nftables?.values() ?? [])];
    expect(ours.map(contents)).toEqual(recorded.value.map(contents));
    // What is written can be read, and says the same.
    const read = readNftRuleset(writeNftRuleset(ours));
    expect(read.ok && writeNftRuleset(read.value)).toBe(writeNftRuleset(ours));
  });
});
