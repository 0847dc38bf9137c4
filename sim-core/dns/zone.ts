import { compareCodeUnits } from '../base/order.js';
import type { Ip } from '../net/ip.js';
import { parseIp } from '../net/ip.js';
import type { Endpoint, EndpointSlice, Service } from '../kube/objects.js';
import type { ApiObjects } from '../kube/store.js';
import { getObject, listObjects } from '../kube/store.js';
import type { Corefile } from './corefile.js';

/** CoreDNS's stand-in for the port of something without ports: it has addresses but no SRV. */
export const NO_PORT = -1;

const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';

/** What the zone is made from. */
export interface ZoneView {
  readonly objects: ApiObjects;
  readonly corefile: Corefile;
}

/** Something that a name of the zone stands for. */
export interface ZoneEntry {
  /** Its own name below the cluster domain: `web.default.svc`. */
  readonly owner: string;
  /** An address, or a name for an alias. */
  readonly host: { readonly ip: Ip } | { readonly alias: string };
  readonly port: number;
}

/** What a name of the zone leads to; `missing` is NXDOMAIN, no entries are NODATA. */
export type ZoneAnswer =
  { readonly kind: 'missing' } | { readonly kind: 'found'; readonly entries: readonly ZoneEntry[] };

const MISSING: ZoneAnswer = { kind: 'missing' };
const NODATA: ZoneAnswer = { kind: 'found', entries: [] };

interface ServiceQuestion {
  readonly endpoint?: string;
  readonly port?: string;
  readonly protocol?: string;
}

interface NamedPort {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
}

const isHeadless = (service: Service): boolean => service.spec.clusterIP === 'None';

const matchesPort = (question: ServiceQuestion, port: NamedPort): boolean =>
  (question.port === undefined || question.port === port.name.toLowerCase()) &&
  (question.protocol === undefined || question.protocol === port.protocol.toLowerCase());

/** CoreDNS knows ready endpoints only; without a condition they count as ready. */
const isListed = (endpoint: Endpoint): boolean => endpoint.conditions?.ready !== false;

/** @see coredns plugin/kubernetes/kubernetes.go (1.13) endpointHostname */
export function endpointLabel(endpoint: Endpoint, address: string): string {
  if (endpoint.hostname !== undefined && endpoint.hostname !== '') return endpoint.hostname;
  if (address.includes(':')) return address.replaceAll(':', '-');
  return address.replaceAll('.', '-');
}

const slicesOf = (objects: ApiObjects, namespace: string, name: string): readonly EndpointSlice[] =>
  listObjects(objects, 'EndpointSlice', namespace).filter(
    (slice) => slice.metadata.labels?.[SERVICE_NAME_LABEL] === name,
  );

const slicePorts = (slice: EndpointSlice): readonly NamedPort[] =>
  (slice.ports ?? []).length === 0
    ? [{ name: '', protocol: '', port: NO_PORT }]
    : (slice.ports ?? []).map((p) => ({ name: p.name ?? '', protocol: p.protocol ?? 'TCP', port: p.port ?? NO_PORT }));

const servicePorts = (service: Service): readonly NamedPort[] =>
  (service.spec.ports ?? []).length === 0
    ? [{ name: '', protocol: '', port: NO_PORT }]
    : (service.spec.ports ?? []).map((p) => ({ name: p.name ?? '', protocol: p.protocol, port: p.port }));

const hostOf = (text: string): ZoneEntry['host'] => {
  const ip = parseIp(text);
  return ip === undefined ? { alias: text } : { ip };
};

function endpointEntries(objects: ApiObjects, service: Service, question: ServiceQuestion): readonly ZoneEntry[] {
  const { name, namespace = '' } = service.metadata;
  const entries: ZoneEntry[] = [];
  for (const slice of slicesOf(objects, namespace, name)) {
    const ports = slicePorts(slice).filter((port) => matchesPort(question, port));
    for (const endpoint of (slice.endpoints ?? []).filter(isListed)) {
      for (const address of endpoint.addresses) {
        const label = endpointLabel(endpoint, address);
        if (question.endpoint !== undefined && question.endpoint !== label.toLowerCase()) continue;
        const owner = `${label}.${name}.${namespace}.svc`;
        for (const { port } of ports) entries.push({ owner, host: hostOf(address), port });
      }
    }
  }
  return entries;
}

function clusterIpEntries(service: Service, question: ServiceQuestion): readonly ZoneEntry[] {
  const { name, namespace = '' } = service.metadata;
  const owner = `${name}.${namespace}.svc`;
  const ips = service.spec.clusterIPs ?? [service.spec.clusterIP ?? ''];
  return servicePorts(service)
    .filter((port) => matchesPort(question, port))
    .flatMap(({ port }) => ips.flatMap((text) => parseIp(text) ?? []).map((ip) => ({ owner, host: { ip }, port })));
}

/** An alias to something that looks like an address is no alias, and has no name at all. */
function aliasEntries(service: Service, question: ServiceQuestion): readonly ZoneEntry[] {
  const { name, namespace = '' } = service.metadata;
  const isPlain = question.endpoint === undefined && question.port === undefined;
  const host = hostOf(service.spec.externalName ?? '');
  return isPlain && 'alias' in host ? [{ owner: `${name}.${namespace}.svc`, host, port: 0 }] : [];
}

