/** The clusters that were recorded, as kube-proxy on each node saw them, for tests. */
import { existsSync } from 'node:fs';
import { parse } from 'yaml';
import { nthAddress, parseCidr } from '../net/cidr.js';
import type { EndpointSlice, Service } from '../kube/objects.js';
import { ApiTx, emptyApiObjects, type ApiObjects } from '../kube/store.js';
import type { KubeProxyConfig } from '../proxy/config.js';
import type { ProxyNode } from '../proxy/node.js';
import { defaultClusterConfig, type NodeConfig } from '../world/config.js';
import { readScenarioFile, readScenarioJson, scenarioDirectory, scenarioNames } from './recorded.js';

export interface RecordedCluster {
  readonly nodes: readonly ProxyNode[];
  readonly config: KubeProxyConfig;
}

interface ClusterFile {
  readonly nodes?: readonly NodeConfig[];
  readonly dualStack?: boolean;
  readonly kubeProxy?: Partial<KubeProxyConfig>;
}

const present = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);

const gateway = (podCIDR: string): readonly string[] => {
  const network = parseCidr(podCIDR);
  return network === undefined ? [] : present(nthAddress(network, 1));
};

const proxyNode = (node: NodeConfig, clusterCIDRs: readonly string[], serviceCIDRs: readonly string[]): ProxyNode => {
  const podCIDRs = [node.podCIDR, ...present(node.podCIDR6)];
  const primaryIPs = [node.ip, ...present(node.ip6)];
  return {
    name: node.name,
    ips: [...primaryIPs, ...(node.extraIPs ?? []), ...podCIDRs.flatMap(gateway)],
    primaryIPs,
    zone: node.zone,
    podCIDRs,
    clusterCIDRs,
    serviceCIDRs,
  };
};

export function recordedCluster(scenario: string): RecordedCluster {
  const file = parse(readScenarioFile(scenario, 'cluster.yaml') ?? '{}') as ClusterFile;
  const clusterCIDRs = [...defaultClusterConfig.clusterCIDRs, ...(file.dualStack === true ? ['fd00:10:244::/56'] : [])];
  const serviceCIDRs = [...defaultClusterConfig.serviceCIDRs, ...(file.dualStack === true ? ['fd00:10:96::/112'] : [])];
  return {
    nodes: (file.nodes ?? defaultClusterConfig.nodes).map((node) => proxyNode(node, clusterCIDRs, serviceCIDRs)),
    config: { ...defaultClusterConfig.kubeProxy, ...file.kubeProxy, mode: 'iptables' },
  };
}

/** The moments of a scenario whose rules were recorded: `truth`, and `truth/stepN` where it has steps. */
export const recordedMoments = (): readonly { readonly scenario: string; readonly moment: string }[] =>
  scenarioNames().flatMap((scenario) =>
    ['truth', ...Array.from({ length: 20 }, (_, i) => `truth/step${i}`)]
      .filter((moment) => existsSync(`${scenarioDirectory(scenario)}/${moment}/services.json`))
      .map((moment) => ({ scenario, moment })),
  );

interface ObjectList<T> {
  readonly items: readonly T[];
}

/** The Services and EndpointSlices of a moment. Some lists were recorded without the kind of each item. */
export function recordedObjects(scenario: string, moment: string): ApiObjects {
  const tx = new ApiTx(emptyApiObjects);
  for (const service of readScenarioJson<ObjectList<Service>>(scenario, `${moment}/services.json`)?.items ?? []) {
    tx.put<'Service'>({ ...service, apiVersion: 'v1', kind: 'Service' });
  }
  const slices = readScenarioJson<ObjectList<EndpointSlice> | readonly EndpointSlice[]>(
    scenario,
    `${moment}/endpointslices.json`,
  );
  for (const slice of slices === undefined ? [] : 'items' in slices ? slices.items : slices) {
    tx.put<'EndpointSlice'>({ ...slice, apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' });
  }
  return tx.commit();
}
