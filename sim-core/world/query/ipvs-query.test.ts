import { describe, expect, it } from 'vitest';
import { defaultClusterConfig } from '../config.js';
import { createSimulation } from '../simulation.js';

const pod = (name: string, node: string, ip: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: web}, annotations: {kubehop.dev/node: ${node}, kubehop.dev/ip: ${ip}}}
spec: {containers: [{name: c, image: i, ports: [{containerPort: 8080}]}]}
`;

const service = `
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {clusterIP: 10.96.1.1, sessionAffinity: ClientIP, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
`;

function start(mode: string) {
  const kubeProxy = { ...defaultClusterConfig.kubeProxy, mode };
  const simulation = createSimulation({ config: { ...defaultClusterConfig, kubeProxy }, seed: 1 });
  const manifest = [pod('a', 'node1', '10.244.1.11'), pod('b', 'node2', '10.244.2.11'), service].join('---');
  simulation.dispatch({ type: 'apply', manifest });
  simulation.dispatch({ type: 'settle' });
  return simulation;
}

describe('what IPVS holds on a node', () => {
  it('tells servers, sets and addresses with what asked for them', () => {
    const view = start('ipvs').query({ kind: 'ipvs', node: 'node1' });
    const web = view?.virtualServers.find(({ address }) => address === '10.96.1.1');
    expect(web).toMatchObject({ protocol: 'TCP', port: 80, scheduler: 'rr', persistentSeconds: 10800 });
    expect(web?.origin).toMatchObject({ object: { kind: 'Service', name: 'web' }, field: 'spec.ports[0].port' });
    expect(web?.realServers.map(({ address, weight }) => `${address} ${weight}`)).toEqual([
      '10.244.1.11 1',
      '10.244.2.11 1',
    ]);
    const clusterIPs = view?.ipsets.find(({ name }) => name === 'KUBE-CLUSTER-IP');
    expect(clusterIPs?.entries.find(({ text }) => text === '10.96.1.1,tcp:80')?.origin?.object.name).toBe('web');
    expect(view?.addresses.map(({ address }) => address)).toContain('10.96.1.1');
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
  });

  it('counts connections, and prints them as the commands do', () => {
    const simulation = start('ipvs');
    const from = { kind: 'pod', namespace: 'default', name: 'a' } as const;
    simulation.dispatch({ type: 'send', from, to: '10.96.1.1:80', protocol: 'TCP', count: 3 });
    const view = simulation.query({ kind: 'ipvs', node: 'node1' });
    const web = view?.virtualServers.find(({ address }) => address === '10.96.1.1');
    expect(
      web?.realServers.map(({ activeConnections, inactiveConnections }) => activeConnections + inactiveConnections),
    ).toEqual(expect.arrayContaining([3, 0]));
    const text = (command: string) => view?.listings.find((listing) => listing.command === command)?.text ?? '';
    expect(text('ipvsadm -Ln')).toContain('TCP  10.96.1.1:80 rr persistent 10800\n');
    expect(
      text('ipvsadm -Lnc')
        .split('\n')
        .filter((line) => line.includes('TIME_WAIT')),
    ).toHaveLength(3);
    expect(text('ipvsadm -Lnc')).toContain('NONE        10.244.1.11:0 ');
    expect(text('ip addr show kube-ipvs0')).toContain('    inet 10.96.1.1/32 scope global kube-ipvs0\n');
    expect(text('ipset list')).toContain('Name: KUBE-CLUSTER-IP\nType: hash:ip,port\n');
  });

  it('keeps a leaving real server at weight 0 until its connections are gone', () => {
    const simulation = start('ipvs');
    const from = { kind: 'pod', namespace: 'default', name: 'a' } as const;
    const [trace] = simulation.dispatch({ type: 'send', from, to: '10.96.1.1:80', protocol: 'TCP' }).traces;
    const chosen = trace?.backend?.place.kind === 'pod' ? trace.backend.place.name : '';
    simulation.dispatch({ type: 'label', kind: 'Pod', namespace: 'default', name: chosen, labels: { app: 'other' } });
    simulation.dispatch({ type: 'advance', ms: 5000 });
    const weights = () =>
      simulation
        .query({ kind: 'ipvs', node: 'node1' })
        ?.virtualServers.find(({ address }) => address === '10.96.1.1')
        ?.realServers.map(({ weight }) => weight)
        .toSorted();
    expect(weights()).toEqual([0, 1]);
    simulation.dispatch({ type: 'advance', ms: 240_000 });
    expect(weights()).toEqual([1]);
  });

  it('follows endpoints that change the sets of no rule', () => {
    const simulation = start('ipvs');
    const reals = () =>
      simulation
        .query({ kind: 'ipvs', node: 'node3' })
        ?.virtualServers.find(({ address }) => address === '10.96.1.1')
        ?.realServers.map(({ address }) => address);
    expect(reals()).toEqual(['10.244.1.11', '10.244.2.11']);
    simulation.dispatch({ type: 'label', kind: 'Pod', namespace: 'default', name: 'b', labels: { app: 'other' } });
    simulation.dispatch({ type: 'settle' });
    expect(reals()).toEqual(['10.244.1.11']);
  });

  it('is nothing in another mode', () => {
    expect(start('iptables').query({ kind: 'ipvs', node: 'node1' })).toBeUndefined();
  });
});
