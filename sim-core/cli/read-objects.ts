import type { Kind } from '../kube/key.js';
import type { Endpoints, EndpointSlice, Namespace, Pod, Service } from '../kube/objects.js';
import { parseManifests } from '../kube/yaml/manifests.js';
import { ApiTx, emptyApiObjects, type ApiObjects } from '../kube/store.js';

interface KindOf {
  readonly Service: Service;
  readonly EndpointSlice: EndpointSlice;
  readonly Endpoints: Endpoints;
  readonly Pod: Pod;
}

const hasKind = <K extends keyof KindOf & Kind>(value: unknown, kind: K): value is KindOf[K] =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind && 'metadata' in value;

/** @see pkg/apis/core/v1/defaults.go (v1.34) SetDefaults_Service */
function withServiceDefaults(service: Service): Service {
  const given: Partial<Service['spec']> = service.spec;
  const ports = (given.ports ?? []).map((port) => ({ ...port, protocol: port.protocol ?? 'TCP' }));
  return { ...service, spec: { type: 'ClusterIP', sessionAffinity: 'None', ...given, ports } };
}

/**
 * Objects as a component's own tests hand them to it: without an API server between, so that what
 * the server would fill in may be missing, and what it would refuse may be there.
 */
export function readObjects(text: string, namespaces: readonly string[] = []): ApiObjects {
  const tx = new ApiTx(emptyApiObjects);
  for (const name of namespaces) tx.put<'Namespace'>(namespace(name));
  for (const { value } of parseManifests(text).documents) {
    if (hasKind(value, 'Service')) tx.put<'Service'>(withServiceDefaults(value));
    else if (hasKind(value, 'EndpointSlice')) tx.put<'EndpointSlice'>(value);
    else if (hasKind(value, 'Endpoints')) tx.put<'Endpoints'>(value);
    else if (hasKind(value, 'Pod')) tx.put<'Pod'>(value);
  }
  return tx.commit();
}

const namespace = (name: string): Namespace => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

/** Every namespace that the text's objects are in. */
export const namespacesOf = (text: string): readonly string[] => [
  ...new Set(
    parseManifests(text).documents.flatMap(({ value }) => {
      const kinds = ['Service', 'EndpointSlice', 'Endpoints', 'Pod'] as const;
      return kinds.flatMap((kind) => (hasKind(value, kind) ? (value.metadata.namespace ?? []) : []));
    }),
  ),
];
