import { describe, expect, it } from 'vitest';
import { createSimulation, openingFiles, openingSeed, type ShellPlace } from '../../../sim-core/index.js';
import { configInMode, proxyModes, type ProxyModeName } from '../mode-config.js';
import { selectionOfHop, type Selection } from '../selection.js';
import { cellOf, indexAt } from './cells.js';
import type { Known } from './known.js';
import { isLineLit, litWords, readOutput, selectionAt, type PrintedLine } from './meaning.js';

const node = 'node1';

function opened(mode: ProxyModeName) {
  const simulation = createSimulation({ seed: openingSeed, config: configInMode(undefined, mode) ?? {} });
  for (const [file, manifest] of Object.entries(openingFiles)) simulation.dispatch({ type: 'apply', manifest, file });
  simulation.dispatch({ type: 'settle' });
  const cluster = simulation.query({ kind: 'cluster' });
  const target = cluster.targets.find((one) => one.kind === 'clusterIP' && one.object?.name === 'myservice');
  const from = { kind: 'pod', namespace: 'default', name: 'client' } as const;
  const { traces } = simulation.dispatch({ type: 'send', from, to: target?.to ?? '', protocol: 'TCP' });
  const [trace] = traces;
  if (trace === undefined) throw new Error('a packet was sent');
  const rulesets = (['iptables', 'nftables'] as const).flatMap(
    (engine) => simulation.query({ kind: 'ruleset', node, engine }) ?? [],
  );
  const [ipvs, hns] = [simulation.query({ kind: 'ipvs', node }), simulation.query({ kind: 'hns', node })];
  const known: Known = { cluster, nodes: new Map([[node, { rulesets, ipvs, hns }]]) };
  const read = (command: string, place: ShellPlace = { kind: 'node', node }): readonly PrintedLine[] => {
    const { stdout } = simulation.dispatch({ type: 'shell', place, line: command });
    expect(stdout, command).not.toBe('');
    return readOutput(stdout, { command, place }, known);
  };
  return { trace, cluster, read };
}

const litOf = (lines: readonly PrintedLine[], lit: Selection): readonly string[] =>
  lines.filter(({ whole }) => isLineLit(whole, lit)).map(({ text }) => text);

/** What prints the rules of each mode, or what it has in their place. */
const printers: Readonly<Record<ProxyModeName, string>> = {
  iptables: 'iptables-save',
  nftables: 'nft list ruleset',
  ipvs: 'ipvsadm -Ln',
  userspace: 'iptables-save -c',
  kernelspace: 'hnsdiag list loadbalancers -d',
};

describe.each(proxyModes)('terminal lines in %s mode', (mode) => {
  const { trace, read } = opened(mode);
  const printed = read(printers[mode]);
  const hops = trace.request.filter(({ place, step }) => {
    const own = step.kind === 'rule' && step.ruleset.startsWith('kube-proxy');
    const wanted = mode === 'ipvs' ? step.kind === 'ipvs' : mode === 'kernelspace' ? step.kind === 'vfp' : own;
    return wanted && place.kind === 'node' && place.node === node;
  });

  it('are marked by the hop that is about them', () => {
    expect(hops.length).toBeGreaterThan(0);
    for (const hop of hops) {
      const lit = litOf(printed, selectionOfHop(trace, 'request', hop));
      const { step, reason } = hop;
      if (step.kind === 'vfp') {
        if (step.policy !== undefined) expect(lit.join('\n')).toContain(step.policy);
      } else if (step.kind === 'ipvs') {
        expect(lit).toEqual([expect.stringContaining('endpoint' in reason ? `-> ${reason.endpoint} ` : '?')]);
      } else if (step.kind === 'rule') {
        expect(lit.length, step.text).toBeGreaterThan(0);
        expect(lit.some((line) => line.replace(/^\[\d+:\d+\] /, '').trim() === step.text)).toBe(true);
      }
    }
  });

  it('are marked by what pressing them selects, and others are not', () => {
    const meant = printed.filter(({ whole }) => whole?.rule !== undefined);
    expect(meant.length).toBeGreaterThan(0);
    for (const line of meant) {
      const lit = litOf(printed, line.whole ?? {});
      expect(lit).toContain(line.text);
      if (mode !== 'kernelspace') expect(lit).toHaveLength(1);
    }
  });
});

