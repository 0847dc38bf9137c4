/**
 * Edits of single objects, in kubectl's words.
 *
 * @see kubectl/pkg/cmd/{delete,scale,label,annotate} (v1.34)
 */
import type { JsonObject } from '../kube/json.js';
import type { Kind, ObjectKey } from '../kube/key.js';
import type { KubeObject, Labels, ObjectMeta } from '../kube/objects.js';
import { kinds, printedResource, resources } from '../kube/resource.js';
import { getObject, listObjects, type ApiObjects } from '../kube/store.js';
import { Requests } from './admit.js';
import { kindRules } from './kinds.js';
import { errorOutput, type CommandError } from './kubectl.js';
import { problemsOf } from './problems.js';
import { notFound, qualifiedResource, type Refusal } from './refusal.js';
import type { AdmitContext, ApplyOutcome } from './state.js';

export interface ScaleTarget extends ObjectKey {
  readonly kind: Extract<Kind, 'Deployment' | 'ReplicaSet' | 'StatefulSet' | 'ReplicationController'>;
}

/** null removes a key. */
type Changes = Readonly<Record<string, string | null>>;

const failure = (objects: ApiObjects, key: ObjectKey, error: CommandError): ApplyOutcome => ({
  objects,
  results: [{ document: 0, key, outcome: 'rejected' }],
  problems: problemsOf(error, {}),
  stdout: '',
  stderr: errorOutput([error]),
});

const missing = (objects: ApiObjects, key: ObjectKey): ApplyOutcome =>
  failure(objects, key, { refusal: notFound(qualifiedResource(key.kind), key.name) });

const printed = ({ kind, name }: ObjectKey): string => `${printedResource(kind)}/${name}`;

const find = (objects: ApiObjects, key: ObjectKey): KubeObject | undefined =>
  getObject(objects, key.kind, resources[key.kind].namespaced ? key.namespace : '', key.name);

function success(
  before: ApiObjects,
  key: ObjectKey,
  requests: Requests,
  stdout: string,
  warnings: readonly string[] = [],
): ApplyOutcome {
  const changed = requests.view().resourceVersion !== before.resourceVersion;
  const outcome = changed ? 'configured' : 'unchanged';
  return {
    objects: changed ? requests.commit() : before,
    results: [{ document: 0, key, outcome }],
    problems: [],
    stdout,
    stderr: warnings.map((warning) => `Warning: ${warning}\n`).join(''),
  };
}

const protectedNamespaces = ['default', 'kube-system', 'kube-public'];

export interface DeleteOptions {
  /** `--grace-period`; the pod's own when absent, and 0 ends it at once. */
  readonly gracePeriodSeconds?: number;
  /** `--cascade`: `orphan` leaves behind what the object owned, as nobody's. */
  readonly cascade?: 'background' | 'foreground' | 'orphan';
}

/** `kubectl delete`. A pod on a node only gets a deletionTimestamp: its kubelet ends it. */
export function deleteObject(
  objects: ApiObjects,
  key: ObjectKey,
  context: AdmitContext,
  options: DeleteOptions = {},
): ApplyOutcome {
  const object = find(objects, key);
  if (object === undefined) return missing(objects, key);
  if (object.kind === 'Namespace' && protectedNamespaces.includes(key.name)) {
    const message = `namespaces "${key.name}" is forbidden: this namespace may not be deleted`;
    const refusal: Refusal = { type: 'status', reason: 'Forbidden', message, field: '' };
    return failure(objects, key, { refusal });
  }
  const requests = new Requests(objects, context);
  if (object.kind === 'Namespace')
    for (const inside of contentsOf(objects, key.name)) remove(requests, inside, context, {});
  if (options.cascade === 'orphan') orphan(requests, objects, object);
  remove(requests, object, context, options);
  const where = resources[key.kind].namespaced ? ` from ${key.namespace} namespace` : '';
  return success(objects, key, requests, `${printedResource(key.kind)} "${key.name}" deleted${where}\n`);
}

function remove(requests: Requests, object: KubeObject, context: AdmitContext, options: DeleteOptions): void {
  const { gracePeriodSeconds } = options;
  if (object.kind !== 'Pod' || object.spec.nodeName === undefined || gracePeriodSeconds === 0) {
    requests.delete(object);
    return;
  }
  const { deletionTimestamp, deletionGracePeriodSeconds: before } = object.metadata;
  const own = object.spec['terminationGracePeriodSeconds'];
  const seconds = gracePeriodSeconds ?? (typeof own === 'number' ? own : 30);
  // A second request can only make it shorter.
  if (deletionTimestamp !== undefined && (before === undefined || seconds >= before)) return;
  const terminating = {
    deletionTimestamp: deletionTimestamp ?? context.now,
    deletionGracePeriodSeconds: seconds,
  };
  requests.put({ ...object, metadata: { ...object.metadata, ...terminating } });
}

