import { describe, expect, it } from 'vitest';
import { writeRuleset } from '../../netfilter/iptables/write.js';
import { defaultClusterConfig, type ClusterConfig } from '../config.js';
import { createSimulation, type Simulation } from '../simulation.js';
import { getObject, listObjects } from '../../kube/store.js';

const manifest = (port = 80): string => `
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}, annotations: {kubehop.dev/node: node2}}
spec: {containers: [{name: c, image: x, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {clusterIP: 10.96.0.50, selector: {app: web}, ports: [{port: ${port}, targetPort: 8080}]}
`;

function cluster(mode: string, release = 'v1.34', more: Partial<ClusterConfig> = {}): Simulation {
  const kubeProxy = { ...defaultClusterConfig.kubeProxy, mode, release };
  const config = { kubeProxyPods: true, ...more, kubeProxy };
  return createSimulation({ config, seed: 5, files: { 'a.yaml': manifest() } });
}

const head = (sim: Simulation) => sim.snapshotAt(sim.log.length);
const modes = (sim: Simulation): readonly (string | undefined)[] =>
  ['node1', 'node2', 'node3'].map((node) => head(sim).rules.get(node)?.dataplane.mode);
const states = (sim: Simulation): readonly string[] =>
  [...(head(sim).proxies?.values() ?? [])].map(({ state }) => state);
const log = (sim: Simulation, node = 'node1'): string => head(sim).proxies?.get(node)?.log.join('\n') ?? '';

function rules(sim: Simulation, node = 'node1'): string {
  const ruleset = head(sim).rules.get(node)?.dataplane.iptables.get('kube-proxy/IPv4');
  return ruleset === undefined ? '' : writeRuleset(ruleset);
}

const pods = (sim: Simulation) =>
  listObjects(head(sim).objects, 'Pod', 'kube-system').filter(({ metadata }) =>
    metadata.name.startsWith('kube-proxy-'),
  );

