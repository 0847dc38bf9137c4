import { isJsonObject, type JsonObject } from '../kube/json.js';
import { lastAppliedAnnotation } from '../kube/last-applied.js';
import type { Kind } from '../kube/key.js';
import type { Json, KubeObject } from '../kube/objects.js';
import { kindOf } from '../kube/resource.js';
import { readTime } from './import-cluster-time.js';

/** Kinds that decide what packets do, or own what does. */
const importedKinds: readonly Kind[] = [
  'Namespace',
  'Node',
  'Pod',
  'Service',
  'Endpoints',
  'EndpointSlice',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'ReplicationController',
  'ConfigMap',
];

/** ConfigMaps hold what people put there; only those about the network are of use, and only they are kept. */
const readConfigMaps = new Set(['kube-system/kube-proxy', 'kube-system/kubeadm-config', 'kube-system/coredns']);

export interface LeftOut {
  readonly kind: string;
  readonly count: number;
}

export interface ImportedObjects {
  readonly objects: readonly KubeObject[];
  readonly leftOut: readonly LeftOut[];
  /** Objects that do not have the shape of their kind: `Pod default/x`. */
  readonly misshapen: readonly string[];
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
export const mapOf = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});
export const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : []);

/** Virtual time begins with the newest moment that the dump speaks of: all it tells of lies before. */
export function newestTime(objects: readonly JsonObject[]): number {
  let newest: number | undefined;
  for (const object of objects) {
    const time = readTime(textOf(mapOf(object['metadata'])['creationTimestamp']));
    if (time !== undefined && (newest === undefined || time > newest)) newest = time;
  }
  return newest ?? 0;
}

/** Fields that hold a time, as the simulation keeps them. */
const timeFields = new Set([
  'creationTimestamp',
  'deletionTimestamp',
  'startTime',
  'startedAt',
  'lastTransitionTime',
  'lastUpdateTime',
]);

/** Fields that say nothing about the network, are large, or may hold secrets. */
const droppedFields = new Set(['managedFields', 'selfLink', 'lastHeartbeatTime', 'lastProbeTime', 'images']);
const droppedOfContainers = new Set(['env', 'envFrom', 'volumeMounts', 'volumeDevices', 'resizePolicy']);
const droppedOfPodSpecs = new Set(['volumes', 'imagePullSecrets']);

function cleaned(value: Json, newest: number): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => cleaned(item, newest));
  if (!isJsonObject(value)) return value;
  const fields = Object.entries(value).flatMap(([key, field]): readonly (readonly [string, Json])[] => {
    if (droppedFields.has(key) || ('containers' in value && droppedOfPodSpecs.has(key))) return [];
    if ('image' in value && 'name' in value && droppedOfContainers.has(key)) return [];
    if (!timeFields.has(key)) return [[key, cleaned(field, newest)]];
    const time = readTime(textOf(field));
    return time === undefined ? [] : [[key, Math.min(time - newest, 0)]];
  });
  return Object.fromEntries(fields);
}

function cleanMetadata(metadata: JsonObject): JsonObject {
  const { annotations, finalizers: _finalizers, ...rest } = metadata;
  const { [lastAppliedAnnotation]: _applied, ...others } = mapOf(annotations);
  return Object.keys(others).length > 0 ? { ...rest, annotations: others } : rest;
}

const hasContainers = (spec: Json | undefined): boolean => {
  const containers = mapOf(spec)['containers'];
  return (
    Array.isArray(containers) &&
    (containers as readonly Json[]).every((one) => isJsonObject(one) && typeof one['name'] === 'string')
  );
};

const hasTemplate = ({ spec }: JsonObject): boolean => hasContainers(mapOf(mapOf(spec)['template'])['spec']);
const isAny = (): boolean => true;

/** The fields without which the simulation could not go on. */
const shapes: Partial<Record<Kind, (object: JsonObject) => boolean>> = {
  Node: ({ status }) => Array.isArray(mapOf(status)['addresses']),
  Pod: ({ spec }) => hasContainers(spec),
  Service: ({ spec }) => isJsonObject(spec) && (spec['ports'] === undefined || Array.isArray(spec['ports'])),
  EndpointSlice: ({ addressType, endpoints }) =>
    typeof addressType === 'string' &&
    listOf(endpoints).every((endpoint) => Array.isArray(mapOf(endpoint)['addresses'])),
  Deployment: hasTemplate,
  ReplicaSet: hasTemplate,
  StatefulSet: hasTemplate,
  DaemonSet: hasTemplate,
};

const emptyDefaults: Partial<Record<Kind, JsonObject>> = {
  EndpointSlice: { endpoints: null },
  Service: { status: { loadBalancer: {} } },
  Node: { spec: {} },
};

const serviceDefaults: JsonObject = { type: 'ClusterIP', sessionAffinity: 'None' };

/** What was stored in the cluster, as far as it is of use here, and what was not. */
export function importObjects(raw: readonly JsonObject[]): ImportedObjects {
  const newest = newestTime(raw);
  const objects = new Map<string, KubeObject>();
  const leftOut = new Map<string, number>();
  const misshapen: string[] = [];
  for (const value of raw) {
    const spelled = textOf(value['kind']);
    const kind = kindOf(textOf(value['apiVersion']), spelled);
    const metadata = mapOf(value['metadata']);
    const [namespace, name] = [textOf(metadata['namespace']), textOf(metadata['name'])];
    const key = `${namespace}/${name}`;
    const isRead =
      kind !== undefined && importedKinds.includes(kind) && (kind !== 'ConfigMap' || readConfigMaps.has(key));
    if (!isRead) {
      const label = spelled === '' ? '?' : spelled;
      leftOut.set(label, (leftOut.get(label) ?? 0) + 1);
    } else if (name === '' || !(shapes[kind] ?? isAny)(value)) misshapen.push(`${kind} ${key}`);
    else {
      const clean = mapOf(cleaned(value, newest));
      const spec = kind === 'Service' ? { spec: { ...serviceDefaults, ...mapOf(clean['spec']) } } : {};
      const whole = {
        ...emptyDefaults[kind],
        ...clean,
        ...spec,
        kind,
        metadata: cleanMetadata(mapOf(clean['metadata'])),
      };
      // Its shape was just looked at, as far as the simulation relies on it.
      objects.set(`${kind} ${key}`, whole as unknown as KubeObject);
    }
  }
  const counted = [...leftOut].map(([kind, count]) => ({ kind, count }));
  return { objects: [...objects.values()], leftOut: counted, misshapen };
}
