import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../kube/objects.js';
import { createSimulation, type Simulation } from '../world/simulation.js';
import type { SourceRef } from '../world/command.js';
import { importCluster, isImportProblem, type ImportedCluster } from './import-cluster.js';

const dump = readFileSync(new URL('../fixtures/captured/kind-cluster.yaml', import.meta.url), 'utf8');

function imported(text = dump): ImportedCluster {
  const result = importCluster([{ name: 'dump.yaml', text }]);
  if (isImportProblem(result)) throw new Error(JSON.stringify(result));
  return result;
}

function open(cluster = imported()): Simulation {
  const { config, files } = cluster;
  return createSimulation({ seed: 1, config, files });
}

const storedObjects = (simulation: Simulation): ReadonlyMap<string, KubeObject> => {
  const { objects } = simulation.snapshotAt(simulation.log.length);
  return new Map(
    Object.values(objects.kinds).flatMap((all) =>
      [...(all as ReadonlyMap<string, KubeObject>).values()].map((one) => {
        const { resourceVersion: _version, ...metadata } = one.metadata;
        return [
          `${one.kind} ${metadata.namespace ?? ''}/${metadata.name}`,
          { ...one, metadata } as KubeObject,
        ] as const;
      }),
    ),
  );
};

describe('a dump of a kind cluster', () => {
  test('is understood', () => {
    const { summary, config, files } = imported();
    expect(summary.counts).toEqual([
      { kind: 'Node', count: 3 },
      { kind: 'Namespace', count: 6 },
      { kind: 'Service', count: 5 },
      { kind: 'EndpointSlice', count: 5 },
      { kind: 'Pod', count: 19 },
      { kind: 'Deployment', count: 3 },
      { kind: 'ReplicaSet', count: 3 },
      { kind: 'StatefulSet', count: 1 },
      { kind: 'DaemonSet', count: 2 },
    ]);
    expect(summary.leftOut).toEqual([
      { kind: 'ConfigMap', count: 1 },
      { kind: 'Job', count: 1 },
      { kind: 'Secret', count: 1 },
    ]);
    expect(summary.warnings).toEqual([]);
    expect(summary.serviceCIDRs).toEqual({ ranges: ['10.96.0.0/16'], from: 'kubeadm' });
    expect(summary.clusterCIDRs).toEqual({ ranges: ['10.244.0.0/16'], from: 'kube-proxy' });
    expect(summary.mode).toBe('iptables');
    expect(config.apiServer).toEqual({ ip: '172.18.0.4', port: 6443 });
    expect(config.router).toEqual({ ip: '172.18.0.1' });
    expect(Object.keys(files)).toEqual(['workloads.yaml', 'services.yaml']);
    expect(JSON.stringify(config) + JSON.stringify(files)).not.toContain('hunter2');
  });

  test('comes up with no rejected file and with what was stored', () => {
    const simulation = open();
    const { timeline } = simulation.snapshotAt(simulation.log.length);
    expect(timeline.filter(({ kind }) => kind === 'rejected')).toEqual([]);
    const stored = storedObjects(simulation);
    expect(stored.get('Pod shop/web-5f6d8b7c94-9ndlx')).toMatchObject({
      spec: { nodeName: 'lab-worker2' },
      status: { podIP: '10.244.2.5', phase: 'Running' },
    });
    expect(stored.get('Service ingress-nginx/ingress-nginx-controller')).toMatchObject({
      spec: { clusterIP: '10.96.201.33', healthCheckNodePort: 31422 },
      status: { loadBalancer: { ingress: [{ ip: '172.18.255.200' }] } },
    });
  });

  test('stays as it is when something else changes', () => {
    const simulation = open();
    const before = storedObjects(simulation);
    const manifest = `apiVersion: v1\nkind: Pod\nmetadata: { name: new, namespace: shop }\nspec: { containers: [{ name: c, image: x }] }\n`;
    expect(simulation.dispatch({ type: 'apply', manifest }).problems).toEqual([]);
    const after = storedObjects(simulation);
    const added = [...after.keys()].filter((key) => !before.has(key));
    // The dump holds no Endpoints: their controller writes them when it first has reason to look.
    expect(added.filter((key) => !/^(Event|Endpoints) /.test(key))).toEqual(['Pod shop/new']);
    expect([...before.keys()].filter((key) => !after.has(key))).toEqual([]);
    const kinds = ['Pod', 'Service', 'EndpointSlice', 'ReplicaSet', 'Node'];
    for (const [key, object] of before) {
      if (!kinds.includes(object.kind)) continue;
      const decisive = ({ kind, metadata, ...rest }: KubeObject) =>
        kind === 'Pod' && 'status' in rest
          ? [metadata.name, rest.spec, podStatus(rest.status)]
          : kind === 'EndpointSlice'
            ? [metadata.name, rest]
            : [metadata.name, 'spec' in rest ? rest.spec : undefined];
      const later = after.get(key);
      expect(later && decisive(later), key).toEqual(decisive(object));
    }
  });

  test('a workload that is scaled goes on from where it was', () => {
    const simulation = open();
    simulation.dispatch({ type: 'scale', kind: 'Deployment', namespace: 'shop', name: 'web', replicas: 5 });
    const pods = [...storedObjects(simulation).keys()].filter((key) => key.startsWith('Pod shop/web-5f6d8b7c94-'));
    expect(pods).toHaveLength(5);
  });
});

const podStatus = (status: unknown): unknown => {
  const { phase, podIP, conditions } = status as {
    phase: string;
    podIP?: string;
    conditions?: { type: string; status: string }[];
  };
  return [phase, podIP, conditions?.find(({ type }) => type === 'Ready')?.status];
};