function editMode(sim: Simulation, mode: string): void {
  const data = getObject(head(sim).objects, 'ConfigMap', 'kube-system', 'kube-proxy')?.data?.['config.conf'] ?? '';
  const text = data.replace(/^mode: .*$/m, `mode: "${mode}"`).replaceAll('\n', '\n    ');
  const edited = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kube-proxy, namespace: kube-system}\ndata:\n  config.conf: |\n    ${text}`;
  expect(sim.dispatch({ type: 'apply', manifest: edited }).accepted).toBe(true);
}

const deletePod = (sim: Simulation, node: string): void => {
  const pod = pods(sim).find(({ spec }) => spec.nodeName === node);
  sim.dispatch({ type: 'delete', kind: 'Pod', namespace: 'kube-system', name: pod?.metadata.name ?? '' });
};

describe('a cluster as kubeadm makes it', () => {
  const sim = cluster('iptables');

  it('has a kube-proxy pod on every node, in the host network', () => {
    expect(pods(sim).map(({ spec, status }) => [spec.nodeName, spec.hostNetwork, status?.podIP])).toEqual([
      ['node1', true, '192.168.10.11'],
      ['node2', true, '192.168.10.12'],
      ['node3', true, '192.168.10.13'],
    ]);
    expect(states(sim)).toEqual(['running', 'running', 'running']);
    expect(log(sim)).toMatch(/^I0101 00:00:0\d\.\d{6} {7}1 server_linux\.go:132\] "Using iptables Proxier"$/);
  });

  it('writes the same rules as one in which kube-proxy is just there', () => {
    const plain = createSimulation({ seed: 5, files: { 'a.yaml': manifest() } });
    expect(rules(sim)).toBe(rules(plain));
    expect(rules(sim)).toContain('KUBE-SVC-');
  });

  it('has no such objects unless asked for', () => {
    const plain = createSimulation({ seed: 5 });
    expect(listObjects(head(plain).objects, 'ConfigMap').length).toBe(0);
    expect(plain.dispatch({ type: 'setProxyMode', mode: 'userspace' })).toMatchObject({
      accepted: false,
      stderr: 'Error from server (NotFound): configmaps "kube-proxy" not found\n',
    });
  });
});

describe('switching by hand', () => {
  it('changes nothing until the pods are deleted, and then node by node', () => {
    const sim = cluster('iptables', 'v1.25');
    const before = rules(sim);
    editMode(sim, 'userspace');
    sim.dispatch({ type: 'advance', ms: 3_600_000 });
    expect(modes(sim)).toEqual(['iptables', 'iptables', 'iptables']);
    expect(rules(sim)).toBe(before);
    deletePod(sim, 'node2');
    expect(modes(sim)).toEqual(['iptables', 'userspace', 'iptables']);
    expect(rules(sim, 'node1')).toBe(before);
    deletePod(sim, 'node1');
    expect(modes(sim)).toEqual(['userspace', 'userspace', 'iptables']);
  });

  it('goes on in the old mode meanwhile: rules follow the Services as ever', () => {
    const sim = cluster('iptables');
    editMode(sim, 'ipvs');
    sim.dispatch({ type: 'apply', manifest: manifest(81), file: 'a.yaml' });
    expect(rules(sim)).toContain('--dport 81');
    expect(modes(sim)).toEqual(['iptables', 'iptables', 'iptables']);
  });

  it('leaves the rules as they are while no kube-proxy runs', () => {
    const sim = cluster('iptables');
    const before = rules(sim);
    sim.dispatch({ type: 'setProxyMode', mode: 'ebpf' });
    expect(states(sim)).toEqual(['back-off', 'back-off', 'back-off']);
    sim.dispatch({ type: 'apply', manifest: manifest(81), file: 'a.yaml' });
    expect(rules(sim)).toBe(before);
  });
});

describe('switching in one step', () => {
  it('edits the ConfigMap, deletes the pods, and they come back', () => {
    const sim = cluster('iptables', 'v1.25');
    const old = pods(sim).map(({ metadata }) => metadata.name);
    const result = sim.dispatch({ type: 'setProxyMode', mode: 'userspace' });
    expect(result.stdout).toContain('configmap/kube-proxy configured\n');
    for (const name of old) expect(result.stdout).toContain(`"${name}" deleted`);
    expect(modes(sim)).toEqual(['userspace', 'userspace', 'userspace']);
    expect(pods(sim).length).toBe(3);
    expect(pods(sim).map(({ metadata }) => metadata.name)).not.toEqual(expect.arrayContaining(old));
    const told = result.events.map(({ text }) => text);
    const stopped = told.indexOf('kube-proxy on node1 stopped; its rules stay');
    const runs = told.indexOf('kube-proxy on node1 runs in userspace mode (v1.25)');
    expect(stopped).toBeGreaterThan(-1);
    expect(runs).toBeGreaterThan(stopped);
    expect(result.events[runs]?.time).toBeGreaterThan(result.events[stopped]?.time ?? Infinity);
  });

  it('takes another release with it, as the image', () => {
    const sim = cluster('iptables');
    const result = sim.dispatch({ type: 'setProxyMode', mode: 'userspace', release: 'v1.25' });
    expect(result.stdout).toContain('daemonset.apps/kube-proxy image updated');
    expect(modes(sim)).toEqual(['userspace', 'userspace', 'userspace']);
    expect(pods(sim)[0]?.spec.containers[0]?.image).toBe('registry.k8s.io/kube-proxy:v1.25.0');
  });

  it('can be done on some nodes only', () => {
    const sim = cluster('iptables', 'v1.25');
    sim.dispatch({ type: 'setProxyMode', mode: 'userspace', nodes: ['node3'] });
    expect(modes(sim)).toEqual(['iptables', 'iptables', 'userspace']);
  });

  it('reaches the same endpoints before, while and after', () => {
    const sim = cluster('iptables', 'v1.25');
    const ask = (): string =>
      sim.dispatch({ type: 'send', from: { kind: 'node', node: 'node1' }, to: '10.96.0.50:80', protocol: 'TCP' })
        .traces[0]?.outcome ?? '';
    expect(ask()).toBe('answered');
    sim.dispatch({ type: 'setProxyMode', mode: 'userspace' });
    expect(ask()).toBe('answered');
    sim.dispatch({ type: 'setProxyMode', mode: 'iptables' });
    expect(ask()).toBe('answered');
  });

  it('gives the same world again from the same log', () => {
    const run = (): string => {
      const sim = cluster('iptables', 'v1.25');
      sim.dispatch({ type: 'setProxyMode', mode: 'userspace' });
      return JSON.stringify([head(sim).timeline, [...(head(sim).proxies ?? [])], rules(sim)]);
    };
    expect(run()).toBe(run());
  });
});

describe('what a former mode leaves behind', () => {
  it.each<[string, string, string, string, boolean]>([
    ['v1.25', 'userspace', 'iptables', 'KUBE-PORTALS-CONTAINER', true],
    ['v1.25', 'iptables', 'userspace', 'KUBE-SERVICES', true],
    ['v1.14', 'userspace', 'iptables', 'KUBE-PORTALS-CONTAINER', false],
    ['v1.14', 'iptables', 'userspace', 'KUBE-SERVICES', false],
  ])('%s from %s to %s: %s stays: %s', (release, from, to, chain, stays) => {
    const sim = cluster(from, release);
    expect(rules(sim)).toContain(chain);
    sim.dispatch({ type: 'setProxyMode', mode: to });
    expect(rules(sim).includes(chain)).toBe(stays);
    expect(head(sim).rules.get('node1')?.leftovers?.length ?? 0).toBe(stays ? 1 : 0);
  });

  it('is not kept up to date', () => {
    const sim = cluster('iptables', 'v1.25');
    sim.dispatch({ type: 'setProxyMode', mode: 'userspace' });
    sim.dispatch({ type: 'delete', kind: 'Service', namespace: 'default', name: 'web' });
    expect(rules(sim)).toContain('-d 10.96.0.50/32');
    expect(rules(sim)).not.toMatch(/KUBE-PORTALS-\w+ -d 10\.96\.0\.50/);
    sim.dispatch({ type: 'setProxyMode', mode: 'iptables' });
    expect(rules(sim)).not.toContain('-d 10.96.0.50/32');
  });

  it('puts the jumps of the new mode before those that are there', () => {
    const sim = cluster('userspace', 'v1.25');
    sim.dispatch({ type: 'setProxyMode', mode: 'iptables' });
    const jumps = rules(sim)
      .split('\n')
      .filter((line) => line.startsWith('-A PREROUTING'))
      .map((line) => line.split(' -j ')[1]);
    expect(jumps).toEqual(['KUBE-SERVICES', 'KUBE-PORTALS-CONTAINER', 'KUBE-NODEPORT-CONTAINER']);
  });
});

describe('a mode that kube-proxy refuses', () => {
  const error =
    'failed validate: KubeProxyConfiguration.Mode.ProxyMode: Invalid value: "userspace": must be iptables, ipvs, nftables or blank (blank means the best-available proxy [currently iptables])';

  it('leaves the old rules and a pod in CrashLoopBackOff with the error in its log', () => {
    const sim = cluster('iptables');
    const before = rules(sim);
    sim.dispatch({ type: 'setProxyMode', mode: 'userspace' });
    expect(rules(sim)).toBe(before);
    expect(states(sim)).toEqual(['back-off', 'back-off', 'back-off']);
    expect(log(sim)).toContain(`run.go:72] "command failed" err=${JSON.stringify(error)}`);
    const status = JSON.stringify(pods(sim)[0]?.status?.['containerStatuses']);
    expect(status).toContain('"reason":"CrashLoopBackOff"');
  });

  it('is tried again and again, ever more slowly', () => {
    const sim = cluster('iptables');
    const started = sim.dispatch({ type: 'setProxyMode', mode: 'userspace' }).time;
    sim.dispatch({ type: 'advance', ms: 600_000 });
    const [process] = head(sim).proxies?.values() ?? [];
    // After 0, 10, 30, 70, 150, 310 and 610 seconds; the last lies beyond.
    expect(process?.restarts).toBe(6);
    expect(sim.dispatch({ type: 'settle' }).time).toBeLessThan(started + 700_000);
  });

  it('mends itself when the ConfigMap is put right', () => {
    const sim = cluster('iptables');
    sim.dispatch({ type: 'setProxyMode', mode: 'userspace' });
    editMode(sim, 'iptables');
    sim.dispatch({ type: 'advance', ms: 60_000 });
    expect(states(sim)).toEqual(['running', 'running', 'running']);
    expect(JSON.stringify(pods(sim)[0]?.status)).not.toContain('CrashLoopBackOff');
  });

  it('is a file without a kind as well', () => {
    const sim = cluster('iptables');
    const manifestOf =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kube-proxy, namespace: kube-system}\ndata: {config.conf: "mode: ipvs"}';
    sim.dispatch({ type: 'apply', manifest: manifestOf });
    deletePod(sim, 'node1');
    expect(log(sim)).toContain('"command failed" err="failed complete: no kind');
  });
});

describe('what the mode switch shows', () => {
  const view = (sim: Simulation) => sim.query({ kind: 'proxyModes' });

  it('names every mode, what this release says to it, and where else it can be had', () => {
    const { modes: choices, release, configured, switchable } = view(cluster('iptables'));
    expect([release, configured, switchable]).toEqual(['v1.34', 'iptables', true]);
    expect(choices.filter(({ possible }) => possible).map(({ name }) => name)).toEqual([
      'iptables',
      'nftables',
      'ipvs',
    ]);
    const refused = choices.filter(({ possible }) => !possible);
    expect(refused.map(({ name, elsewhere }) => [name, elsewhere])).toEqual([
      ['userspace', { release: 'v1.25', os: 'linux' }],
      ['kernelspace', { release: 'v1.34', os: 'windows' }],
    ]);
    for (const { refusal, name } of refused) expect(refusal).toContain(`Invalid value: "${name}"`);
  });

  it('tells what is configured from what runs', () => {
    const sim = cluster('iptables', 'v1.25');
    editMode(sim, 'userspace');
    deletePod(sim, 'node2');
    const { configured, nodes, release } = view(sim);
    expect([configured, release]).toEqual(['userspace', 'v1.25']);
    expect(nodes.map(({ node, mode, leftovers }) => [node, mode, leftovers])).toEqual([
      ['node1', 'iptables', []],
      ['node2', 'userspace', ['iptables']],
      ['node3', 'iptables', []],
    ]);
    expect(sim.query({ kind: 'cluster' }).nodes.map(({ mode }) => mode)).toEqual(['iptables', 'userspace', 'iptables']);
  });

  it('shows a pod that does not come up', () => {
    const sim = cluster('iptables');
    sim.dispatch({ type: 'setProxyMode', mode: 'kernelspace' });
    const [node] = view(sim).nodes;
    expect(node).toMatchObject({ mode: 'iptables', state: 'back-off', restarts: 1 });
    expect(node?.log.at(-1)).toContain('Invalid value: \\"kernelspace\\"');
  });
});

describe('iptables, ipvs and nftables', () => {
  it.each<[string, string, readonly string[]]>([
    ['iptables', 'ipvs', ['iptables']],
    ['ipvs', 'iptables', ['ipvs']],
    ['iptables', 'nftables', []],
    ['ipvs', 'nftables', []],
    ['nftables', 'iptables', []],
    ['nftables', 'ipvs', []],
  ])('from %s to %s there stays %j', (from, to, stays) => {
    const sim = cluster(from);
    sim.dispatch({ type: 'setProxyMode', mode: to });
    const dataplane = head(sim).rules.get('node1')?.dataplane;
    expect(modes(sim)).toEqual([to, to, to]);
    expect(
      head(sim)
        .rules.get('node1')
        ?.leftovers?.map(({ mode }) => mode) ?? [],
    ).toEqual(stays);
    expect((dataplane?.nftables?.size ?? 0) > 0).toBe(to === 'nftables');
    expect(dataplane?.addresses.includes('10.96.0.50')).toBe([to, ...stays].includes('ipvs'));
    expect(rules(sim).includes('KUBE-SVC-')).toBe([to, ...stays].includes('iptables'));
    const from1 = { kind: 'node', node: 'node1' } as const;
    const [trace] = sim.dispatch({ type: 'send', from: from1, to: '10.96.0.50:80', protocol: 'TCP' }).traces;
    expect(trace?.outcome).toBe('answered');
  });

  it('leaves a stale REJECT behind, which no packet of ipvs mode meets', () => {
    const sim = cluster('iptables');
    const from = { kind: 'pod', namespace: 'default', name: 'asker' } as const;
    const asker =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: asker, annotations: {kubehop.dev/node: node1}}\nspec: {containers: [{name: c, image: x}]}\n';
    sim.dispatch({ type: 'apply', manifest: asker });
    sim.dispatch({ type: 'label', kind: 'Pod', namespace: 'default', name: 'web', labels: { app: 'other' } });
    expect(rules(sim)).toContain('has no endpoints');
    sim.dispatch({ type: 'setProxyMode', mode: 'ipvs' });
    sim.dispatch({ type: 'label', kind: 'Pod', namespace: 'default', name: 'web', labels: { app: 'web' } });
    expect(rules(sim)).toContain('has no endpoints');
    const [trace] = sim.dispatch({ type: 'send', from, to: '10.96.0.50:80', protocol: 'TCP' }).traces;
    expect(trace?.outcome).toBe('answered');
  });

  it('starts in ipvs mode without the modules: not at all today, as iptables in 1.25', () => {
    const nodes = defaultClusterConfig.nodes.map((node) => ({ ...node, missingModules: ['ip_vs'] }));
    const now = cluster('iptables', 'v1.34', { nodes });
    now.dispatch({ type: 'setProxyMode', mode: 'ipvs' });
    expect([modes(now)[0], states(now)[0]]).toEqual(['iptables', 'back-off']);
    expect(log(now)).toContain(`"Error running ProxyServer" err="can't use the IPVS proxier: Ipvs not supported"`);
    const then = cluster('userspace', 'v1.25', { nodes });
    then.dispatch({ type: 'setProxyMode', mode: 'ipvs' });
    expect([modes(then)[0], states(then)[0]]).toEqual(['iptables', 'running']);
    expect(log(then)).toContain(`"Can't use the IPVS proxier" err="IPVS proxier will not be used`);
  });
});

