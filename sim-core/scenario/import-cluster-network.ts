import { cidr, cidrContains, formatCidr, nthAddress, parseCidr, type Cidr } from '../net/cidr.js';
import { familyOf, ipToBigInt, parseIp, type Ip, type IpFamily } from '../net/ip.js';
import type { JsonObject } from '../kube/json.js';
import type { ConfigMap, KubeObject, Node, Pod } from '../kube/objects.js';
import { podIps } from '../controllers/pod-state.js';
import { readDump } from '../kube/yaml/dump.js';
import type { ClusterConfig, NodeConfig } from '../world/config.js';
import { listOf, mapOf } from './import-cluster-objects.js';

/** How an address range came to be known. */
export interface FoundRanges {
  readonly ranges: readonly string[];
  readonly from: 'kube-proxy' | 'kubeadm' | 'flag' | 'service-cidr' | 'inferred';
}

export interface ImportedNetwork {
  readonly nodes: readonly NodeConfig[];
  readonly serviceCIDRs: FoundRanges;
  readonly clusterCIDRs: FoundRanges;
  readonly router: ClusterConfig['router'];
  readonly external: ClusterConfig['external'];
  /** Nodes whose pod range the API does not know, such as those of a cloud's own CNI plugin. */
  readonly withoutPodRange: readonly string[];
}

const isKind =
  <K extends KubeObject['kind']>(kind: K) =>
  (object: KubeObject): object is Extract<KubeObject, { kind: K }> =>
    object.kind === kind;

export const ofKind = <K extends KubeObject['kind']>(
  objects: readonly KubeObject[],
  kind: K,
): readonly Extract<KubeObject, { kind: K }>[] => objects.filter(isKind(kind));

/** The smallest prefix that holds all addresses, and no longer than `longest`. */
export function enclosing(addresses: readonly Ip[], longest: number): Cidr | undefined {
  const [first, ...rest] = addresses;
  if (first === undefined) return undefined;
  const bits = familyOf(first) === 'IPv4' ? 32 : 128;
  let prefix = longest;
  for (const other of rest) {
    const differing = (ipToBigInt(first) ^ ipToBigInt(other)).toString(2);
    if (differing !== '0') prefix = Math.min(prefix, bits - differing.length);
  }
  return cidr(first, prefix);
}

const families: readonly IpFamily[] = ['IPv4', 'IPv6'];

function inferred(addresses: readonly Ip[], longest: Readonly<Record<IpFamily, number>>): readonly string[] {
  return families.flatMap((family) => {
    const range = enclosing(
      addresses.filter((ip) => familyOf(ip) === family),
      longest[family],
    );
    return range === undefined ? [] : [formatCidr(range)];
  });
}

const validRanges = (text: string): readonly string[] =>
  text.split(',').flatMap((part) => {
    const range = parseCidr(part.trim());
    return range === undefined ? [] : [formatCidr(range)];
  });

const configMap = (objects: readonly KubeObject[], name: string): ConfigMap | undefined =>
  ofKind(objects, 'ConfigMap').find(({ metadata }) => metadata.namespace === 'kube-system' && metadata.name === name);

/** A document inside a ConfigMap, such as kubeadm's ClusterConfiguration. */
export function embedded(objects: readonly KubeObject[], name: string, key: string): JsonObject {
  const data = configMap(objects, name)?.data;
  const text = typeof data === 'object' && typeof data[key] === 'string' ? data[key] : '';
  const read = readDump(text);
  return read.ok ? mapOf(read.value[0]) : {};
}

