import type { JsonObject } from '../kube/json.js';
import { sameJson } from '../kube/json.js';
import type { Kind } from '../kube/key.js';
import type { Json, KubeObject, ObjectMeta, ObjectsByKind, Service } from '../kube/objects.js';
import { resources } from '../kube/resource.js';
import { ApiTx, getObject, type ApiObjects } from '../kube/store.js';
import { generatedName } from '../kube/generated-name.js';
import { allocateService } from './allocate/service.js';
import { Taken } from './allocate/taken.js';
import { dropTypeDependentFields, patchAllocatedValues } from './allocate/update.js';
import { decodeObject, type DecodeError } from './decode/decode.js';
import { typeOf } from './decode/types.js';
import { kindRules, type KindRules } from './kinds.js';
import { alreadyExists, badRequest, invalidObject, notFound, type Refusal } from './refusal.js';
import type { AdmitContext } from './state.js';

/** What a request came to: the stored object and the server's warnings, or its refusal. */
export type Admission =
  { readonly object: KubeObject; readonly warnings: readonly string[] } | { readonly refusal: Refusal };

/** Decoded JSON has the shape its schema says, so it is the object. */
const asObject = <K extends Kind>(value: JsonObject): ObjectsByKind[K] => value as unknown as ObjectsByKind[K];

const asJson = (value: unknown): Json => (value ?? null) as Json;

export const decodeText = (errors: readonly DecodeError[]): string => errors.map((error) => error.text).join(', ');

/** One command's requests to the API server, in one transaction. */
export class Requests {
  readonly #tx: ApiTx;
  readonly #taken: Taken;
  readonly #context: AdmitContext;

  constructor(objects: ApiObjects, context: AdmitContext) {
    this.#tx = new ApiTx(objects);
    this.#taken = new Taken(objects);
    this.#context = context;
  }

  view(): ApiObjects {
    return this.#tx.view();
  }

  commit(): ApiObjects {
    return this.#tx.commit();
  }