/** Takes the object's name off what it owns, so that the garbage collector leaves it. */
function orphan(requests: Requests, objects: ApiObjects, owner: KubeObject): void {
  const isOwned = ({ metadata }: KubeObject): boolean =>
    metadata.namespace === owner.metadata.namespace &&
    (metadata.ownerReferences ?? []).some(({ kind, name }) => kind === owner.kind && name === owner.metadata.name);
  for (const kind of kinds) {
    for (const object of listObjects<Kind>(objects, kind).filter(isOwned)) {
      const ownerReferences = (object.metadata.ownerReferences ?? []).filter(
        ({ name }) => name !== owner.metadata.name,
      );
      requests.put(withMetadata(object, { ownerReferences }));
    }
  }
}

const contentsOf = (objects: ApiObjects, namespace: string): readonly KubeObject[] =>
  Object.values(objects.kinds).flatMap((kind: ReadonlyMap<string, KubeObject>) =>
    [...kind.values()].filter((object) => object.metadata.namespace === namespace),
  );

/** Sends the whole object with a change; the answer is the server's. */
function change(
  objects: ApiObjects,
  key: ObjectKey,
  context: AdmitContext,
  edit: (old: KubeObject) => KubeObject,
  stdout: string,
): ApplyOutcome {
  const old = find(objects, key);
  if (old === undefined) return missing(objects, key);
  const requests = new Requests(objects, context);
  const admission = requests.update(key.kind, edit(old) as unknown as JsonObject, old);
  if ('refusal' in admission) return failure(objects, key, { refusal: admission.refusal });
  const { deprecation } = kindRules[key.kind];
  return success(objects, key, requests, stdout, deprecation === undefined ? [] : [deprecation]);
}

/** `kubectl scale --replicas`. */
export function scaleObject(
  objects: ApiObjects,
  key: ScaleTarget,
  replicas: number,
  context: AdmitContext,
): ApplyOutcome {
  if (!Number.isInteger(replicas) || replicas < 0) {
    const text = 'The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0';
    return failure(objects, key, { text });
  }
  const edit = (old: KubeObject): KubeObject =>
    old.kind === 'Deployment' ||
    old.kind === 'ReplicaSet' ||
    old.kind === 'StatefulSet' ||
    old.kind === 'ReplicationController'
      ? ({ ...old, spec: { ...old.spec, replicas } } as KubeObject)
      : old;
  return change(objects, key, context, edit, `${printed(key)} scaled\n`);
}

function withChanges(labels: Labels | undefined, changes: Changes): Labels {
  const result = new Map(Object.entries(labels ?? {}));
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) result.delete(key);
    else result.set(key, value);
  }
  return Object.fromEntries(result);
}

const withMetadata = (object: KubeObject, metadata: Partial<ObjectMeta>): KubeObject =>
  ({ ...object, metadata: { ...object.metadata, ...metadata } }) as KubeObject;

function labelWord(labels: Labels, changes: Changes): string {
  const entries = Object.entries(changes);
  if (entries.some(([key, value]) => value !== null && labels[key] !== value)) return 'labeled';
  return entries.some(([key, value]) => value === null && Object.hasOwn(labels, key)) ? 'unlabeled' : 'not labeled';
}

/** `kubectl label --overwrite`; null removes a key. */
export function labelObject(objects: ApiObjects, key: ObjectKey, labels: Changes, context: AdmitContext): ApplyOutcome {
  const old = find(objects, key);
  const edit = (object: KubeObject): KubeObject =>
    withMetadata(object, { labels: withChanges(object.metadata.labels, labels) });
  const word = labelWord(old?.metadata.labels ?? {}, labels);
  return change(objects, key, context, edit, `${printed(key)} ${word}\n`);
}

/** `kubectl annotate --overwrite`; null removes a key. */
export function annotateObject(
  objects: ApiObjects,
  key: ObjectKey,
  annotations: Changes,
  context: AdmitContext,
): ApplyOutcome {
  const edit = (object: KubeObject): KubeObject =>
    withMetadata(object, { annotations: withChanges(object.metadata.annotations, annotations) });
  return change(objects, key, context, edit, `${printed(key)} annotated\n`);
}
