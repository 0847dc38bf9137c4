import { describe, expect, it } from 'vitest';
import { openingFiles } from '../scenario/start.js';
import type { Command } from './command.js';
import { createSimulation, replay, type Simulation } from './simulation.js';
import type { Query } from './view.js';

const service = openingFiles['service.yaml'] ?? '';
const client = { kind: 'pod', namespace: 'default', name: 'client' } as const;

const toService = (count: number): Command => ({
  type: 'send',
  from: client,
  to: 'myservice:80',
  protocol: 'TCP',
  count,
});
const scale = (replicas: number): Command => ({
  type: 'scale',
  kind: 'Deployment',
  namespace: 'default',
  name: 'demoapp',
  replicas,
});
const applyService = (manifest: string): Command => ({ type: 'apply', manifest, file: 'service.yaml' });

const history: readonly Command[] = [
  toService(4),
  scale(5),
  { type: 'send', from: { kind: 'external' }, to: '192.168.10.12:30080', protocol: 'TCP' },
  applyService(service.replace('port: 80\n', 'port: 8081\n')),
  applyService(service.replace('port: 80\n', 'port: 70000\n')),
  { type: 'advance', ms: 1500 },
  { type: 'send', from: { kind: 'node', node: 'node2' }, to: '10.96.0.1:443', protocol: 'TCP' },
  { type: 'label', kind: 'Pod', namespace: 'default', name: 'client', labels: { tier: 'front', app: null } },
  {
    type: 'annotate',
    kind: 'Pod',
    namespace: 'default',
    name: 'client',
    annotations: { 'kubehop.dev/ready': 'false' },
  },
  { type: 'delete', kind: 'Service', namespace: 'default', name: 'myservice' },
  { type: 'settle' },
  toService(2),
];

const opened = (seed = 1): Simulation => createSimulation({ seed, files: openingFiles });

/** Everything a view can see at a position, as text. */
function everything(simulation: Simulation, position: number): string {
  const nodes = ['node1', 'node2', 'node3'];
  const queries: readonly Query[] = [
    { kind: 'cluster' },
    { kind: 'timeline' },
    ...nodes.flatMap((node): Query[] => [
      { kind: 'ruleset', node },
      { kind: 'conntrack', node },
    ]),
    ...Array.from({ length: 12 }, (_, id): Query => ({ kind: 'trace', id })),
  ];
  const { objects } = simulation.snapshotAt(position);
  const stored = Object.values(objects.kinds).map((kind) => [...kind]);
  return JSON.stringify([...queries.map((query) => simulation.query(query, position) ?? null), stored]);
}

const wholeHistory = (simulation: Simulation): readonly string[] =>
  Array.from({ length: simulation.log.length + 1 }, (_, position) => everything(simulation, position));

function played(seed = 1, commands = history): Simulation {
  const simulation = opened(seed);
  for (const command of commands) simulation.dispatch(command);
  return simulation;
}

