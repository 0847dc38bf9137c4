import type { Problem } from '../base/problem.js';
import type { ObjectKey } from '../kube/key.js';
import { printedResource } from '../kube/resource.js';
import type { ApiObjects } from '../kube/store.js';
import { parseManifests, type ManifestDocument } from '../kube/yaml/manifests.js';
import { Requests } from './admit.js';
import { errorOutput, WarningWriter, type CommandError } from './kubectl.js';
import { manifestObject, type ManifestObject } from './manifest-object.js';
import { problemsOf, warningProblem } from './problems.js';
import type { AdmitContext, ApplyOutcome, ApplyResult } from './state.js';

export interface ManifestOptions {
  /** As given after `-f`: kubectl names it in errors. */
  readonly filename: string;
  /** Where namespaced objects go whose manifest names no namespace: `default`. */
  readonly namespace?: string;
}

/** One manifest on its way to the server, and what kubectl says of it: the same for apply, create and replace. */
export class ManifestRun {
  readonly requests: Requests;
  readonly warnings = new WarningWriter();
  readonly #objects: ApiObjects;
  readonly #options: ManifestOptions;
  readonly #errors: CommandError[] = [];
  readonly #problems: Problem[] = [];
  readonly #results: ApplyResult[] = [];
  #stdout = '';

  constructor(objects: ApiObjects, context: AdmitContext, options: ManifestOptions) {
    this.#objects = objects;
    this.requests = new Requests(objects, context);
    this.#options = options;
  }

  /** `verb` is kubectl's: it says so when there was nothing to do. */
  run(text: string, verb: string, one: (object: ManifestObject) => void): ApplyOutcome {
    for (const object of this.#read(text)) one(object);
    if (this.#results.length === 0 && this.#errors.length === 0) this.#fail({ text: `no objects passed to ${verb}` });
    const changed = this.requests.view().resourceVersion !== this.#objects.resourceVersion;
    return {
      objects: changed ? this.requests.commit() : this.#objects,
      results: this.#results,
      problems: this.#problems,
      stdout: this.#stdout,
      stderr: this.warnings.output() + errorOutput(this.#errors),
    };
  }

  rejected({ document, kind, namespace, name }: ManifestObject, error: CommandError, field?: string): void {
    this.#fail(error, document, field);
    this.#results.push({ document: document.index, key: { kind, namespace, name }, outcome: 'rejected' });
  }

  /** `done` is the word after the object's name. */
  accepted(
    { document }: ManifestObject,
    key: ObjectKey,
    outcome: ApplyResult['outcome'],
    done: string,
    warnings: readonly string[],
  ): void {
    this.warnings.add(warnings);
    this.#problems.push(...warnings.map((warning) => warningProblem(warning, { document })));
    this.#results.push({ document: document.index, key, outcome });
    this.#stdout += `${printedResource(key.kind)}/${key.name} ${done}\n`;
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
}
