import { describe, expect, it } from 'vitest';
import { defaultClusterConfig } from '../config.js';
import { createSimulation } from '../simulation.js';

const pod = (name: string, ip: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: ${name}}, annotations: {kubehop.dev/node: node1, kubehop.dev/ip: ${ip}}}
spec: {containers: [{name: c, image: i, ports: [{containerPort: 8080}, {containerPort: 9090}]}]}
`;
const service = (name: string, ip: string, targetPort: number): string => `
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {clusterIP: ${ip}, selector: {app: ${name}}, ports: [{port: 80, targetPort: ${targetPort}}]}
`;
const manifest = (targetPort: number): string =>
  [
    ...[pod('still', '10.244.1.11'), pod('changing', '10.244.1.12')],
    ...[service('still', '10.96.1.1', 8080), service('changing', '10.96.1.2', targetPort)],
  ].join('---');

function start(mode: string) {
  const kubeProxy = { ...defaultClusterConfig.kubeProxy, mode };
  const simulation = createSimulation({ config: { ...defaultClusterConfig, kubeProxy }, seed: 1 });
  const apply = (targetPort: number): void => {
    simulation.dispatch({ type: 'apply', manifest: manifest(targetPort) });
    simulation.dispatch({ type: 'settle' });
  };
  apply(8080);
  const nft = () => simulation.query({ kind: 'ruleset', node: 'node1', family: 'IPv4' });
  const ipvs = () => simulation.query({ kind: 'ipvs', node: 'node1' });
  return { simulation, apply, nft, ipvs };
}

describe('what did not change is not made anew', () => {
  it('in the chains, lines and sets of nftables', () => {
    const { apply, nft } = start('nftables');
    const before = nft();
    apply(9090);
    const after = nft();
    const ofStill = ({ name }: { readonly name: string }): boolean => name.includes('/still/');
    const chains = [before, after].map((view) => view?.chains.filter(ofStill) ?? []);
    expect(chains[0]?.length).toBeGreaterThan(0);
    expect(chains[1]?.every((chain, i) => chain === chains[0]?.[i])).toBe(true);
    const lines = [before, after].map(
      (view) => view?.lines.filter(({ chain = '' }) => chain.includes('/still/')) ?? [],
    );
    expect(lines[0]?.length).toBeGreaterThan(2);
    expect(lines[1]?.every((line, i) => line === lines[0]?.[i])).toBe(true);
    expect(after?.lines.map(({ text }) => text).join('\n')).toContain('10.244.1.12:9090');
    expect(after?.diff.added.join('\n')).not.toContain('still');
  });

  it('in all of nftables while nothing happens, but not in what packets counted', () => {
    const { simulation, nft } = start('nftables');
    const before = nft();
    expect(nft()).toBe(before);
    const from = { kind: 'pod', namespace: 'default', name: 'changing' } as const;
    simulation.dispatch({ type: 'send', from, to: '10.96.1.1:80', protocol: 'TCP' });
    expect(nft()?.chains.every((chain, i) => chain === before?.chains[i])).toBe(true);
  });

  it('in the virtual servers and sets of IPVS', () => {
    const { apply, ipvs } = start('ipvs');
    const before = ipvs();
    apply(9090);
    const after = ipvs();
    const known = new Set(before?.virtualServers);
    const unlike = after?.virtualServers.filter((server) => !known.has(server)) ?? [];
    expect(unlike.map(({ address }) => address)).toEqual(['10.96.1.2']);
    const sets = new Set(before?.ipsets);
    const others = after?.ipsets.filter((set) => !sets.has(set)) ?? [];
    expect(others.map(({ name }) => name)).toEqual(['KUBE-LOOP-BACK']);
  });
});