describe('other listings', () => {
  const { trace, cluster, read } = opened('iptables');
  const ruleHop = trace.request.find(({ step }) => step.kind === 'rule' && step.visit.ref.chain.startsWith('KUBE-SEP'));
  if (ruleHop?.step.kind !== 'rule') throw new Error('the packet meets an endpoint’s chain');
  const lit = selectionOfHop(trace, 'request', ruleHop);
  const { chain } = ruleHop.step.visit.ref;

  it.each([`iptables -t nat -nvL ${chain}`, `iptables -t nat -L ${chain} -n --line-numbers`, 'iptables -t nat -nL'])(
    '%s: the row at the rule’s place in its chain',
    (command) => expect(litOf(read(command), lit)).toEqual([expect.stringContaining('to:')]),
  );

  it('a filtered list is still known by its texts', () =>
    expect(litOf(read(`iptables-save | grep ${chain}`), lit)).toHaveLength(1));

  it('conntrack -L: the connection of the hop', () => {
    const hop = trace.request.findLast(
      ({ place, conntrack }) => place.kind === 'node' && place.node === node && conntrack !== undefined,
    );
    if (hop === undefined) throw new Error('conntrack knows the packet');
    const { sport } = trace.flow;
    expect(litOf(read('conntrack -L'), selectionOfHop(trace, 'request', hop))).toEqual([
      expect.stringContaining(`sport=${sport} `),
    ]);
  });

  it.each([
    ['kubectl get svc', 'Service', 'myservice'],
    ['kubectl get services -A', 'Service', 'myservice'],
    ['kubectl get -n default endpoints', 'Service', 'myservice'],
    ['kubectl get pods', 'Pod', 'client'],
    ['kubectl get nodes', 'Node', 'node2'],
    ['kubectl get svc,pods', 'Pod', 'client'],
  ] as const)('%s: the row of the %s %s', (command, kind, name) => {
    const lines = read(command, { kind: 'laptop' });
    const object = { kind, namespace: kind === 'Node' ? '' : 'default', name };
    expect(litOf(lines, { object })).toEqual([expect.stringMatching(new RegExp(`^(default +|\\w+/)?${name} `))]);
  });

  it('addresses and generated names in any line name their objects', () => {
    const pod = cluster.nodes.flatMap(({ pods }) => pods).find(({ name }) => name.startsWith('demoapp-'));
    const object = { kind: 'Pod', namespace: 'default', name: pod?.name ?? '' } as const;
    const [line] = readOutput(
      `x ${pod?.ip}:8080 and ${pod?.name}, not ${pod?.ip}1`,
      { command: '', place: { kind: 'laptop' } },
      {
        cluster,
        nodes: new Map(),
      },
    );
    if (line === undefined) throw new Error('one line');
    const words = litWords(line.words, { object }).map(({ from, to }) => line.text.slice(from, to));
    expect(words).toEqual([pod?.ip, pod?.name]);
    expect(selectionAt(line, 3)).toEqual({ object });
    expect(selectionAt(line, 0)).toBeUndefined();
  });
});

it('finds characters behind tabs', () => {
  const text = '\t\tab\tc';
  expect([0, 1, 2, 3, 4, 5].map((index) => cellOf(text, index))).toEqual([0, 8, 16, 17, 18, 24]);
  expect([0, 7, 8, 16, 17, 18, 24].map((cell) => indexAt(text, cell))).toEqual([0, 0, 1, 2, 3, 4, 5]);
});
