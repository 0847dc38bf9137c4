import type { EndpointSlice, Service } from '../kube/objects.js';
import { ApiTx, emptyApiObjects, type ApiObjects } from '../kube/store.js';
import { createNetwork, type Network, type NetworkPod } from '../network/network.js';
import type { KubeProxyConfig } from '../proxy/config.js';
import type { ProxyNode } from '../proxy/node.js';

export const endpointsPerService = 10;
export const clientIP = '10.1.0.2';

export const node: ProxyNode = {
  name: 'node1',
  ips: ['192.168.10.11', '10.1.0.1'],
  primaryIPs: ['192.168.10.11'],
  zone: 'zone-a',
  podCIDRs: ['10.1.0.0/16'],
  clusterCIDRs: ['10.0.0.0/8'],
};

export const config: KubeProxyConfig = {
  mode: 'iptables',
  masqueradeAll: false,
  nodePortAddresses: [],
  localhostNodePorts: true,
  detectLocalMode: 'ClusterCIDR',
};

export const clusterIPOf = (index: number): string => `172.30.${index >> 8}.${index & 255}`;

const service = (index: number): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: `service-${index}`, namespace: `namespace-${index % 20}` },
  spec: {
    type: 'ClusterIP',
    clusterIP: clusterIPOf(index),
    clusterIPs: [clusterIPOf(index)],
    ipFamilies: ['IPv4'],
    ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }],
    selector: { app: `service-${index}` },
    sessionAffinity: 'None',
    internalTrafficPolicy: 'Cluster',
  },
});

const nodeCount = 3;
const nodeOf = (endpoint: number): number => 1 + (endpoint % nodeCount);

/** Every node has a /16 for its pods, of which the first few addresses are not given to endpoints. */
function addressOf(index: number, endpoint: number, generation: number): string {
  const moved = endpoint === 0 && generation > 0;
  const host = 10 + (moved ? 50_000 + generation : index * 4 + Math.floor(endpoint / nodeCount));
  return `10.${nodeOf(endpoint)}.${host >> 8}.${host & 255}`;
}

/** `generation` moves the first endpoint elsewhere. */
export const slice = (index: number, generation = 0): EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {
    name: `service-${index}-abcde`,
    namespace: `namespace-${index % 20}`,
    labels: { 'kubernetes.io/service-name': `service-${index}` },
  },
  addressType: 'IPv4',
  endpoints: Array.from({ length: endpointsPerService }, (_, i) => ({
    addresses: [addressOf(index, i, generation)],
    conditions: { ready: true, serving: true, terminating: false },
    nodeName: `node${nodeOf(i)}`,
  })),
  ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
});

/** Three nodes with the pods behind all Services, and a client pod on the first. */
export const network = (services: number): Network =>
  createNetwork({
    nodes: Array.from({ length: nodeCount }, (_, i) => ({
      name: `node${i + 1}`,
      ip: `192.168.10.${11 + i}`,
      podCIDR: `10.${i + 1}.0.0/16`,
    })),
    pods: [
      { namespace: 'default', name: 'client', node: 'node1', ips: [clientIP], hostNetwork: false, listens: [] },
      ...Array.from({ length: services * endpointsPerService }, (_, n): NetworkPod => {
        const [index, endpoint] = [Math.floor(n / endpointsPerService), n % endpointsPerService];
        return {
          namespace: `namespace-${index % 20}`,
          name: `service-${index}-${endpoint}`,
          node: `node${nodeOf(endpoint)}`,
          ips: [addressOf(index, endpoint, 0)],
          hostNetwork: false,
          listens: [{ protocol: 'TCP', port: 8080 }],
        };
      }),
    ],
    router: { ip: '192.168.10.1' },
    external: { name: 'client', ip: '192.168.10.200' },
    clusterCIDRs: node.clusterCIDRs,
    ipMasq: true,
  });

export function cluster(services: number): ApiObjects {
  const tx = new ApiTx(emptyApiObjects);
  for (let i = 0; i < services; i++) {
    tx.put<'Service'>(service(i));
    tx.put<'EndpointSlice'>(slice(i));
  }
  return tx.commit();
}

export function withChangedEndpoint(objects: ApiObjects, index: number, generation: number): ApiObjects {
  const tx = new ApiTx(objects);
  tx.put<'EndpointSlice'>(slice(index, generation));
  return tx.commit();
}
