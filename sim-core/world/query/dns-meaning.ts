import { labelsBefore, reverseAddress } from '../../dns/record.js';
import { getObject, listObjects, type ApiObjects } from '../../kube/store.js';
import type { DnsMeaning } from '../view-dns.js';

/**
 * What CoreDNS reads in a name, for people: the same shapes as the zone's own parse, with the object that is
 * there or missing.
 * @see coredns plugin/kubernetes/parse.go (1.13) parseRequest
 */
export function dnsMeaning(objects: ApiObjects, clusterDomain: string, name: string): DnsMeaning {
  const address = reverseAddress(name);
  if (address !== undefined) return { code: 'reverse', address };
  const labels = labelsBefore(clusterDomain, name);
  if (labels === undefined) return { code: 'outside' };
  const branch = labels.at(-1);
  const namespace = labels.at(-2);
  if (branch === undefined || (namespace === undefined && isBranch(branch))) return { code: 'zone' };
  if (!isBranch(branch) || namespace === undefined) return { code: 'unknown-branch', label: branch };
  const below = labels.slice(0, -2);
  const first = below.at(-1);
  if (getObject(objects, 'Namespace', undefined, namespace) === undefined) {
    return { code: 'no-namespace', namespace, ...(branch === 'svc' && first !== undefined && { service: first }) };
  }
  if (first === undefined) return { code: 'namespace', namespace };
  if (branch === 'pod') return { code: 'pod', address: first.replaceAll('-', '.'), namespace };
  return serviceMeaning(objects, namespace, first, below.slice(0, -1));
}

const isBranch = (label: string): boolean => label === 'svc' || label === 'pod';

function serviceMeaning(objects: ApiObjects, namespace: string, name: string, rest: readonly string[]): DnsMeaning {
  const found = getObject(objects, 'Service', namespace, name);
  const where = { service: name, namespace };
  if (found === undefined) {
    return { code: 'no-service', ...where, ...(rest.length > 0 && { below: rest.join('.') }) };
  }
  const [first = '', second] = rest;
  if (rest.length > 2) return { code: 'too-deep', ...where };
  if (second !== undefined) {
    return { code: 'port', port: first.replace(/^_/, ''), protocol: second.replace(/^_/, ''), ...where };
  }
  if (rest.length === 1) return { code: 'endpoint', endpoint: first, ...where };
  if (found.spec.type === 'ExternalName') return { code: 'alias', target: found.spec.externalName ?? '', ...where };
  if (found.spec.clusterIP !== 'None') return { code: 'cluster-ip', ...where };
  return { code: 'headless', ready: readyEndpoints(objects, namespace, name), ...where };
}

const readyEndpoints = (objects: ApiObjects, namespace: string, name: string): number =>
  listObjects(objects, 'EndpointSlice', namespace)
    .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === name)
    .flatMap((slice) => slice.endpoints ?? [])
    .filter((endpoint) => endpoint.conditions?.ready !== false).length;