/** A cluster IP with nothing ready behind it. */
const isEmptyService = (objects: ApiObjects, service: Service): boolean =>
  service.spec.type !== 'ExternalName' &&
  !isHeadless(service) &&
  !slicesOf(objects, service.metadata.namespace ?? '', service.metadata.name).some((slice) =>
    (slice.endpoints ?? []).some(isListed),
  );

const withoutUnderscore = (label: string): string => (label.startsWith('_') ? label.slice(1) : label);

/**
 * `[endpoint | _port._protocol].service.namespace`
 * @see coredns plugin/kubernetes/kubernetes.go (1.13) findServices, parse.go parseRequest
 */
function lookupService({ objects, corefile }: ZoneView, labels: readonly string[]): ZoneAnswer {
  const namespace = labels.at(-1) ?? '';
  if (getObject(objects, 'Namespace', undefined, namespace) === undefined) return MISSING;
  const name = labels.at(-2);
  if (name === undefined) return NODATA;
  const rest = labels.slice(0, -2);
  const service = getObject(objects, 'Service', namespace, name);
  if (service === undefined || rest.length > 2) return MISSING;
  if (corefile.ignoreEmptyService && isEmptyService(objects, service)) return MISSING;
  const [first = '', second] = rest;
  const question: ServiceQuestion =
    second !== undefined
      ? { port: withoutUnderscore(first), protocol: withoutUnderscore(second) }
      : rest.length === 1
        ? { endpoint: first }
        : {};
  const entries =
    service.spec.type === 'ExternalName'
      ? aliasEntries(service, question)
      : isHeadless(service) || question.endpoint !== undefined
        ? endpointEntries(objects, service, question)
        : clusterIpEntries(service, question);
  return entries.length === 0 ? MISSING : { kind: 'found', entries };
}

const isPodOf = (objects: ApiObjects, namespace: string, ip: Ip): boolean =>
  listObjects(objects, 'Pod', namespace).some(
    ({ status }) => status?.podIP === ip || status?.podIPs?.some((entry) => entry.ip === ip) === true,
  );

/**
 * `1-2-3-4.namespace`: with `pods insecure` any address, whether a pod has it or not.
 * @see coredns plugin/kubernetes/kubernetes.go (1.13) findPods
 */
function lookupPod({ objects, corefile }: ZoneView, labels: readonly string[]): ZoneAnswer {
  const namespace = labels.at(-1) ?? '';
  if (getObject(objects, 'Namespace', undefined, namespace) === undefined) return MISSING;
  const name = labels.at(-2);
  if (name === undefined) return NODATA;
  if (labels.length > 4) return MISSING;
  const isV4 = name.split('-').length === 4 && !name.includes('--');
  const ip = parseIp(name.replaceAll('-', isV4 ? '.' : ':'));
  if (ip === undefined || corefile.pods === 'disabled') return MISSING;
  if (corefile.pods === 'verified' && !isPodOf(objects, namespace, ip)) return MISSING;
  return { kind: 'found', entries: [{ owner: `${name}.${namespace}.pod`, host: { ip }, port: 0 }] };
}

/** What the labels before the cluster domain, in lower case, stand for. */
export function lookupZone(view: ZoneView, labels: readonly string[]): ZoneAnswer {
  const branch = labels.at(-1);
  if (branch === undefined) return NODATA;
  if (branch !== 'svc' && branch !== 'pod') return MISSING;
  const below = labels.slice(0, -1);
  if (below.length === 0) return NODATA;
  const exposed = view.corefile.namespaces;
  if (exposed !== undefined && !exposed.includes(below.at(-1) ?? '')) return MISSING;
  return branch === 'svc' ? lookupService(view, below) : lookupPod(view, below);
}

/**
 * Names below the cluster domain that an address has: of its Service, or else of endpoints.
 * @see coredns plugin/kubernetes/reverse.go (1.13) serviceRecordForIP
 */
export function namesOfAddress(objects: ApiObjects, address: string): readonly string[] {
  const ip = parseIp(address);
  if (ip === undefined) return [];
  const service = listObjects(objects, 'Service').find((s) => (s.spec.clusterIPs ?? [s.spec.clusterIP]).includes(ip));
  if (service !== undefined) return [`${service.metadata.name}.${service.metadata.namespace ?? ''}.svc`];
  const names = new Set<string>();
  for (const slice of listObjects(objects, 'EndpointSlice')) {
    const { namespace = '', labels } = slice.metadata;
    const name = labels?.[SERVICE_NAME_LABEL];
    if (name === undefined) continue;
    for (const endpoint of (slice.endpoints ?? []).filter(isListed)) {
      for (const text of endpoint.addresses) {
        if (parseIp(text) === ip) names.add(`${endpointLabel(endpoint, text)}.${name}.${namespace}.svc`);
      }
    }
  }
  return [...names].sort(compareCodeUnits);
}
