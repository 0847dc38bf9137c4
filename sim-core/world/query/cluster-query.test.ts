import { describe, expect, it } from 'vitest';
import { defaultClusterConfig, type ClusterConfig } from '../config.js';
import { createSimulation } from '../simulation.js';

const service = `
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {type: NodePort, ipFamilyPolicy: PreferDualStack, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
`;
const pod = `
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}, annotations: {kubehop.dev/node: node2}}
spec: {containers: [{name: c, image: i, ports: [{containerPort: 8080}]}]}
`;

const dualStack = (): ClusterConfig => ({
  ...defaultClusterConfig,
  serviceCIDRs: ['10.96.0.0/16', 'fd00:10:96::/112'],
  clusterCIDRs: ['10.244.0.0/16', 'fd00:10:244::/56'],
  nodes: defaultClusterConfig.nodes.map((node, i) => ({
    ...node,
    ip6: `fd00:192:168:10::1${i + 1}`,
    podCIDR6: `fd00:10:244:${i + 1}::/64`,
  })),
  external: { ...defaultClusterConfig.external, ip6: 'fd00:192:168:10::200' },
});

function clusterOf(mode: string, config = defaultClusterConfig) {
  const version = mode === 'userspace' ? '1.25.0' : '1.34.0';
  const kubeProxy = { ...config.kubeProxy, mode, version };
  const nodes =
    mode === 'kernelspace' ? config.nodes.map((node) => ({ ...node, os: 'windows' as const })) : config.nodes;
  const simulation = createSimulation({ config: { ...config, nodes, kubeProxy }, seed: 1 });
  simulation.dispatch({ type: 'apply', manifest: [service, pod].join('---') });
  simulation.dispatch({ type: 'settle' });
  return simulation.query({ kind: 'cluster' });
}

const said = (mode: string, config?: ClusterConfig): readonly string[] =>
  (clusterOf(mode, config).nodes[0]?.hooks ?? []).map(({ hook, priority, table, chains }) =>
    `${hook} ${priority} ${table} ${chains.join(',')}`.trim(),
  );

describe('where packets meet what kube-proxy has programmed', () => {
  it('are the base chains of nftables, with their types and priorities', () => {
    expect(said('nftables')).toEqual([
      'PREROUTING -110 filter filter-prerouting-pre-dnat',
      'OUTPUT -110 filter filter-output-pre-dnat',
      'PREROUTING -100 nat nat-prerouting',
      'OUTPUT -100 nat nat-output',
      'INPUT 0 filter filter-input',
      'FORWARD 0 filter filter-forward',
      'OUTPUT 0 filter filter-output',
      'POSTROUTING 100 nat nat-postrouting',
    ]);
  });

  it('are the chains that the built-in chains of iptables lead to', () => {
    expect(said('iptables')).toEqual([
      'PREROUTING -100 nat KUBE-SERVICES',
      'OUTPUT -100 nat KUBE-SERVICES',
      'INPUT 0 filter KUBE-FIREWALL,KUBE-PROXY-FIREWALL,KUBE-NODEPORTS,KUBE-EXTERNAL-SERVICES',
      'FORWARD 0 filter KUBE-PROXY-FIREWALL,KUBE-FORWARD,KUBE-SERVICES,KUBE-EXTERNAL-SERVICES',
      'OUTPUT 0 filter KUBE-FIREWALL,KUBE-PROXY-FIREWALL,KUBE-SERVICES',
      'POSTROUTING 100 nat KUBE-POSTROUTING',
    ]);
  });

  it('are IPVS itself, and the chains around it', () => {
    expect(said('ipvs').filter((text) => text.includes('ipvs') || text.startsWith('PREROUTING'))).toEqual([
      'PREROUTING -100 nat KUBE-SERVICES',
      'OUTPUT -99 ipvs',
      'OUTPUT -98 ipvs',
      'INPUT 98 ipvs',
      'INPUT 99 ipvs',
      'FORWARD 100 ipvs',
    ]);
  });

  it('are portals in the oldest mode', () => {
    expect(said('userspace').slice(0, 2)).toEqual([
      'PREROUTING -100 nat KUBE-PORTALS-CONTAINER,KUBE-NODEPORT-CONTAINER',
      'OUTPUT -100 nat KUBE-PORTALS-HOST,KUBE-NODEPORT-HOST',
    ]);
  });

  it('are a network’s virtual switch on Windows', () => {
    const [node] = clusterOf('kernelspace').nodes;
    expect(node?.hooks).toBeUndefined();
    expect(node?.hnsNetwork).toEqual({ name: 'cbr0', type: 'L2Bridge' });
  });

  it('are said once where both families have the same', () => {
    expect(said('nftables', dualStack())).toEqual(said('nftables'));
  });
});

describe('a cluster with two families', () => {
  it('tells every address of nodes, Pods and Services, and both segments', () => {
    const cluster = clusterOf('iptables', dualStack());
    const [node, second] = cluster.nodes;
    expect(node).toMatchObject({ ip: '192.168.10.11', ip6: 'fd00:192:168:10::11', podCIDR6: 'fd00:10:244:1::/64' });
    expect(second?.pods[0]?.ips).toEqual([second?.pods[0]?.ip, 'fd00:10:244:2::2']);
    expect(cluster.services.find(({ name }) => name === 'web')?.clusterIPs).toHaveLength(2);
    expect(cluster.external.ip6).toBe('fd00:192:168:10::200');
    expect(cluster.nodeNetworks).toEqual(['192.168.10.0/24', 'fd00:192:168:10::/64']);
  });

  it('has one address each where there is one family', () => {
    const cluster = clusterOf('iptables');
    expect(cluster.nodes[1]?.pods[0]).not.toHaveProperty('ips');
    expect(cluster.nodes[0]).not.toHaveProperty('ip6');
    expect(cluster.nodeNetworks).toEqual(['192.168.10.0/24']);
  });
});

it('says how many containers of a Pod are ready', () => {
  const [, node] = clusterOf('iptables').nodes;
  expect(node?.pods[0]).toMatchObject({ ready: true, containers: { ready: 1, of: 1 } });
});
