import type { EndpointSlice, Service } from '../kube/objects.js';
import { ApiTx, emptyApiObjects, type ApiObjects } from '../kube/store.js';
import type { KubeProxyConfig } from '../proxy/config.js';
import type { ProxyNode } from '../proxy/node.js';

export const endpointsPerService = 10;

export const node: ProxyNode = {
  name: 'node1',
  ips: ['192.168.10.11', '10.244.1.1'],
  primaryIPs: ['192.168.10.11'],
  zone: 'zone-a',
  podCIDRs: ['10.244.1.0/24'],
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
  endpoints: Array.from({ length: endpointsPerService }, (_, i) => {
    const host = index * endpointsPerService + i;
    const third = i === 0 ? 16 + generation : 0;
    return {
      addresses: [`10.${third + (host >> 16)}.${(host >> 8) & 255}.${host & 255}`],
      conditions: { ready: true, serving: true, terminating: false },
      nodeName: `node${1 + (i % 3)}`,
    };
  }),
  ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
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