describe('packets in the imported cluster: who → where → outcome', () => {
  const pod = (namespace: string, name: string): SourceRef => ({ kind: 'pod', namespace, name });
  type Row = readonly [string, SourceRef, string, 'TCP' | 'UDP', string, readonly string[]];
  const dns = ['10.244.0.3', '10.244.0.4'];
  const rows: readonly Row[] = [
    ['a pod asks kube-dns', pod('shop', 'db-0'), '10.96.0.10:53', 'UDP', 'answered', dns],
    ['a node asks kube-dns', { kind: 'node', node: 'lab-worker2' }, '10.96.0.10:53', 'UDP', 'answered', dns],
    [
      'a pod asks the API server, which is a pod of a node',
      pod('shop', 'db-1'),
      '10.96.0.1:443',
      'TCP',
      'answered',
      ['172.18.0.4'],
    ],
    [
      'a Service whose pods declare no ports',
      pod('shop', 'db-0'),
      '10.96.77.12:80',
      'TCP',
      'answered',
      ['10.244.1.8', '10.244.2.5'],
    ],
    [
      'from outside to a node port',
      { kind: 'external' },
      '172.18.0.3:30500',
      'TCP',
      'answered',
      ['10.244.1.8', '10.244.2.5'],
    ],
    ['a headless name', pod('shop', 'web-5f6d8b7c94-2b8qk'), 'db-1.db.shop:5432', 'TCP', 'answered', ['10.244.2.7']],
  ];
  test.each(rows)('%s', (_, from, to, protocol, outcome, backends) => {
    const [trace] = open().dispatch({ type: 'send', from, to, protocol }).traces;
    expect(trace?.outcome).toBe(outcome);
    expect(backends).toContain(trace?.backend?.local.ip);
  });

  test('a load balancer of policy Local is served where its pod runs', () => {
    const ask = (via: string) =>
      open().dispatch({ type: 'send', from: { kind: 'external' }, to: '172.18.255.200:80', protocol: 'TCP', via })
        .traces[0];
    expect(ask('lab-worker')?.backend?.local).toEqual({ ip: '10.244.1.7', port: 80 });
    expect(ask('lab-worker2')?.outcome).toBe('timeout');
  });
});

describe('dumps of other kinds', () => {
  test('the same as JSON, in several files and documents', () => {
    const items = /^- /m;
    expect(items.test(dump)).toBe(true);
    const { summary } = imported();
    const parts = dump.split(/^(?=- )/m);
    const [head = '', ...rest] = parts;
    const half = Math.floor(rest.length / 2);
    const tail = /\nkind: List\nmetadata:\n[^]*$/;
    const closing = tail.exec(dump)?.[0] ?? '';
    const first = `${head}${rest.slice(0, half).join('')}`.trimEnd() + closing;
    const second = head + rest.slice(half).join('');
    const both = importCluster([
      { name: 'a.yaml', text: first },
      { name: 'b.yaml', text: second },
    ]);
    expect(isImportProblem(both) ? both : both.summary).toEqual(summary);
  });

  const node = (name: string, ip: string, spec = '{}') =>
    `apiVersion: v1\nkind: Node\nmetadata: { name: ${name} }\nspec: ${spec}\nstatus: { addresses: [{ type: InternalIP, address: "${ip}" }] }\n`;

  test('pods outside of their node’s range are reached as well', () => {
    const pod = (name: string, on: string, ip: string) =>
      `---\napiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, namespace: default }\nspec: { nodeName: ${on}, containers: [{ name: c, ports: [{ containerPort: 80 }] }] }\nstatus: { phase: Running, podIP: ${ip}, conditions: [{ type: Ready, status: "True" }] }\n`;
    const text = [
      node('a', '10.0.1.10'),
      '---\n',
      node('b', '10.0.2.10'),
      pod('p', 'a', '10.0.1.50'),
      pod('q', 'b', '10.0.2.60'),
    ].join('');
    const cluster = imported(text);
    expect(cluster.summary.warnings.map(({ kind }) => kind)).toEqual(['nodes-without-pod-range', 'no-kube-proxy']);
    const from = { kind: 'pod', namespace: 'default', name: 'p' } as const;
    const [trace] = open(cluster).dispatch({ type: 'send', from, to: '10.0.2.60:80', protocol: 'TCP' }).traces;
    expect(trace?.outcome).toBe('answered');
  });

  test.each([
    ['', 'nothing-found'],
    ['hello', 'nothing-found'],
    ['kind: [', 'unreadable'],
    ['a: &a [*a]', 'unreadable'],
    [`a: ${'['.repeat(5000)}`, 'unreadable'],
    [`${Array.from({ length: 600 }, (_, n) => `${' '.repeat(n)}a:`).join('\n')}\n`, 'unreadable'],
    ['apiVersion: v1\nkind: Pod\nmetadata: { name: x }\n', 'no-nodes'],
    ['x'.repeat(6_000_000), 'too-large'],
    [`[${'{},'.repeat(20_001)}{}]`, 'too-many-objects'],
  ])('%#: %.20s … is refused', (text, kind) => {
    expect(importCluster([{ name: 'x', text }])).toMatchObject({ kind });
  });

  test('aliases that multiply end', () => {
    const bomb = [
      'a0: &a0 [x,x,x,x,x,x,x,x,x,x]',
      ...Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(10)}]`),
    ].join('\n');
    expect(importCluster([{ name: 'x', text: bomb }])).toMatchObject({ kind: 'unreadable' });
  });
});