describe('at a prompt', () => {
  const type = (sim: Simulation, line: string, node?: string): string =>
    sim.dispatch({ type: 'shell', place: node === undefined ? { kind: 'laptop' } : { kind: 'node', node }, line })
      .stdout;

  it('kubectl logs shows why kube-proxy does not start, kubectl get that it does not', () => {
    const sim = cluster('iptables');
    sim.dispatch({ type: 'setProxyMode', mode: 'ebpf' });
    expect(type(sim, 'kubectl -n kube-system logs -l k8s-app=kube-proxy')).toContain('Invalid value: \\"ebpf\\"');
    expect(type(sim, 'kubectl -n kube-system get pods')).toMatch(/kube-proxy-\w{5} +0\/1 +CrashLoopBackOff +1/);
  });

  it('deleting the pods there switches as well', () => {
    const sim = cluster('iptables', 'v1.25');
    editMode(sim, 'userspace');
    type(sim, 'kubectl -n kube-system delete pod -l k8s-app=kube-proxy');
    expect(modes(sim)).toEqual(['userspace', 'userspace', 'userspace']);
  });

  it('hnsdiag lists the policies of a Windows node', () => {
    const [node1, node2] = defaultClusterConfig.nodes;
    const nodes = [...(node1 ? [node1] : []), ...(node2 ? [{ ...node2, os: 'windows' as const }] : [])];
    const sim = cluster('iptables', 'v1.34', { nodes });
    expect(modes(sim).slice(0, 2)).toEqual(['iptables', 'kernelspace']);
    expect(pods(sim).map(({ metadata }) => metadata.labels?.['k8s-app'])).toEqual(['kube-proxy', 'kube-proxy-windows']);
    expect(type(sim, 'hnsdiag list loadbalancers -d', 'node2')).toContain(
      '"FrontendVIPs": [\n      "10.96.0.50"\n    ]',
    );
    expect(type(sim, 'hnsdiag list loadbalancers', 'node1')).toBe('');
  });
});
