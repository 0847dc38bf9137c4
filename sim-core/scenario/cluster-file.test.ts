import { describe, expect, it } from 'vitest';
import { scenarioNames, readScenarioFile } from '../test/recorded.js';
import { defaultClusterConfig } from '../world/config.js';
import { readClusterFile } from './cluster-file.js';
import { configOf, firstSettings } from './cluster-settings.js';

const problemsOf = (text: string) =>
  readClusterFile(text).problems.map(({ severity, range, text: said }) => [
    severity,
    range?.startLine,
    range?.startColumn,
    said,
  ]);

describe('cluster.yaml', () => {
  it('says nothing when it is empty: the usual cluster', () => {
    const { settings, problems } = readClusterFile('# nothing yet\n');
    expect([settings, problems]).toEqual([{}, []]);
    expect({ ...defaultClusterConfig, ...configOf(settings) }).toEqual({ ...defaultClusterConfig, cloud: true });
  });

  it('takes nodes as they are given, and fills in what their place in the list says', () => {
    const { settings, problems } = readClusterFile(
      'nodes:\n- name: a\n  zone: z1\n  extraIPs: 172.16.5.11\n- {name: w, os: windows}\nmode: ipvs\nseed: 7\n',
    );
    expect(problems).toEqual([]);
    expect(settings).toEqual({
      mode: 'ipvs',
      seed: 7,
      nodes: [
        { name: 'a', ip: '192.168.10.11', podCIDR: '10.244.1.0/24', zone: 'z1', extraIPs: ['172.16.5.11'] },
        { name: 'w', ip: '192.168.10.12', podCIDR: '10.244.2.0/24', zone: 'zone-a', os: 'windows' },
      ],
    });
    expect(configOf(settings).kubeProxy).toMatchObject({ mode: 'ipvs', detectLocalMode: 'ClusterCIDR' });
  });

  it('gives every node an IPv6 address in a dual-stack cluster', () => {
    const config = configOf(readClusterFile('dualStack: true').settings);
    expect(config.nodes[2]).toMatchObject({ ip6: 'fd00:192:168:10::13', podCIDR6: 'fd00:10:244:3::/64' });
    expect([config.serviceCIDRs.length, config.external.ip6]).toEqual([2, 'fd00:192:168:10::200']);
  });

  it.each([
    [
      'nodes:\n- name: a\n  ip: 10.0.0\n',
      'error',
      3,
      7,
      'nodes[0].ip: Invalid value: "10.0.0": must be a valid IPv4 address',
    ],
    [
      'mode: iptable\n',
      'error',
      1,
      7,
      expect.stringContaining('mode: Invalid value: "iptable": supported values: "iptables"'),
    ],
    ['kubeProxy:\n  masqueradeAll: "yes"\n', 'error', 2, 18, expect.stringContaining('must be true or false')],
    ['kubeProxy:\n  masquradeAll: true\n', 'warning', 2, 17, 'Warning: unknown field "kubeProxy.masquradeAll"'],
    ['nodes:\n- name: a\n- name: a\n', 'error', 3, 9, 'nodes[1].name: Invalid value: "a": a has it already'],
    ['nodes: []\n', 'error', 1, 8, 'nodes: must have at least one node'],
    ['seed: 1.5\n', 'error', 1, 7, expect.stringContaining('seed: Invalid value: 1.5')],
    ['- a\n', 'error', 1, 1, 'the file holds a map of settings'],
    ['seed: 1\n---\nseed: 2\n', 'error', 1, 1, expect.stringContaining('one document')],
    ['nodes:\n\t- a\n', 'error', 2, 1, expect.stringContaining('found character that cannot start any token')],
  ])('finds what is wrong in %j', (text, severity, line, column, said) => {
    expect(problemsOf(text)).toEqual([[severity, line, column, said]]);
  });

  it('lets an earlier source stand', () => {
    expect(
      firstSettings([
        { kubeProxy: { ipvs: { scheduler: 'sh' } } },
        { dualStack: true, kubeProxy: { masqueradeAll: true, ipvs: { scheduler: 'rr', strictARP: true } } },
        { dualStack: false, ipMasq: false },
      ]),
    ).toEqual({
      dualStack: true,
      ipMasq: false,
      kubeProxy: { masqueradeAll: true, ipvs: { scheduler: 'sh', strictARP: true } },
    });
  });

  it('reads those of the recorded clusters', () => {
    const texts = scenarioNames().flatMap((name) => readScenarioFile(name, 'cluster.yaml') ?? []);
    for (const text of texts) expect(problemsOf(text)).toEqual([]);
  });
});
