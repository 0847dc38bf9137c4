import type { Problem } from '../base/problem.js';
import { isJsonObject, type JsonObject } from '../kube/json.js';
import type { ObjectKey } from '../kube/key.js';
import { lastAppliedAnnotation } from '../kube/last-applied.js';
import type { Json, KubeObject } from '../kube/objects.js';
import { printedResource, resources } from '../kube/resource.js';
import { getObject, type ApiObjects } from '../kube/store.js';
import { goMap } from '../kube/yaml/go-syntax.js';
import { parseManifests, type ManifestDocument } from '../kube/yaml/manifests.js';
import { canonicalJson } from '../kube/json.js';
import { Requests, type Admission } from './admit.js';
import { typeOf } from './decode/types.js';
import { decodeObject } from './decode/decode.js';
import { kindRules } from './kinds.js';
import { errorOutput, WarningWriter, type CommandError } from './kubectl.js';
import {
  describeObject,
  manifestObject,
  nameRefusal,
  withLastApplied,
  type ManifestObject,
} from './manifest-object.js';
import { ownedFields, serverSideApply } from './merge/server-side.js';
import { applyPatch, threeWayPatch } from './merge/strategic.js';
import { problemsOf, warningProblem } from './problems.js';
import { badRequest, type Refusal } from './refusal.js';
import type { AdmitContext, ApplyOutcome, ApplyResult } from './state.js';
import { invalid } from './validate/field-error.js';

export interface ApplyOptions {
  /** As given after `-f`: kubectl names it in errors. */
  readonly filename: string;
  /** Where namespaced objects go whose manifest names no namespace: `default`. */
  readonly namespace?: string;
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
  readonly #objects: ApiObjects;
  readonly #requests: Requests;
  readonly #options: ApplyOptions;
  readonly #errors: CommandError[] = [];
  readonly #problems: Problem[] = [];
  readonly #results: ApplyResult[] = [];
  readonly #warnings = new WarningWriter();
  #stdout = '';

  constructor(objects: ApiObjects, context: AdmitContext, options: ApplyOptions) {
    this.#objects = objects;
    this.#requests = new Requests(objects, context);
    this.#options = options;
  }

  run(text: string): ApplyOutcome {
    for (const object of this.#read(text)) this.#one(object);
    if (this.#results.length === 0 && this.#errors.length === 0) {
      this.#fail({ text: 'no objects passed to apply' });
    }
    const changed = this.#requests.view().resourceVersion !== this.#objects.resourceVersion;
    return {
      objects: changed ? this.#requests.commit() : this.#objects,
      results: this.#results,
      problems: this.#problems,
      stdout: this.#stdout,
      stderr: this.#warnings.output() + errorOutput(this.#errors),
    };
  }

  /** kubectl reads the whole file, as far as it can, before it sends anything. */
  #read(text: string): readonly ManifestObject[] {
    const { filename, namespace = 'default' } = this.#options;
    const parsed = parseManifests(text);
    const found: ManifestObject[] = [];
    for (const document of parsed.documents) {
      const object = manifestObject(document, filename, namespace);
      if (!('text' in object)) {
        found.push(object);
        continue;
      }
      this.#fail({ text: object.text }, document, object.field);
      this.#results.push({ document: document.index, outcome: 'rejected' });
      if (object.stops) return found;
    }
    for (const problem of parsed.problems) {
      const error: CommandError = problem.detail.startsWith('error converting')
        ? { text: `error parsing ${filename}: ${problem.detail}` }
        : { text: problem.text };
      this.#errors.push(error);
      this.#problems.push({ ...problem, text: errorOutput([error]).trimEnd() });
      this.#results.push({ document: problem.document ?? 0, outcome: 'rejected' });
    }
    return found;
  }

  #fail(error: CommandError, document?: ManifestDocument, field?: string): void {
    this.#errors.push(error);
    this.#problems.push(
      ...problemsOf(error, { ...(document !== undefined && { document }), ...(field !== undefined && { field }) }),
    );
  }

  #one(object: ManifestObject): void {
    const { document, kind, namespace, name } = object;
    const key: ObjectKey = { kind, namespace, name };
    const refused = nameRefusal(object);
    const applied =
      refused === undefined ? this.#apply(object) : { error: this.#unretrievable(object, refused), field: 'metadata' };
    if ('error' in applied) {
      this.#fail(applied.error, document, applied.field);
      this.#results.push({ document: document.index, key, outcome: 'rejected' });
      return;
    }
    const { outcome, warnings } = applied;
    this.#warnings.add(warnings);
    this.#problems.push(...warnings.map((warning) => warningProblem(warning, { document })));
    this.#results.push({ document: document.index, key, outcome });
    const word = this.#options.serverSide === true ? 'serverside-applied' : outcome;
    this.#stdout += `${printedResource(kind)}/${name} ${word}\n`;
  }

  #unretrievable(object: ManifestObject, reason: string): CommandError {
    if (reason.startsWith('from ')) return { text: reason };
    const verb = `retrieving current configuration of:\n${describeObject(object)}\nfrom server for:`;
    return { text: `error when ${verb} "${this.#options.filename}": ${reason}` };
  }

  #apply(object: ManifestObject): Applied {
    const { kind, namespace, name } = object;
    const { deprecation } = kindRules[kind];
    if (deprecation !== undefined) this.#warnings.add([deprecation]);
    const live = getObject(this.#requests.view(), kind, namespace, name);
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
    const admission = this.#requests.create(kind, withLastApplied(object.value));
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
    if (last === undefined) this.#warnings.add([missingAnnotation(object)]);
    if (this.#options.serverSide === true) {
      const owned = last === undefined ? {} : ownedFields(current, last);
      return this.#sent(
        this.#requests.update(object.kind, serverSideApply(current, modified, owned, schema), live),
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
    const admission = this.#requests.update(object.kind, patched, live);
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