  /** POST: decode, check the namespace, fill in, allocate, validate, store. */
  create<K extends Kind>(kind: K, json: JsonObject): Admission {
    const decoded = decodeObject(json, typeOf[kind]);
    if ('errors' in decoded)
      return { refusal: badRequest(undecodable(kind, decodeText(decoded.errors)), decoded.errors[0].field) };
    const given = inScope(asObject<K>(decoded.value));
    const { namespace } = given.metadata;
    if (
      resources[kind].namespaced &&
      namespace !== undefined &&
      getObject(this.view(), 'Namespace', undefined, namespace) === undefined
    ) {
      return { refusal: notFound('namespaces', namespace, 'metadata.namespace') };
    }
    const rules = kindRules[kind] as KindRules<ObjectsByKind[K]>;
    const filled = rules.fillIn(newObject(this.#named(given), rules, this.#context));
    const prepared = rules.statusOf === undefined ? filled : { ...filled, status: rules.statusOf(filled) };
    const allocated = this.#allocate(prepared, undefined);
    if ('refusal' in allocated) return allocated;
    const object = allocated.object as ObjectsByKind[K];
    const errors = rules.validate(object);
    const { name } = object.metadata;
    if (errors.length > 0) return { refusal: invalidObject(kind, name, errors) };
    if (getObject(this.view(), kind, namespace, name) !== undefined) return { refusal: alreadyExists(kind, name) };
    return { object: this.#store(object, undefined), warnings: rules.warnings(object) };
  }

  /** PUT or PATCH, given the whole new object: fill in, allocate, validate against the old, store. */
  update<K extends Kind>(kind: K, json: JsonObject, old: ObjectsByKind[K]): Admission {
    const decoded = decodeObject(json, typeOf[kind]);
    if ('errors' in decoded) return { refusal: badRequest(decodeText(decoded.errors), decoded.errors[0].field) };
    const rules = kindRules[kind] as KindRules<ObjectsByKind[K]>;
    const given = keepServerOwned(inScope(asObject<K>(decoded.value)), old);
    const allocated = this.#allocate(rules.fillIn(given), old);
    if ('refusal' in allocated) return allocated;
    const object = countChange(allocated.object as ObjectsByKind[K], old, rules.generation);
    const errors = rules.validateUpdate(object, old);
    if (errors.length > 0) return { refusal: invalidObject(kind, object.metadata.name, errors) };
    return { object: this.#store(object, old), warnings: rules.warnings(object) };
  }

  /** A name of the server's choice where only its beginning is given. @see apiserver/pkg/registry/rest/create.go */
  #named<T extends KubeObject>(object: T): T {
    const { name = '', generateName = '' }: Partial<ObjectMeta> = object.metadata;
    if (name !== '' || generateName === '') return object;
    const { prng } = this.#context;
    const isTaken = (taken: string): boolean =>
      getObject(this.view(), object.kind, object.metadata.namespace, taken) !== undefined;
    return { ...object, metadata: { ...object.metadata, name: generatedName(generateName, prng, isTaken) } };
  }

  delete(object: KubeObject): void {
    const { kind, metadata } = object;
    if (object.kind === 'Service') this.#taken.release(object);
    this.#tx.delete({ kind, namespace: metadata.namespace ?? '', name: metadata.name });
  }

  /** Stores an object that no user asked for, such as one marked for deletion. */
  put(object: KubeObject): void {
    this.#tx.put(object);
  }

  #allocate(
    object: KubeObject,
    old: KubeObject | undefined,
  ): { readonly object: KubeObject } | { readonly refusal: Refusal } {
    if (object.kind !== 'Service') return { object };
    const before = old?.kind === 'Service' ? old : undefined;
    const patched = before === undefined ? object : patchAllocatedValues(object, before);
    const outcome = allocateService(patched, before, this.#context, this.#taken);
    if ('errors' in outcome) return { refusal: invalidObject('Service', object.metadata.name, outcome.errors) };
    if ('failure' in outcome)
      return { refusal: { type: 'status', reason: outcome.reason, message: outcome.failure, field: '' } };
    return { object: before === undefined ? outcome.service : dropTypeDependentFields(outcome.service, before) };
  }

  #store(object: KubeObject, old: KubeObject | undefined): KubeObject {
    if (old !== undefined && sameJson(asJson(old), asJson(object))) return old;
    if (old?.kind === 'Service') this.#taken.release(old);
    if (object.kind === 'Service') this.#taken.add(object as Service);
    return this.#tx.put(object);
  }
}

/** A namespace means nothing on a cluster-scoped object and goes. @see apiserver/pkg/registry/rest/create.go (v1.34) */
function inScope<T extends KubeObject>(object: T): T {
  if (resources[object.kind].namespaced || object.metadata.namespace === undefined) return object;
  const { namespace: _meaningless, ...metadata } = object.metadata;
  return { ...object, metadata };
}

export const undecodable = (kind: string, detail: string): string => {
  const known = kind in resources ? resources[kind as Kind].apiVersion : 'v1';
  const version = known.slice(known.indexOf('/') + 1);
  return `${kind} in version "${version}" cannot be handled as a ${kind}: ${detail}`;
};

function newObject<T extends KubeObject>(given: T, rules: KindRules<T>, context: AdmitContext): T {
  const metadata: ObjectMeta = {
    ...given.metadata,
    ...(rules.generation && { generation: 1 }),
    creationTimestamp: context.now,
  };
  return { ...given, metadata, ...(rules.status !== undefined && { status: rules.status }) };
}

/** Status and creation belong to the server; an update does not change them. */
function keepServerOwned<T extends KubeObject>(given: T, old: T): T {
  const { uid, creationTimestamp, deletionTimestamp, generation, resourceVersion, generateName } = old.metadata;
  const owned = { uid, creationTimestamp, deletionTimestamp, generation, resourceVersion, generateName };
  const known = Object.fromEntries(Object.entries(owned).filter(([, value]) => value !== undefined));
  return { ...given, metadata: { ...given.metadata, ...known }, ...('status' in old && { status: old.status }) };
}

/** The generation goes up when anything but metadata and status changed. */
function countChange<T extends KubeObject>(object: T, old: T, counts: boolean): T {
  const asked = (o: T): Json => asJson({ ...o, metadata: null, status: null });
  if (!counts || sameJson(asked(object), asked(old))) return object;
  return { ...object, metadata: { ...object.metadata, generation: (old.metadata.generation ?? 1) + 1 } };
}
