import { parseIp } from '../net/ip.js';
import { withLastApplied } from '../apiserver/manifest-object.js';
import type { JsonObject } from '../kube/json.js';
import { emptyApiObjects } from '../kube/store.js';
import type { ConfigMap, KubeObject, Node, Pod } from '../kube/objects.js';
import { resources } from '../kube/resource.js';
import { toYaml } from '../shell/kubectl/structured.js';
import { defaultClusterConfig, type ClusterConfig, type KubeProxyConfig } from '../world/config.js';
import { readConfigFile } from '../world/kube-proxy/config-file.js';
import { configFileName, withKubeProxy } from '../world/kube-proxy/objects.js';
import { importNetwork, ofKind, type FoundRanges, type ImportedNetwork } from './import-cluster-network.js';
import { importObjects, mapOf, type ImportedObjects, type LeftOut } from './import-cluster-objects.js';
import { pinnedObjects } from './import-cluster-pins.js';
import { readDumpFiles, type DumpFile, type ImportProblem } from './import-cluster-read.js';

export { importLimits, type DumpFile, type ImportProblem } from './import-cluster-read.js';

/** What a person says better than the dump. */
export interface ImportCorrections {
  readonly serviceCIDRs?: readonly string[];
  readonly clusterCIDRs?: readonly string[];
  readonly mode?: string;
}

export type ImportWarning =
  | { readonly kind: 'nodes-without-address'; readonly names: readonly string[] }
  | { readonly kind: 'nodes-without-pod-range'; readonly names: readonly string[] }
  | { readonly kind: 'pods-on-unknown-nodes'; readonly count: number }
  | { readonly kind: 'services-without-slices'; readonly count: number }
  | { readonly kind: 'no-kube-proxy' }
  | { readonly kind: 'misshapen'; readonly names: readonly string[] };

export interface ImportSummary {
  readonly counts: readonly { readonly kind: string; readonly count: number }[];
  readonly leftOut: readonly LeftOut[];
  readonly warnings: readonly ImportWarning[];
  readonly nodes: readonly {
    readonly name: string;
    readonly ip: string;
    readonly podCIDR: string;
    readonly zone: string;
  }[];
  readonly serviceCIDRs: FoundRanges;
  readonly clusterCIDRs: FoundRanges;
  readonly mode: string;
}

export interface ImportedCluster {
  readonly config: Partial<ClusterConfig>;
  /** What the editor opens on: the Services, and the workloads that are not the system's own. */
  readonly files: Readonly<Record<string, string>>;
  readonly summary: ImportSummary;
}

/** What the editor takes in one file. */
const maxFileCharacters = 400_000;

/** A real cluster's dump as a world of its own; or why it is none. */
export function importCluster(
  dumps: readonly DumpFile[],
  corrections: ImportCorrections = {},
): ImportedCluster | ImportProblem {
  const raw = readDumpFiles(dumps);
  if ('kind' in raw) return raw;
  const imported = importObjects(raw);
  const network = importNetwork(imported.objects, raw);
  if (network.nodes.length === 0) return { kind: 'no-nodes' };
  const kubeProxy = proxyConfig(imported.objects, corrections.mode);
  const { serviceCIDRs, clusterCIDRs } = network;
  const base: Partial<ClusterConfig> = {
    nodes: network.nodes,
    serviceCIDRs: corrections.serviceCIDRs ?? serviceCIDRs.ranges,
    clusterCIDRs: corrections.clusterCIDRs ?? clusterCIDRs.ranges,
    kubeProxy,
    kubeProxyPods: true,
    cloud: false,
    router: network.router,
    external: network.external,
    apiServer: apiServerOf(imported.objects),
  };
  const whole = completed(pinnedObjects(imported.objects), { ...defaultClusterConfig, ...base }, 'mode' in corrections);
  const { objects, files } = withFiles(whole);
  return {
    config: { ...base, objects },
    files,
    summary: { ...summaryOf(imported, network), mode: kubeProxy.mode },
  };
}

export const isImportProblem = (result: ImportedCluster | ImportProblem): result is ImportProblem => 'kind' in result;