describe('a simulation', () => {
  it('opens on three nodes, two ready pods of three and a Service that answers', () => {
    const simulation = opened();
    const view = simulation.query({ kind: 'cluster' });
    expect(view.nodes.map((node) => node.pods.map((pod) => pod.name.replace(/-[a-z0-9]+-[a-z0-9]{5}$/, '')))).toEqual([
      ['client', 'demoapp'],
      ['demoapp'],
      ['demoapp'],
    ]);
    const [endpoints] = view.services.filter((s) => s.name === 'myservice').map((s) => s.endpoints);
    expect(endpoints?.map((endpoint) => endpoint.ready).toSorted()).toEqual([false, true, true]);
    const { traces } = simulation.dispatch(toService(20));
    expect(new Set(traces.map((trace) => trace.outcome))).toEqual(new Set(['answered']));
    expect(new Set(traces.map((trace) => trace.backend?.local.ip)).size).toBe(2);
  });

  it('gives the same bytes when its log is replayed', () => {
    const first = played();
    const again = replay({ seed: 1, log: JSON.parse(JSON.stringify(first.log)) as readonly Command[] });
    expect(wholeHistory(again)).toEqual(wholeHistory(first));
  });

  it('gives the same bytes from a snapshot as from the beginning', () => {
    const long = played(1, [...history, ...Array.from({ length: 90 }, (): Command => ({ type: 'advance', ms: 10 }))]);
    expect(everything(long, 5)).toBe(everything(played(1, history.slice(0, 3)), 5));
  });

  it('makes other choices from another seed', () => {
    const backends = (seed: number): readonly unknown[] =>
      (opened(seed).dispatch(toService(30)).traces ?? []).map((trace) => trace.backend?.place);
    expect(backends(1)).toEqual(backends(1));
    expect(backends(1)).not.toEqual(backends(2));
  });

  it('leaves the dice of other streams alone when something unrelated is edited', () => {
    const other = service.replaceAll('myservice', 'unrelated');
    const plain = played(1, [toService(20)]).query({ kind: 'timeline' });
    const edited = played(1, [{ type: 'apply', manifest: other, file: 'other.yaml' }, toService(20)]);
    const ways = (simulation: Simulation, ids: readonly number[]): readonly unknown[] =>
      ids.map((id) => simulation.query({ kind: 'trace', id })?.backend?.local);
    const ids = plain.flatMap((event) => event.traceId ?? []);
    expect(ways(edited, ids)).toEqual(ways(played(1, [toService(20)]), ids));
  });

  it('truncates, forks and seeks', () => {
    const simulation = played();
    const fork = simulation.fork(5);
    const atFive = everything(simulation, 5);
    simulation.seek(5);
    expect(simulation.query({ kind: 'cluster' })).toEqual(simulation.query({ kind: 'cluster' }, 5));
    expect(simulation.truncate(5).accepted).toBe(true);
    expect(simulation.log).toHaveLength(5);
    expect(everything(simulation, 5)).toBe(atFive);
    fork.dispatch(scale(1));
    expect(everything(simulation, 99)).toBe(atFive);
    expect(everything(fork, 5)).toBe(atFive);
  });
});

describe('applying a file', () => {
  const withoutFile = (text: string): string => text.replace(/"kind":"rejected".*/, '');
  const state = (simulation: Simulation): string => {
    const { revision, time, prng, objects, rules, kernels, files } = simulation.snapshotAt(simulation.log.length);
    const stored = Object.values(objects.kinds).map((kind) => [...kind]);
    return withoutFile(
      JSON.stringify({
        revision,
        time,
        prng,
        stored,
        rules: [...rules.keys()],
        kernels: [...kernels],
        files: [...files],
      }),
    );
  };

  it('changes nothing but the timeline when it is rejected', () => {
    const simulation = opened();
    const before = state(simulation);
    const rejected = simulation.dispatch(
      applyService(
        `${service}---\n${service.replace('port: 80\n', 'port: 70000\n').replace('name: myservice', 'name: other')}`,
      ),
    );
    expect(rejected).toMatchObject({ accepted: false, revision: 2 });
    expect(rejected.stderr).toContain('spec.ports[0].port: Invalid value: 70000');
    expect(rejected.problems[0]?.range?.startLine).toBeGreaterThan(15);
    expect(rejected.events.map((event) => event.kind)).toEqual(['rejected']);
    expect(state(simulation)).toBe(before);
    expect(simulation.log).toHaveLength(3);
  });

  it('deletes what the file no longer names, and only that', () => {
    const simulation = opened();
    const renamed = simulation.dispatch(applyService(service.replace('name: myservice', 'name: renamed')));
    expect(renamed.stdout).toBe('service/renamed created\nservice/myservice pruned\n');
    const names = simulation.query({ kind: 'cluster' }).services.map((s) => s.name);
    expect(names).toEqual(['kubernetes', 'renamed']);
    expect(simulation.query({ kind: 'cluster' }).nodes.flatMap((node) => node.pods)).toHaveLength(4);
  });

  it('lets a renamed object keep its fixed port', () => {
    const simulation = opened();
    const fixed = service.replace('port: 80\n', 'port: 80\n    nodePort: 30123\n');
    expect(simulation.dispatch(applyService(fixed)).accepted).toBe(true);
    expect(simulation.dispatch(applyService(fixed.replace('name: myservice', 'name: other'))).accepted).toBe(true);
  });

  it('keeps the previous rules for comparison', () => {
    const simulation = opened();
    simulation.dispatch(applyService(service.replace('port: 80\n', 'port: 8081\n')));
    const diff = simulation.query({ kind: 'ruleset', node: 'node1' })?.diff;
    expect(diff?.added.length).toBeGreaterThan(0);
    expect(diff?.added.every((rule) => rule.includes('8081'))).toBe(true);
    expect(diff?.removed).toHaveLength(diff?.added.length ?? 0);
  });

  it('ties each rule to a line of the file, and each line to its field', () => {
    const simulation = opened();
    const lines = simulation.query({ kind: 'ruleset', node: 'node1' })?.lines ?? [];
    const files = openingFiles;
    const nodePort = lines.find((line) => line.chain === 'KUBE-NODEPORTS' && line.text.includes('myservice'));
    const located = nodePort?.origin && simulation.query({ kind: 'locate', origin: nodePort.origin, files });
    expect(located?.file).toBe('service.yaml');
    const endpoint = lines.find(
      (line) => line.chain?.startsWith('KUBE-SEP-') && line.text.includes('default/myservice'),
    );
    const behind = endpoint?.origin && simulation.query({ kind: 'locate', origin: endpoint.origin, files });
    expect(behind?.file).toBeDefined();
    expect(simulation.query({ kind: 'fieldAt', text: service, line: 12, column: 18 })).toEqual({
      object: { kind: 'Service', namespace: 'default', name: 'myservice' },
      field: 'spec.ports[0].targetPort',
    });
  });
});