/** What a static pod of the control plane was started with: `--service-cluster-ip-range=10.96.0.0/16`. */
function flagOf(pods: readonly Pod[], component: string, flag: string): string {
  for (const pod of pods) {
    if (pod.metadata.namespace !== 'kube-system' || pod.metadata.labels?.['component'] !== component) continue;
    for (const { command, args } of pod.spec.containers) {
      const words = [...(Array.isArray(command) ? command : []), ...(Array.isArray(args) ? args : [])] as unknown[];
      for (const word of words)
        if (typeof word === 'string' && word.startsWith(`--${flag}=`)) return word.slice(flag.length + 3);
    }
  }
  return '';
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const firstFound = (choices: readonly FoundRanges[]): FoundRanges =>
  choices.find(({ ranges }) => ranges.length > 0) ?? { ranges: [], from: 'inferred' };

function serviceRanges(objects: readonly KubeObject[], raw: readonly JsonObject[]): FoundRanges {
  const networking = mapOf(embedded(objects, 'kubeadm-config', 'ClusterConfiguration')['networking']);
  const serviceCidr = raw.find(
    ({ kind, metadata }) => kind === 'ServiceCIDR' && mapOf(metadata)['name'] === 'kubernetes',
  );
  const declared = listOf(mapOf(serviceCidr?.['spec'])['cidrs']).map(textOf).join(',');
  const ips = ofKind(objects, 'Service').flatMap(({ spec }) =>
    (spec.clusterIPs ?? [spec.clusterIP ?? '']).flatMap((text) => parseIp(text) ?? []),
  );
  return firstFound([
    { ranges: validRanges(declared), from: 'service-cidr' },
    { ranges: validRanges(textOf(networking['serviceSubnet'])), from: 'kubeadm' },
    {
      ranges: validRanges(flagOf(ofKind(objects, 'Pod'), 'kube-apiserver', 'service-cluster-ip-range')),
      from: 'flag',
    },
    { ranges: inferred(ips, { IPv4: 16, IPv6: 112 }), from: 'inferred' },
  ]);
}

function clusterRanges(objects: readonly KubeObject[]): FoundRanges {
  const networking = mapOf(embedded(objects, 'kubeadm-config', 'ClusterConfiguration')['networking']);
  const pods = ofKind(objects, 'Pod');
  const podRanges = ofKind(objects, 'Node').flatMap(rangesOf);
  const addresses = [
    ...podRanges.map(({ address }) => address),
    ...pods.flatMap((pod) => (pod.spec.hostNetwork === true ? [] : podIps(pod).flatMap((ip) => parseIp(ip) ?? []))),
  ];
  return firstFound([
    {
      ranges: validRanges(textOf(embedded(objects, 'kube-proxy', 'config.conf')['clusterCIDR'])),
      from: 'kube-proxy',
    },
    { ranges: validRanges(textOf(networking['podSubnet'])), from: 'kubeadm' },
    { ranges: validRanges(flagOf(pods, 'kube-controller-manager', 'cluster-cidr')), from: 'flag' },
    { ranges: inferred(addresses, { IPv4: 16, IPv6: 56 }), from: 'inferred' },
  ]);
}

const rangesOf = ({ spec }: Node): readonly Cidr[] =>
  (spec.podCIDRs ?? [spec.podCIDR ?? '']).flatMap((text) => parseCidr(text) ?? []);

/** For documentation and benchmarks: nobody's pods are there. RFC 2544. */
const placeholderRange = (index: number): string => `198.18.${index % 256}.0/24`;

function nodeConfig(node: Node, index: number): NodeConfig | undefined {
  const internal = node.status.addresses.filter(({ type }) => type === 'InternalIP');
  const ips = internal.flatMap(({ address }) => parseIp(address) ?? []);
  const ip = ips.find((one) => familyOf(one) === 'IPv4') ?? ips[0];
  if (ip === undefined) return undefined;
  const ip6 = ips.find((one) => one !== ip && familyOf(one) === 'IPv6');
  const ranges = rangesOf(node);
  const own = ranges.find(({ family }) => family === familyOf(ip));
  const other = ranges.find(({ family }) => family === 'IPv6' && family !== familyOf(ip));
  const labels = node.metadata.labels ?? {};
  return {
    name: node.metadata.name,
    ip,
    ...(ip6 !== undefined && { ip6 }),
    podCIDR: own === undefined ? placeholderRange(index) : formatCidr(own),
    ...(other !== undefined && { podCIDR6: formatCidr(other) }),
    zone: labels['topology.kubernetes.io/zone'] ?? labels['failure-domain.beta.kubernetes.io/zone'] ?? '',
    ...(labels['kubernetes.io/os'] === 'windows' && { os: 'windows' }),
  };
}

/** Addresses on the nodes' own network that nobody has: low for the router, high for the client outside. */
function outsiders(nodes: readonly NodeConfig[], taken: ReadonlySet<Ip>): Pick<ImportedNetwork, 'router' | 'external'> {
  const [first] = nodes;
  const family = familyOf(first?.ip ?? '');
  const range = enclosing(
    nodes.map(({ ip }) => ip).filter((ip) => familyOf(ip) === family),
    family === 'IPv4' ? 24 : 64,
  );
  const free = (from: number, step: number): Ip => {
    for (let n = from; n > 0 && n < 10_000; n += step) {
      const ip = range && nthAddress(range, n);
      if (ip !== undefined && !taken.has(ip)) return ip;
    }
    return '203.0.113.1';
  };
  const router = free(1, 1);
  const v6 = nodes.flatMap(({ ip6 }) => ip6 ?? [])[0];
  const segment6 = v6 === undefined ? undefined : nthAddress(cidr(v6, 64), 0x200);
  return {
    router: { ip: router },
    external: { name: 'client', ip: free(200, -1), ...(segment6 && { ip6: segment6 }) },
  };
}

/** Machines and ranges, as far as the objects of a cluster tell of them. */
export function importNetwork(objects: readonly KubeObject[], raw: readonly JsonObject[]): ImportedNetwork {
  const stored = ofKind(objects, 'Node');
  const nodes = stored.flatMap((node, index) => nodeConfig(node, index) ?? []);
  const podAddresses = ofKind(objects, 'Pod').flatMap(podIps);
  const taken = new Set([...nodes.map(({ ip }) => ip), ...podAddresses]);
  return {
    nodes,
    serviceCIDRs: serviceRanges(objects, raw),
    clusterCIDRs: clusterRanges(objects),
    ...outsiders(nodes, taken),
    withoutPodRange: stored.filter((node) => rangesOf(node).length === 0).map(({ metadata }) => metadata.name),
  };
}

export const isInside = (ranges: readonly string[], ip: Ip): boolean =>
  ranges.some((text) => {
    const range = parseCidr(text);
    return range !== undefined && cidrContains(range, ip);
  });
