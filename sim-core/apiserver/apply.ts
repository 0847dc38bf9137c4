import { isJsonObject, type JsonObject } from '../kube/json.js';
import { lastAppliedAnnotation } from '../kube/last-applied.js';
import type { Json, KubeObject } from '../kube/objects.js';
import { resources } from '../kube/resource.js';
import { getObject, type ApiObjects } from '../kube/store.js';
import { goMap } from '../kube/yaml/go-syntax.js';
import { canonicalJson } from '../kube/json.js';
import type { Admission } from './admit.js';
import { typeOf } from './decode/types.js';
import { decodeObject } from './decode/decode.js';
import { kindRules } from './kinds.js';
import type { CommandError } from './kubectl.js';
import { describeObject, nameRefusal, withLastApplied, type ManifestObject } from './manifest-object.js';
import { ManifestRun, type ManifestOptions } from './manifest-run.js';
import { ownedFields, serverSideApply } from './merge/server-side.js';
import { applyPatch, threeWayPatch } from './merge/strategic.js';
import { badRequest, type Refusal } from './refusal.js';
import type { AdmitContext, ApplyOutcome } from './state.js';
import { invalid } from './validate/field-error.js';

export interface ApplyOptions extends ManifestOptions {
  /** `kubectl apply --server-side --force-conflicts`. */
  readonly serverSide?: boolean;
}

/** What one object came to. */
type Applied =
  | { readonly outcome: 'created' | 'configured' | 'unchanged'; readonly warnings: readonly string[] }
  | { readonly error: CommandError; readonly field?: string };

const unchanged: Applied = { outcome: 'unchanged', warnings: [] };

/** The manifest that last left a stored object as it was: the two need no second comparison. */
const inOrder = new WeakMap<KubeObject, JsonObject>();

/** What `kubectl apply -f` and the server do together. */
export function applyManifests(
  objects: ApiObjects,
  text: string,
  context: AdmitContext,
  options: ApplyOptions,
): ApplyOutcome {
  return new ApplyCommand(objects, context, options).run(text);
}

class ApplyCommand {
  readonly #run: ManifestRun;
  readonly #options: ApplyOptions;

  constructor(objects: ApiObjects, context: AdmitContext, options: ApplyOptions) {
    this.#run = new ManifestRun(objects, context, options);
    this.#options = options;
  }

  run(text: string): ApplyOutcome {
    return this.#run.run(text, 'apply', (object) => this.#one(object));
  }

  #one(object: ManifestObject): void {
    const { kind, namespace, name } = object;
    const refused = nameRefusal(object);
    const applied =
      refused === undefined ? this.#apply(object) : { error: this.#unretrievable(object, refused), field: 'metadata' };
    if ('error' in applied) {
      this.#run.rejected(object, applied.error, applied.field);
      return;
    }
    const { outcome, warnings } = applied;
    const done = this.#options.serverSide === true ? 'serverside-applied' : outcome;
    this.#run.accepted(object, { kind, namespace, name }, outcome, done, warnings);
  }

  #unretrievable(object: ManifestObject, reason: string): CommandError {
    if (reason.startsWith('from ')) return { text: reason };
    const verb = `retrieving current configuration of:\n${describeObject(object)}\nfrom server for:`;
    return { text: `error when ${verb} "${this.#options.filename}": ${reason}` };
  }

  #apply(object: ManifestObject): Applied {
    const { kind, namespace, name } = object;
    const { deprecation } = kindRules[kind];
    if (deprecation !== undefined) this.#run.warnings.add([deprecation]);
    const live = getObject(this.#run.requests.view(), kind, namespace, name);
    const applied = live === undefined ? this.#create(object) : this.#patch(object, live);
    if ('error' in applied || deprecation === undefined) return applied;
    return { ...applied, warnings: [deprecation, ...applied.warnings] };
  }

  #create(object: ManifestObject): Applied {
    const source = this.#options.filename;
    const { kind, spelledKind } = object;
    if (spelledKind !== kind) {
      const detail = `no kind "${spelledKind}" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30"`;
      const version = resources[kind].apiVersion.replace(/^.*\//, '');
      const message = `${spelledKind} in version "${version}" cannot be handled as a ${kind}: ${detail}`;
      return { error: { refusal: badRequest(message, 'kind'), verb: 'creating', source }, field: 'kind' };
    }
    const admission = this.#run.requests.create(kind, withLastApplied(object.value));
    return 'refusal' in admission
      ? { error: { refusal: admission.refusal, verb: 'creating', source } }
      : { outcome: 'created', warnings: admission.warnings };
  }

  #patch(object: ManifestObject, live: KubeObject): Applied {
    const source = this.#options.filename;
    const schema = typeOf[object.kind];
    const current = live as unknown as JsonObject;
    const modified = withLastApplied(object.value);
    if (this.#options.serverSide !== true && inOrder.get(live) === modified) return unchanged;
    const last = lastApplied(live);
    if (last === undefined) this.#run.warnings.add([missingAnnotation(object)]);
    if (this.#options.serverSide === true) {
      const owned = last === undefined ? {} : ownedFields(current, last);
      return this.#sent(
        this.#run.requests.update(object.kind, serverSideApply(current, modified, owned, schema), live),
        live,
      );
    }
    const patch = threeWayPatch(last ?? {}, modified, current, schema);
    if (Object.keys(patch).length === 0) {
      // Without the annotation there would be a warning to repeat.
      if (last !== undefined) inOrder.set(live, modified);
      return unchanged;
    }
    const verb = `applying patch:\n${canonicalJson(patch)}\nto:\n${describeObject(object)}\nfor:`;
    const patched = applyPatch(current, patch, schema);
    const undecodable = patchRefusal(patched, patch, object);
    if (undecodable !== undefined) return { error: { refusal: undecodable, verb, source } };
    const admission = this.#run.requests.update(object.kind, patched, live);
    if ('refusal' in admission) return { error: { refusal: admission.refusal, verb, source } };
    return { outcome: 'configured', warnings: admission.warnings };
  }

  #sent(admission: Admission, live: KubeObject): Applied {
    if ('refusal' in admission) return { error: { refusal: admission.refusal } };
    return { outcome: admission.object === live ? 'unchanged' : 'configured', warnings: admission.warnings };
  }
}

function lastApplied(live: KubeObject): JsonObject | undefined {
  const text = live.metadata.annotations?.[lastAppliedAnnotation];
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** @see kubectl/pkg/cmd/apply/apply.go (v1.34) warningNoLastAppliedConfigAnnotation */
const missingAnnotation = ({ kind, name }: ManifestObject): string =>
  `resource ${resources[kind].plural}/${name} is missing the ${lastAppliedAnnotation} annotation which is required by ` +
  'kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create ' +
  '--save-config or kubectl apply. The missing annotation will be patched automatically.';

/** A patched object that does not decode is the patch's fault. */
function patchRefusal(patched: JsonObject, patch: JsonObject, object: ManifestObject): Refusal | undefined {
  const decoded = decodeObject(patched, typeOf[object.kind]);
  if (!('errors' in decoded)) return undefined;
  const detail = decoded.errors.map((error) => error.text).join(', ');
  return { type: 'invalid', kind: '', group: '', name: '', errors: [invalid('patch', goMap(patch), detail)] };
}
