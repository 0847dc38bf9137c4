import { defaultClusterConfig, type ClusterConfig, type NodeConfig } from '../../sim-core/index.js';
import { newFile, type FileState } from './document.js';

/** The name under which the editor holds what an administrator decides before any manifest. */
export const clusterFile = 'cluster.yaml';

const list = (values: readonly string[]): string => `[${values.join(', ')}]`;

const nodeLines = ({ name, ip, ip6, extraIPs, podCIDR, podCIDR6, zone, os }: NodeConfig): readonly string[] => [
  `  - name: ${name}`,
  `    ip: ${ip}`,
  ...(ip6 === undefined ? [] : [`    ip6: ${ip6}`]),
  ...(extraIPs === undefined ? [] : [`    extraIPs: ${list(extraIPs)}`]),
  `    podCIDR: ${podCIDR}`,
  ...(podCIDR6 === undefined ? [] : [`    podCIDR6: ${podCIDR6}`]),
  `    zone: ${zone}`,
  ...(os === undefined ? [] : [`    os: ${os}`]),
];

/** A `cluster.yaml` that describes the cluster as it is. kube-proxy's mode is left to the switch. */
export function clusterText(config: Partial<ClusterConfig> | undefined): string {
  const { nodes, serviceCIDRs, kubeProxy, ipMasq, cloud, external } = { ...defaultClusterConfig, ...config };
  return [
    'nodes:',
    ...nodes.flatMap(nodeLines),
    `serviceCIDRs: ${list(serviceCIDRs)}`,
    ...(external.ip6 === undefined ? [] : ['dualStack: true']),
    'kubeProxy:',
    `  masqueradeAll: ${kubeProxy.masqueradeAll}`,
    `  nodePortAddresses: ${list(kubeProxy.nodePortAddresses)}`,
    `  localhostNodePorts: ${kubeProxy.localhostNodePorts}`,
    `  detectLocalMode: ${kubeProxy.detectLocalMode}`,
    `ipMasq: ${ipMasq}`,
    `cloud: ${cloud !== false}`,
    '',
  ].join('\n');
}

/** Files as they are, and the cluster's own if they lack it. */
export const withClusterFile = (
  files: readonly FileState[],
  config: Partial<ClusterConfig> | undefined,
): readonly FileState[] =>
  files.some(({ name }) => name === clusterFile) ? files : [...files, newFile(clusterFile, clusterText(config))];

/** Nothing but comments. */
export const isBlank = (text: string): boolean => text.replaceAll(/^\s*#.*$/gm, '').trim() === '';

/** Files that the API server is given. */
export const manifestFiles = (files: readonly FileState[]): readonly FileState[] =>
  files.filter(({ name }) => name !== clusterFile);