function proxyConfig(objects: readonly KubeObject[], mode: string | undefined): KubeProxyConfig {
  const fallback = defaultClusterConfig.kubeProxy;
  const text = configMapOf(objects)?.data?.[configFileName];
  const read = text === undefined ? undefined : readConfigFile(text, fallback);
  const config = read?.ok ? read.value : fallback;
  return { ...config, mode: [mode, config.mode].find((one) => one) ?? fallback.mode };
}

const configMapOf = (objects: readonly KubeObject[]): ConfigMap | undefined =>
  ofKind(objects, 'ConfigMap').find(({ metadata }) => metadata.name === 'kube-proxy');

function apiServerOf(objects: readonly KubeObject[]): ClusterConfig['apiServer'] {
  const slice = ofKind(objects, 'EndpointSlice').find(
    ({ metadata }) =>
      metadata.namespace === 'default' && metadata.labels?.['kubernetes.io/service-name'] === 'kubernetes',
  );
  const ip = parseIp(slice?.endpoints?.[0]?.addresses[0] ?? '');
  return ip === undefined ? defaultClusterConfig.apiServer : { ip, port: slice?.ports?.[0]?.port ?? 6443 };
}

/** Rules need a kube-proxy: where the dump does not hold it whole, it is set up as kubeadm does. */
function completed(objects: readonly KubeObject[], config: ClusterConfig, isCorrected: boolean): readonly KubeObject[] {
  const own = withKubeProxy(emptyApiObjects, config).kinds;
  const hasConfig = configMapOf(objects)?.data?.[configFileName] !== undefined;
  const keepsConfig = hasConfig && !isCorrected;
  const hasSet = ofKind(objects, 'DaemonSet').some(({ metadata }) => metadata.name.startsWith('kube-proxy'));
  const pods = ofKind(objects, 'Pod');
  const served = new Set(pods.filter(isKubeProxy).map(({ spec }) => spec.nodeName));
  return [
    ...objects.filter((object) => keepsConfig || object.kind !== 'ConfigMap' || object.metadata.name !== 'kube-proxy'),
    ...(keepsConfig ? [] : own.ConfigMap.values()),
    ...(hasSet ? [] : own.DaemonSet.values()),
    ...config.nodes.flatMap(({ name, ip }) => (served.has(name) ? [] : [standIn(name, ip)])),
  ];
}

const isKubeProxy = ({ metadata, status }: Pod): boolean =>
  metadata.namespace === 'kube-system' &&
  /^kube-proxy(-windows)?$/.test(metadata.labels?.['k8s-app'] ?? '') &&
  status?.phase === 'Running';

/** A kube-proxy pod for a node of which the dump has none. @see kubeProxyPods for what makes it one */
const standIn = (node: string, ip: string): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `kube-proxy-${node}`,
    namespace: 'kube-system',
    labels: { 'k8s-app': 'kube-proxy' },
    creationTimestamp: 0,
  },
  spec: { containers: [{ name: 'kube-proxy' }], hostNetwork: true, nodeName: node },
  status: {
    phase: 'Running',
    hostIP: ip,
    podIP: ip,
    podIPs: [{ ip }],
    conditions: [{ type: 'Ready', status: 'True' }],
  },
});

const isSystem = (namespace: string): boolean => /^kube-|^local-path-storage$/.test(namespace);

const isEditable = ({ kind, metadata: { namespace = '', name } }: KubeObject): boolean =>
  kind === 'Service'
    ? `${namespace}/${name}` !== 'default/kubernetes'
    : (kind === 'Deployment' || kind === 'StatefulSet') && !isSystem(namespace);

/** What a person would have written: without status and what the server adds. */
function manifestOf(object: KubeObject): JsonObject {
  const { name, namespace, labels, annotations } = object.metadata;
  const shown = Object.entries(annotations ?? {}).filter(([key]) => !key.startsWith('deployment.kubernetes.io/'));
  return mapOf({
    apiVersion: resources[object.kind].apiVersion,
    kind: object.kind,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(labels && { labels }),
      ...(shown.length > 0 && { annotations: Object.fromEntries(shown) }),
    },
    ...('spec' in object && { spec: object.spec }),
    // Objects are JSON; their types only say more.
  } as unknown as JsonObject);
}

