/** `kubectl create -f` and `kubectl replace -f`. @see kubectl/pkg/cmd/{create,replace} (v1.34) */
import type { Problem } from '../base/problem.js';
import { member, stringMember } from '../kube/json.js';
import { printedResource } from '../kube/resource.js';
import { getObject, type ApiObjects } from '../kube/store.js';
import { parseManifests } from '../kube/yaml/manifests.js';
import { Requests, type Admission } from './admit.js';
import { kindRules } from './kinds.js';
import { errorOutput, WarningWriter, type CommandError } from './kubectl.js';
import { manifestObject, type ManifestObject } from './manifest-object.js';
import { problemsOf, warningProblem } from './problems.js';
import { conflict, notFound, qualifiedResource } from './refusal.js';
import type { AdmitContext, ApplyOutcome, ApplyResult } from './state.js';

export interface ManifestOptions {
  readonly filename: string;
  readonly namespace?: string;
}

/** How a verb asks for one object, and what it says of it. */
interface Verb {
  readonly doing: 'creating' | 'replacing';
  readonly done: string;
  readonly outcome: ApplyResult['outcome'];
  ask(requests: Requests, object: ManifestObject): Admission;
}

const create: Verb = {
  doing: 'creating',
  done: 'created',
  outcome: 'created',
  ask: (requests, { kind, value }) => requests.create(kind, value),
};

const replace = (done: string): Verb => ({
  doing: 'replacing',
  done,
  outcome: 'configured',
  ask: (requests, { kind, namespace, name, value }) => {
    const live = getObject(requests.view(), kind, namespace, name);
    if (live === undefined) return { refusal: notFound(qualifiedResource(kind), name) };
    const seen = stringMember(member(value, 'metadata'), 'resourceVersion');
    if (seen !== '' && seen !== live.metadata.resourceVersion) return { refusal: conflict(kind, name) };
    return requests.update(kind, value, live);
  },
});

/** Reads a manifest as far as it can, then asks for one object after the other. */
class ManifestCommand {
  readonly #objects: ApiObjects;
  readonly #requests: Requests;
  readonly #options: ManifestOptions;
  readonly #verb: Verb;
  readonly #errors: CommandError[] = [];
  readonly #problems: Problem[] = [];
  readonly #results: ApplyResult[] = [];
  readonly #warnings = new WarningWriter();
  #stdout = '';

  constructor(objects: ApiObjects, context: AdmitContext, options: ManifestOptions, verb: Verb) {
    this.#objects = objects;
    this.#requests = new Requests(objects, context);
    this.#options = options;
    this.#verb = verb;
  }

  run(text: string): ApplyOutcome {
    for (const object of this.#read(text)) this.#one(object);
    if (this.#results.length === 0 && this.#errors.length === 0) {
      this.#errors.push({ text: `no objects passed to ${this.#verb.doing === 'creating' ? 'create' : 'replace'}` });
      this.#problems.push(...problemsOf({ text: 'no objects passed' }, {}));
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
      this.#errors.push({ text: object.text });
      this.#problems.push(...problemsOf({ text: object.text }, { document, field: object.field }));
      this.#results.push({ document: document.index, outcome: 'rejected' });
      if (object.stops) return found;
    }
    for (const problem of parsed.problems) {
      const isYaml = problem.detail.startsWith('error converting');
      this.#errors.push({ text: isYaml ? `error parsing ${filename}: ${problem.detail}` : problem.text });
      this.#problems.push(problem);
      this.#results.push({ document: problem.document ?? 0, outcome: 'rejected' });
    }
    return found;
  }

  #one(object: ManifestObject): void {
    const { document, kind, namespace, name } = object;
    const { deprecation } = kindRules[kind];
    if (deprecation !== undefined) this.#warnings.add([deprecation]);
    const admission = this.#verb.ask(this.#requests, object);
    const key = { kind, namespace, name };
    if ('refusal' in admission) {
      const error = { refusal: admission.refusal, verb: this.#verb.doing, source: this.#options.filename };
      this.#errors.push(error);
      this.#problems.push(...problemsOf(error, { document }));
      this.#results.push({ document: document.index, key, outcome: 'rejected' });
      return;
    }
    this.#warnings.add(admission.warnings);
    this.#problems.push(...admission.warnings.map((warning) => warningProblem(warning, { document })));
    const given = admission.object.metadata.name;
    this.#results.push({ document: document.index, key: { ...key, name: given }, outcome: this.#verb.outcome });
    this.#stdout += `${printedResource(kind)}/${given} ${this.#verb.done}\n`;
  }
}

export const createManifests = (
  objects: ApiObjects,
  text: string,
  context: AdmitContext,
  options: ManifestOptions,
): ApplyOutcome => new ManifestCommand(objects, context, options, create).run(text);

/** `done` is what kubectl says of each object: `replaced`, or `edited` after an editor. */
export const replaceManifests = (
  objects: ApiObjects,
  text: string,
  context: AdmitContext,
  options: ManifestOptions & { readonly done?: 'replaced' | 'edited' },
): ApplyOutcome => new ManifestCommand(objects, context, options, replace(options.done ?? 'replaced')).run(text);
