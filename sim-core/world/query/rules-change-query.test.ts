import { expect, it } from 'vitest';
import { defaultClusterConfig } from '../config.js';
import { createSimulation } from '../simulation.js';

const pod = (name: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: web}}
spec: {containers: [{name: c, image: i, ports: [{containerPort: 8080}]}]}
`;

const service = (ports: string): string => `
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [${ports}]}
`;

function start() {
  const simulation = createSimulation({ seed: 1 });
  const apply = (manifest: string) => {
    simulation.dispatch({ type: 'apply', manifest });
    simulation.dispatch({ type: 'settle' });
    return simulation.query({ kind: 'rulesChange', node: 'node1' });
  };
  apply([pod('a'), pod('b'), service('{port: 80, targetPort: 8080}')].join('---'));
  return { simulation, apply };
}

const web = { kind: 'Service', namespace: 'default', name: 'web' };

it('tells which field of which Service was edited, and since which revision', () => {
  const { apply } = start();
  expect(apply(service('{port: 81, targetPort: 8080}'))).toMatchObject({
    since: 1,
    revision: 2,
    causes: [{ kind: 'service-edited', service: web, fields: ['spec.ports[0].port'] }],
  });
});

it('tells which endpoints came and went', () => {
  const { simulation, apply } = start();
  expect(apply(pod('c'))?.causes).toEqual([{ kind: 'endpoint-joined', service: web, endpoint: 'c' }]);
  simulation.dispatch({ type: 'delete', kind: 'Pod', namespace: 'default', name: 'a' });
  simulation.dispatch({ type: 'settle' });
  const { causes } = simulation.query({ kind: 'rulesChange', node: 'node1' }) ?? {};
  expect(causes).toContainEqual({ kind: 'endpoint-left', service: web, endpoint: 'a' });
});

it('tells Services that came and went', () => {
  const { simulation, apply } = start();
  const other = service('{port: 90, targetPort: 8080}').replace('name: web', 'name: other');
  expect(apply(other)?.causes).toContainEqual({ kind: 'service-added', service: { ...web, name: 'other' } });
  simulation.dispatch({ type: 'delete', kind: 'Service', namespace: 'default', name: 'other' });
  simulation.dispatch({ type: 'settle' });
  const { causes } = simulation.query({ kind: 'rulesChange', node: 'node1' }) ?? {};
  expect(causes).toContainEqual({ kind: 'service-deleted', service: { ...web, name: 'other' } });
});

it('knows of no change where rules are the first', () => {
  const simulation = createSimulation({ seed: 1 });
  expect(simulation.query({ kind: 'rulesChange', node: 'nowhere' })).toBeUndefined();
});

it.each([
  ['iptables', 'nftables'],
  ['nftables', 'ipvs'],
  ['ipvs', 'iptables'],
])('tells that kube-proxy was switched from %s to %s, until it writes rules for something else', (mode, next) => {
  const kubeProxy = { ...defaultClusterConfig.kubeProxy, mode };
  const simulation = createSimulation({
    seed: 1,
    config: { kubeProxyPods: true, kubeProxy },
    files: { 'a.yaml': [pod('a'), service('{port: 80, targetPort: 8080}')].join('---') },
  });
  const change = () => simulation.query({ kind: 'rulesChange', node: 'node1' });
  const told = change();
  expect(told?.modes).toBeUndefined();
  simulation.dispatch({ type: 'setProxyMode', mode: next });
  simulation.dispatch({ type: 'settle' });
  // The Services are as they were: what the rules were before is what the former mode made of them.
  expect(change()).toEqual({ node: 'node1', since: 1, revision: 2, modes: { before: mode, after: next }, causes: [] });
  simulation.dispatch({ type: 'apply', manifest: service('{port: 81, targetPort: 8080}') });
  simulation.dispatch({ type: 'settle' });
  expect(change()?.modes).toBeUndefined();
  expect(change()?.causes).toMatchObject([{ kind: 'service-edited', service: web }]);
});
