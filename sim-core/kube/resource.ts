import type { Kind } from './key.js';

/** How a kind is addressed: its group and version, and the plural that URLs and kubectl use. */
export interface ResourceInfo {
  readonly kind: Kind;
  readonly apiVersion: string;
  /** `apps`; empty for the core group. */
  readonly group: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
}

const resource = (
  kind: Kind,
  apiVersion: string,
  plural: string,
  shortNames: readonly string[],
  namespaced = true,
): ResourceInfo => ({
  kind,
  apiVersion,
  group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
  plural,
  singular: kind.toLowerCase(),
  shortNames,
  namespaced,
});

/** @see kubectl api-resources (v1.34) */
export const resources: { readonly [K in Kind]: ResourceInfo } = {
  Namespace: resource('Namespace', 'v1', 'namespaces', ['ns'], false),
  Node: resource('Node', 'v1', 'nodes', ['no'], false),
  Pod: resource('Pod', 'v1', 'pods', ['po']),
  Service: resource('Service', 'v1', 'services', ['svc']),
  Endpoints: resource('Endpoints', 'v1', 'endpoints', ['ep']),
  EndpointSlice: resource('EndpointSlice', 'discovery.k8s.io/v1', 'endpointslices', []),
  Deployment: resource('Deployment', 'apps/v1', 'deployments', ['deploy']),
  ReplicaSet: resource('ReplicaSet', 'apps/v1', 'replicasets', ['rs']),
  StatefulSet: resource('StatefulSet', 'apps/v1', 'statefulsets', ['sts']),
  ConfigMap: resource('ConfigMap', 'v1', 'configmaps', ['cm']),
};

const kinds = Object.keys(resources) as Kind[];

/** The kind of a manifest's `apiVersion` and `kind`; the all-lower-case spelling is found as well. */
export const kindOf = (apiVersion: string, kind: string): Kind | undefined =>
  kinds.find((k) => resources[k].apiVersion === apiVersion && (k === kind || k.toLowerCase() === kind));

/** What kubectl takes on its command line: `svc`, `services`, `service`, `deployments.apps`. */
export function kindOfArgument(text: string): Kind | undefined {
  const lower = text.toLowerCase();
  return kinds.find((k) => {
    const r = resources[k];
    const names = [r.plural, r.singular, ...r.shortNames];
    return names.some((name) => lower === name || (r.group !== '' && lower === `${name}.${r.group}`));
  });
}

/** What kubectl prints for an object: `service`, `deployment.apps`. */
export const printedResource = (kind: Kind): string =>
  resources[kind].group === '' ? resources[kind].singular : `${resources[kind].singular}.${resources[kind].group}`;
