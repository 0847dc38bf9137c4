import { parseCidr, type Cidr } from '../net/cidr.js';
import { familyOf, hostPort, parseIp, type Ip, type IpFamily } from '../net/ip.js';
import type { ServiceProtocol } from '../net/packet.js';
import { compareCodeUnits } from '../base/order.js';
import { keyOf } from '../kube/store.js';
import type { ObjectKey } from '../kube/key.js';
import type { Endpoint, EndpointPort, EndpointSlice, Labels, Service, ServicePort } from '../kube/objects.js';

/** One address and port that a Service port can send to, as kube-proxy's EndpointsMap holds it. */
export interface EndpointInfo {
  readonly ip: Ip;
  readonly port: number;
  /** `ip:port`: its identity, its place in the order and part of its chain's name. */
  readonly text: string;
  readonly isLocal: boolean;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  readonly zoneHints: readonly string[];
  readonly nodeHints: readonly string[];
}

/** A value and its index in the list of the Service's spec that it stands in. */
export interface Indexed<T> {
  readonly value: T;
  readonly index: number;
}

/**
 * One port of one Service in one IP family, as kube-proxy's ServicePortMap holds it.
 * @see pkg/proxy/serviceport.go (v1.34) BaseServicePortInfo
 */
export interface ServicePortInfo {
  readonly service: ObjectKey;
  /** In `spec.ports`. */
  readonly index: number;
  /** `namespace/name:port`, without the colon when the port has no name. */
  readonly name: string;
  readonly protocol: ServiceProtocol;
  readonly clusterIP: Ip;
  readonly port: number;
  readonly nodePort: number | undefined;
  readonly externalIPs: readonly Indexed<Ip>[];
  /** Load-balancer addresses that packets still carry when they reach a node (ipMode VIP). */
  readonly loadBalancerVips: readonly Ip[];
  readonly sourceRanges: readonly Indexed<Cidr>[];
  readonly healthCheckNodePort: number | undefined;
  /** Set when `sessionAffinity` is ClientIP. */
  readonly affinitySeconds: number | undefined;
  readonly externalPolicyLocal: boolean;
  readonly internalPolicyLocal: boolean;
  /** In the order of their text. */
  readonly endpoints: readonly EndpointInfo[];
}

const defaultAffinitySeconds = 10800;

/**
 * kube-proxy's informers leave out objects that another proxy serves, and headless Services.
 * @see cmd/kube-proxy/app/server.go (v1.34) noProxyName, noHeadlessEndpoints
 */
const isWatched = (labels: Labels | undefined): boolean =>
  labels === undefined ||
  (labels['service.kubernetes.io/service-proxy-name'] === undefined &&
    labels['service.kubernetes.io/headless'] === undefined);

/** The `namespace/name` of the Service that a slice belongs to in a family, if kube-proxy looks at it at all. */
export function serviceKeyOf(slice: EndpointSlice, family: IpFamily): string | undefined {
  const { labels, namespace } = slice.metadata;
  const name = labels?.['kubernetes.io/service-name'];
  if (slice.addressType !== family || name === undefined || name === '' || !isWatched(labels)) return undefined;
  return `${namespace ?? ''}/${name}`;
}

/**
 * The Service's ports in a family, each with its endpoints. Empty for what kube-proxy skips:
 * headless and ExternalName Services, and Services without an address of the family.
 * @see pkg/proxy/servicechangetracker.go (v1.34) serviceToServiceMap
 */
export function viewService(
  service: Service,
  slices: readonly EndpointSlice[],
  family: IpFamily,
  nodeName: string,
): readonly ServicePortInfo[] {
  const clusterIP = clusterIPOf(service, family);
  if (clusterIP === undefined || service.spec.type === 'ExternalName' || !isWatched(service.metadata.labels)) return [];
  const shared = viewSpec(service, clusterIP, family);
  return (service.spec.ports ?? []).map((port, index) => ({
    ...shared,
    index,
    name: portName(shared.service, port),
    protocol: port.protocol,
    port: port.port,
    nodePort: port.nodePort === 0 ? undefined : port.nodePort,
    endpoints: endpointsOf(port, slices, nodeName),
  }));
}

const portName = (service: ObjectKey, port: ServicePort): string =>
  `${service.namespace}/${service.name}${port.name === undefined || port.name === '' ? '' : `:${port.name}`}`;

/** @see pkg/proxy/util/utils.go (v1.34) GetClusterIPByFamily */
function clusterIPOf({ spec }: Service, family: IpFamily): Ip | undefined {
  const families = spec.ipFamilies ?? [];
  const text = families.length === 0 ? spec.clusterIP : spec.clusterIPs?.[families.indexOf(family)];
  const ip = text === undefined ? undefined : parseIp(text);
  return ip !== undefined && familyOf(ip) === family ? ip : undefined;
}

type SpecView = Omit<ServicePortInfo, 'index' | 'name' | 'protocol' | 'port' | 'nodePort' | 'endpoints'>;