describe('a command that makes no sense', () => {
  it.each<[string, Command, string]>([
    [
      'an unknown pod',
      { type: 'send', from: { ...client, name: 'ghost' }, to: '10.96.0.1:443', protocol: 'TCP' },
      'pods "ghost" not found',
    ],
    [
      'an unknown node',
      { type: 'send', from: { kind: 'node', node: 'node9' }, to: '10.96.0.1:443', protocol: 'TCP' },
      'nodes "node9" not found',
    ],
    ['no port', { type: 'send', from: client, to: '10.96.0.1', protocol: 'TCP' }, 'is not an address'],
    ['no address', { type: 'send', from: client, to: '999.1.1.1:80', protocol: 'TCP' }, 'is not an address'],
    [
      'too many packets',
      { type: 'send', from: client, to: '10.96.0.1:443', protocol: 'TCP', count: 1e9 },
      'count must be',
    ],
    [
      'an unknown way',
      { type: 'send', from: { kind: 'external' }, to: '10.96.0.1:443', protocol: 'TCP', via: 'x' },
      'nodes "x" not found',
    ],
    ['time that runs back', { type: 'advance', ms: -1 }, 'time advances by'],
    [
      'an unknown object',
      { type: 'delete', kind: 'Service', namespace: 'default', name: 'nope' },
      'services "nope" not found',
    ],
    ['too long a manifest', { type: 'apply', manifest: '# '.repeat(3_000_000), file: 'big.yaml' }, 'too long'],
    ['no YAML', { type: 'apply', manifest: 'a: [', file: 'bad.yaml' }, 'error'],
  ])('%s is refused in words', (_, command, words) => {
    const simulation = opened();
    const result = simulation.dispatch(command);
    expect(result.accepted).toBe(false);
    expect(result.stderr).toContain(words);
    expect(result.events.map((event) => event.kind)).toEqual(['rejected']);
  });

  it('an unknown name is a failure of DNS, not of the command', () => {
    const result = opened().dispatch({ type: 'send', from: client, to: 'nobody.nowhere:80', protocol: 'TCP' });
    expect(result.traces.map((trace) => trace.outcome)).toEqual(['dns-failure']);
  });
});