/** Manifests that are in force already: applying one again changes nothing, editing it changes just that. */
function withFiles(objects: readonly KubeObject[]): Pick<ImportedCluster, 'files'> & {
  readonly objects: readonly KubeObject[];
} {
  const texts: Record<string, string[]> = {};
  const lengths: Record<string, number> = {};
  const annotated = objects.map((object): KubeObject => {
    if (!isEditable(object)) return object;
    const file = object.kind === 'Service' ? 'services.yaml' : 'workloads.yaml';
    const manifest = manifestOf(object);
    const text = toYaml(manifest);
    if ((lengths[file] ?? 0) + text.length > maxFileCharacters) return object;
    lengths[file] = (lengths[file] ?? 0) + text.length;
    (texts[file] ??= []).push(text);
    const applied = mapOf(mapOf(withLastApplied(manifest)['metadata'])['annotations']);
    const metadata = { ...object.metadata, annotations: { ...object.metadata.annotations, ...applied } };
    return { ...object, metadata } as KubeObject;
  });
  const files = Object.fromEntries(Object.entries(texts).map(([name, parts]) => [name, parts.join('---\n')]));
  return { objects: annotated, files: Object.keys(files).length > 0 ? files : { 'namespace.yaml': emptyFile } };
}

const emptyFile = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: default\n';

const countedKinds = ['Node', 'Namespace', 'Service', 'EndpointSlice', 'Endpoints', 'Pod'] as const;
const workloadKinds = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'ReplicationController'] as const;

function summaryOf(imported: ImportedObjects, network: ImportedNetwork): Omit<ImportSummary, 'mode'> {
  const { objects, leftOut } = imported;
  const counts = [...countedKinds, ...workloadKinds].flatMap((kind) => {
    const count = objects.filter((object) => object.kind === kind).length;
    return count === 0 ? [] : [{ kind, count }];
  });
  const { serviceCIDRs, clusterCIDRs } = network;
  const nodes = network.nodes.map(({ name, ip, podCIDR, zone }) => ({ name, ip, podCIDR, zone }));
  return { counts, leftOut, nodes, serviceCIDRs, clusterCIDRs, warnings: warningsOf(imported, network) };
}

function warningsOf({ objects, misshapen }: ImportedObjects, network: ImportedNetwork): readonly ImportWarning[] {
  const names = new Set(network.nodes.map(({ name }) => name));
  const addressless = ofKind(objects, 'Node').filter((node: Node) => !names.has(node.metadata.name));
  const pods = ofKind(objects, 'Pod');
  const lost = pods.filter(({ spec }) => spec.nodeName !== undefined && !names.has(spec.nodeName)).length;
  const sliced = new Set(
    ofKind(objects, 'EndpointSlice').map(
      ({ metadata }) => `${metadata.namespace ?? ''}/${metadata.labels?.['kubernetes.io/service-name'] ?? ''}`,
    ),
  );
  const bare = ofKind(objects, 'Service').filter(
    ({ metadata, spec }) => spec.type !== 'ExternalName' && !sliced.has(`${metadata.namespace ?? ''}/${metadata.name}`),
  ).length;
  const all: readonly (ImportWarning | undefined)[] = [
    addressless.length > 0
      ? { kind: 'nodes-without-address', names: addressless.map(({ metadata }) => metadata.name) }
      : undefined,
    network.withoutPodRange.length > 0
      ? { kind: 'nodes-without-pod-range', names: network.withoutPodRange }
      : undefined,
    lost > 0 ? { kind: 'pods-on-unknown-nodes', count: lost } : undefined,
    bare > 0 ? { kind: 'services-without-slices', count: bare } : undefined,
    pods.some(isKubeProxy) ? undefined : { kind: 'no-kube-proxy' },
    misshapen.length > 0 ? { kind: 'misshapen', names: misshapen.slice(0, 20) } : undefined,
  ];
  return all.flatMap((warning) => warning ?? []);
}