function viewSpec(service: Service, clusterIP: Ip, family: IpFamily): SpecView {
  const { spec, status } = service;
  const external = spec.externalTrafficPolicy === 'Local' && isExternallyAccessible(service);
  return {
    service: keyOf(service),
    clusterIP,
    externalIPs: indexed(spec.externalIPs, parseIpSloppily).filter((ip) => familyOf(ip.value) === family),
    loadBalancerVips: (status?.loadBalancer?.ingress ?? []).flatMap(({ ip: text, ipMode }) => {
      const ip = text === undefined || ipMode === 'Proxy' ? undefined : parseIpSloppily(text);
      return ip !== undefined && familyOf(ip) === family ? [ip] : [];
    }),
    sourceRanges: sourceRangesOf(spec.loadBalancerSourceRanges, family),
    healthCheckNodePort:
      spec.type === 'LoadBalancer' && external && spec.healthCheckNodePort !== 0 ? spec.healthCheckNodePort : undefined,
    affinitySeconds:
      spec.sessionAffinity === 'ClientIP'
        ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? defaultAffinitySeconds)
        : undefined,
    externalPolicyLocal: external,
    internalPolicyLocal: spec.internalTrafficPolicy === 'Local',
  };
}

/**
 * The API server lets padded ranges pass: kube-proxy is the one to trim them. A network of zero bits lets everyone
 * in, so that there is nothing to guard, as if no range were given.
 * @see pkg/proxy/serviceport.go (v1.34) newBaseServiceInfo; kubernetes/kubernetes#132722
 */
function sourceRangesOf(texts: readonly string[] | undefined, family: IpFamily): readonly Indexed<Cidr>[] {
  const ranges = indexed(texts, (text) => parseCidr(withoutLeadingZeros(text.trim()))).filter(
    ({ value }) => value.family === family,
  );
  return ranges.some(({ value }) => value.prefix === 0) ? [] : ranges;
}

/**
 * Old objects may hold IPv4 addresses with leading zeros; they are read as decimal all the same.
 * @see staging/src/k8s.io/utils/net/parse.go ParseIPSloppy
 */
const withoutLeadingZeros = (text: string): string =>
  text.includes(':') ? text : text.replace(/(^|\.)0+(?=\d)/g, '$1');
const parseIpSloppily = (text: string): Ip | undefined => parseIp(withoutLeadingZeros(text));

/** @see pkg/api/v1/service/util.go (v1.34) ExternallyAccessible */
const isExternallyAccessible = ({ spec }: Service): boolean =>
  spec.type === 'LoadBalancer' ||
  spec.type === 'NodePort' ||
  (spec.type === 'ClusterIP' && (spec.externalIPs ?? []).length > 0);

const indexed = <T>(texts: readonly string[] | undefined, parse: (text: string) => T | undefined): Indexed<T>[] =>
  (texts ?? []).flatMap((text, index) => {
    const value = parse(text);
    return value === undefined ? [] : [{ value, index }];
  });

/**
 * Endpoints of one Service port. Slice ports are matched by name and protocol, never by number, so
 * that a named targetPort may differ from pod to pod. Of two entries for one address, the local one wins.
 * @see pkg/proxy/endpointslicecache.go (v1.34) addEndpoints
 */
function endpointsOf(port: ServicePort, slices: readonly EndpointSlice[], nodeName: string): readonly EndpointInfo[] {
  const found: EndpointInfo[] = [];
  for (const slice of slices) {
    for (const slicePort of slice.ports ?? []) {
      if (!isPortOf(slicePort, port) || slicePort.port === undefined || slicePort.port === 0) continue;
      for (const endpoint of slice.endpoints ?? []) {
        const info = viewEndpoint(endpoint, slicePort.port, nodeName);
        if (info !== undefined) found.push(info);
      }
    }
  }
  return withoutDoubles(found.sort(byText));
}

const byText = (a: EndpointInfo, b: EndpointInfo): number => compareCodeUnits(a.text, b.text);

function withoutDoubles(sorted: readonly EndpointInfo[]): readonly EndpointInfo[] {
  if (!hasDoubles(sorted)) return sorted;
  const unique: EndpointInfo[] = [];
  let last: EndpointInfo | undefined;
  for (const info of sorted) {
    if (last?.text !== info.text) unique.push(info);
    else if (info.isLocal) unique[unique.length - 1] = info;
    last = info;
  }
  return unique;
}

function hasDoubles(sorted: readonly EndpointInfo[]): boolean {
  for (let i = 1; i < sorted.length; i++) if (sorted[i]?.text === sorted[i - 1]?.text) return true;
  return false;
}

const isPortOf = (slicePort: EndpointPort, port: ServicePort): boolean =>
  (slicePort.name ?? '') === (port.name ?? '') && (slicePort.protocol ?? 'TCP') === port.protocol;

const none: readonly string[] = [];

function viewEndpoint(endpoint: Endpoint, port: number, nodeName: string): EndpointInfo | undefined {
  const { addresses, conditions, hints } = endpoint;
  const [address] = addresses;
  if (address === undefined) return undefined;
  const ip = address.includes(':') ? (parseIp(address) ?? address) : address;
  return {
    ip,
    port,
    text: hostPort(ip, port),
    isLocal: endpoint.nodeName === nodeName,
    ready: conditions?.ready ?? true,
    serving: conditions?.serving ?? true,
    terminating: conditions?.terminating ?? false,
    zoneHints: hints?.forZones?.map((zone) => zone.name) ?? none,
    nodeHints: hints?.forNodes?.map((node) => node.name) ?? none,
  };
}

/** Can the port be reached by anything but its cluster IP? */
export const isReachableFromOutside = (port: ServicePortInfo): boolean =>
  port.nodePort !== undefined || port.loadBalancerVips.length > 0 || port.externalIPs.length > 0;

/** Distinct addresses of ready endpoints on this node: what a health check node port reports. */
export function countLocalReady(ports: readonly ServicePortInfo[]): number {
  const ips = new Set<Ip>();
  for (const { endpoints } of ports) for (const e of endpoints) if (e.isLocal && e.ready) ips.add(e.ip);
  return ips.size;
}
