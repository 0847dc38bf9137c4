import { defaultClusterConfig, type ClusterConfig } from '../../sim-core/index.js';

export const proxyModes = ['iptables', 'nftables', 'ipvs', 'userspace', 'kernelspace'] as const;
export type ProxyModeName = (typeof proxyModes)[number];

type Config = Partial<ClusterConfig> | undefined;

/** The nodes, all with one operating system. */
export function nodesOn(config: Config, os: 'linux' | 'windows'): ClusterConfig['nodes'] {
  const nodes = config?.nodes ?? defaultClusterConfig.nodes;
  return nodes.map(({ os: _before, ...node }) => (os === 'windows' ? { ...node, os } : node));
}

export const isOnWindows = (config: Config): boolean => config?.nodes?.every(({ os }) => os === 'windows') === true;

/** A cluster that comes up in a mode: with the last release that had it, or on Windows nodes. */
export function configInMode(config: Config, mode: string | undefined): Config {
  const known = proxyModes.find((name) => name === mode);
  if (known === undefined) return config;
  if (known === 'kernelspace') return { ...config, nodes: nodesOn(config, 'windows') };
  const { kubeProxy = defaultClusterConfig.kubeProxy } = config ?? {};
  const release = known === 'userspace' ? { release: 'v1.25' } : {};
  return { ...config, kubeProxy: { ...kubeProxy, mode: known, ...release } };
}
