import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { proxyModes } from '../../proxy/registry.js';
import { defaultClusterConfig } from '../../world/config.js';
import { createSimulation } from '../../world/simulation.js';
import { plainDnatMode } from './compile.js';

// The one line that a mode of the project's own would have in proxy/registry.ts.
vi.mock('../../proxy/registry.js', async (original) => {
  const { proxyModes: known } = await original<{ proxyModes: typeof proxyModes }>();
  const { plainDnatMode: added } = await import('./compile.js');
  return { proxyModes: new Map([...known, [added.name, added]]) };
});

const manifest = `
apiVersion: v1
kind: Pod
metadata: {name: client, annotations: {kubehop.dev/node: node1, kubehop.dev/ip: 10.244.1.9}}
spec: {containers: [{name: c, image: i}]}
---
apiVersion: v1
kind: Pod
metadata: {name: a, labels: {app: web}, annotations: {kubehop.dev/node: node1, kubehop.dev/ip: 10.244.1.11}}
spec: {containers: [{name: c, image: i, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: b, labels: {app: web}, annotations: {kubehop.dev/node: node2, kubehop.dev/ip: 10.244.2.11}}
spec: {containers: [{name: c, image: i, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {type: NodePort, clusterIP: 10.96.1.1, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 31080}]}
---
apiVersion: v1
kind: Service
metadata: {name: empty}
spec: {clusterIP: 10.96.1.2, selector: {app: nobody}, ports: [{port: 80}]}
`;

function play() {
  const config = { ...defaultClusterConfig, kubeProxy: { ...defaultClusterConfig.kubeProxy, mode: 'plain-dnat' } };
  const simulation = createSimulation({ config, seed: 1 });
  simulation.dispatch({ type: 'apply', manifest });
  simulation.dispatch({ type: 'settle' });
  return simulation;
}

const client = { kind: 'pod', namespace: 'default', name: 'client' } as const;

describe('a mode that is a folder and a line in the registry', () => {
  it('is known by its name', () => {
    expect(proxyModes.get('plain-dnat')).toBe(plainDnatMode);
  });

  it.each([
    ['10.96.1.1:80', ['answered'], ['10.244.1.11', '10.244.2.11']],
    ['10.96.1.2:80', ['timeout'], []],
    ['192.168.10.12:31080', ['refused'], []],
  ])('%s: %j', (to, outcomes, backends) => {
    const { traces } = play().dispatch({ type: 'send', from: client, to, protocol: 'TCP', count: 40 });
    expect([...new Set(traces.map(({ outcome }) => outcome))]).toEqual(outcomes);
    expect([...new Set(traces.flatMap(({ backend }) => backend?.local.ip ?? []))].sort()).toEqual(backends);
  });

  it('leads from a hop over the rule to the field that made it', () => {
    const [trace] = play().dispatch({ type: 'send', from: client, to: '10.96.1.1:80', protocol: 'TCP' }).traces;
    const told = JSON.stringify(trace);
    expect(told).toContain('"code":"dnat"');
    expect(told).toContain('"name":"web"');
  });

  it('writes what iptables-save would print', () => {
    const { lines = [] } = play().query({ kind: 'ruleset', node: 'node1' }) ?? {};
    const toWeb = '-A PREROUTING -d 10.96.1.1/32 -p tcp -m tcp --dport 80';
    expect(lines.map(({ text }) => text).filter((text) => text.startsWith(toWeb))).toEqual([
      `${toWeb} -m statistic --mode random --probability 0.50000000000 -j DNAT --to-destination 10.244.1.11:8080`,
      `${toWeb} -j DNAT --to-destination 10.244.2.11:8080`,
    ]);
  });

  it('stands word for word in the documentation', () => {
    const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
    const code = read('./compile.ts').replaceAll("'../../proxy/", "'../").trim();
    expect(read('../../../docs/adding-a-mode.md')).toContain(code);
  });
});
