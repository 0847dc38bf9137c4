import { describe, expect, it } from 'vitest';
import { writeRuleset } from '../../netfilter/iptables/write.js';
import { readScenarioFile } from '../../test/recorded.js';
import { recordedCluster, recordedMoments, recordedObjects } from '../../test/recorded-cluster.js';
import { compileDataplane } from '../compile.js';
import type { ProxyNode } from '../node.js';

/** Go iterates its map of Service ports in any order, so these chains hold the ports' rules in any order. */
const unordered =
  /^-A (KUBE-SERVICES|KUBE-NODEPORTS|KUBE-EXTERNAL-SERVICES|KUBE-FIREWALL|KUBE-FORWARD|KUBE-PROXY-FIREWALL) /;

const portOf = (line: string): string => /--comment "([^" ]+\/[^" ]+)/.exec(line)?.[1] ?? '~';

/** Sorts the rules of different Service ports; those of one port stay as they are. */
function settleOrder(text: string): readonly string[] {
  const lines = text.split('\n');
  const keys = lines.map((line) => unordered.exec(line)?.[1]);
  const runs: { readonly key: string | undefined; readonly lines: string[] }[] = [];
  for (const [i, line] of lines.entries()) {
    const run = runs.at(-1);
    if (run !== undefined && keys[i] !== undefined && run.key === keys[i]) run.lines.push(line);
    else runs.push({ key: keys[i], lines: [line] });
  }
  const order = (a: string, b: string): number => (portOf(a) < portOf(b) ? -1 : portOf(a) > portOf(b) ? 1 : 0);
  return runs.flatMap((run) => (run.key === undefined ? run.lines : run.lines.sort(order)));
}

const files = (node: ProxyNode) => [
  { family: 'IPv4', file: `iptables-save.${node.name}.txt` },
  { family: 'IPv6', file: `ip6tables-save.${node.name}.txt` },
];

const isRecordedInSteps = (scenario: string): boolean => scenario.startsWith('45-large');

describe('rules that kube-proxy 1.34 wrote', () => {
  const moments = recordedMoments().filter(({ scenario }) => !isRecordedInSteps(scenario));

  it('covers the recordings', () => {
    expect(moments.length).toBeGreaterThan(50);
  });

  it.each(moments)('$scenario $moment', ({ scenario, moment }) => {
    const { nodes, config } = recordedCluster(scenario);
    const objects = recordedObjects(scenario, moment);
    let compared = 0;
    for (const node of nodes) {
      const { dataplane } = compileDataplane(objects, node, config);
      for (const { family, file } of files(node)) {
        const recorded = readScenarioFile(scenario, `${moment}/${file}`);
        if (recorded === undefined) continue;
        const ruleset = dataplane.iptables.get(`kube-proxy/${family}`);
        expect(ruleset).toBeDefined();
        expect(settleOrder(ruleset === undefined ? '' : writeRuleset(ruleset))).toEqual(settleOrder(recorded));
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(0);
  });
});

/**
 * A cluster that grew past 1,000 endpoints while kube-proxy ran: the last Services it wrote have no
 * comments. How many that is depends on how the changes fell together in time.
 */
describe('a large cluster', () => {
  const scenario = '45-large-200x5';
  const endpointComment =
    /^(-A KUBE-(?:SEP-\w+|SVC-\w+(?= -m comment --comment "\S+ -> )).*?) -m comment --comment "[^"]+"/;
  const withoutComments = (text: string): readonly string[] =>
    settleOrder(text).map((line) => line.replace(endpointComment, '$1'));
  const uncommented = (text: string): readonly string[] =>
    text.split('\n').filter((line) => line.startsWith('-A KUBE-SEP-') && !line.includes('comment'));

  it('differs from the recording in those comments alone', () => {
    const { nodes, config } = recordedCluster(scenario);
    const [node] = nodes;
    const recorded = readScenarioFile(scenario, 'truth/iptables-save.node1.txt') ?? '';
    const ruleset =
      node &&
      compileDataplane(recordedObjects(scenario, 'truth'), node, config).dataplane.iptables.get('kube-proxy/IPv4');
    const written = ruleset ? writeRuleset(ruleset) : '';
    expect(withoutComments(written)).toEqual(withoutComments(recorded));
    expect(uncommented(written).length).toBeGreaterThan(0);
    expect(uncommented(recorded)).toEqual(expect.arrayContaining([...uncommented(written)]));
  });
});
