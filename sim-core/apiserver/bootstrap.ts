import { familyOf, type Ip } from '../net/ip.js';
import { nthAddress, parseCidr } from '../net/cidr.js';
import type { Endpoints, EndpointSlice, Namespace, Node, Service } from '../kube/objects.js';
import { ApiTx, emptyApiObjects, type ApiObjects } from '../kube/store.js';

/** The cluster before any manifest. */
export interface BootstrapConfig {
  readonly nodes: readonly {
    readonly name: string;
    readonly ip: Ip;
    readonly ip6?: Ip;
    readonly podCIDR: string;
    readonly podCIDR6?: string;
    readonly zone: string;
    readonly os?: 'linux' | 'windows';
  }[];
  readonly serviceCIDRs: readonly string[];
  readonly apiServer: { readonly ip: Ip; readonly port: number };
  readonly clusterDomain: string;
}

/** @see pkg/controlplane/controller/systemnamespaces/system_namespaces_controller.go (v1.34) */
const systemNamespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system'] as const;

const namespaceObject = (name: string): Namespace => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'kubernetes.io/metadata.name': name }, creationTimestamp: 0 },
  spec: { finalizers: ['kubernetes'] },
  status: { phase: 'Active' },
});

/** What the recorded nodes said of themselves. */
const nodeInfo = {
  kubeletVersion: 'v1.34.9',
  osImage: 'Debian GNU/Linux 12 (bookworm)',
  kernelVersion: '6.18.44-fc-v669',
  containerRuntimeVersion: 'containerd://2.0.0',
} as const;

/** A node of the same release under Windows Server 2022. */
const windowsInfo = {
  ...nodeInfo,
  osImage: 'Windows Server 2022 Datacenter',
  kernelVersion: '10.0.20348.2340',
} as const;

function nodeObject(node: BootstrapConfig['nodes'][number]): Node {
  const podCIDRs = node.podCIDR6 === undefined ? [node.podCIDR] : [node.podCIDR, node.podCIDR6];
  const ips = node.ip6 === undefined ? [node.ip] : [node.ip, node.ip6];
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      labels: {
        'kubernetes.io/hostname': node.name,
        'kubernetes.io/os': node.os ?? 'linux',
        'topology.kubernetes.io/zone': node.zone,
      },
      creationTimestamp: 0,
    },
    spec: { podCIDR: node.podCIDR, podCIDRs },
    status: {
      addresses: [...ips.map((address) => ({ type: 'InternalIP', address })), { type: 'Hostname', address: node.name }],
      conditions: [{ type: 'Ready', status: 'True' }],
      nodeInfo: node.os === 'windows' ? windowsInfo : nodeInfo,
    },
  };
}

/** The Service `kubernetes` takes the first address of the service range. */
function kubernetesService(clusterIP: Ip, targetPort: number): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'kubernetes',
      namespace: 'default',
      labels: { component: 'apiserver', provider: 'kubernetes' },
      creationTimestamp: 0,
    },
    spec: {
      ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort }],
      clusterIP,
      clusterIPs: [clusterIP],
      type: 'ClusterIP',
      sessionAffinity: 'None',
      ipFamilies: [familyOf(clusterIP)],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
    },
    status: { loadBalancer: {} },
  };
}

const kubernetesSlice = (ip: Ip, port: number): EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {
    name: 'kubernetes',
    namespace: 'default',
    labels: { 'kubernetes.io/service-name': 'kubernetes' },
    generation: 1,
    creationTimestamp: 0,
  },
  addressType: familyOf(ip),
  endpoints: [{ addresses: [ip], conditions: { ready: true } }],
  ports: [{ name: 'https', protocol: 'TCP', port }],
});

const kubernetesEndpoints = (ip: Ip, port: number): Endpoints => ({
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: {
    name: 'kubernetes',
    namespace: 'default',
    labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' },
    creationTimestamp: 0,
  },
  subsets: [{ addresses: [{ ip }], ports: [{ name: 'https', port, protocol: 'TCP' }] }],
});

/**
 * What a control plane and its nodes have written before a user does anything.
 *
 * @see pkg/controlplane/controller/kubernetesservice/controller.go, pkg/controlplane/reconcilers/endpointsadapter.go (v1.34)
 */
export function bootstrapObjects(config: BootstrapConfig): ApiObjects {
  const tx = new ApiTx(emptyApiObjects);
  for (const name of systemNamespaces) tx.put(namespaceObject(name));
  for (const node of config.nodes) tx.put(nodeObject(node));
  const range = config.serviceCIDRs[0] === undefined ? undefined : parseCidr(config.serviceCIDRs[0]);
  const clusterIP = range === undefined ? undefined : nthAddress(range, 1);
  if (clusterIP !== undefined) {
    const { ip, port } = config.apiServer;
    tx.put(kubernetesService(clusterIP, port));
    tx.put(kubernetesSlice(ip, port));
    tx.put(kubernetesEndpoints(ip, port));
  }
  return tx.commit();
}
