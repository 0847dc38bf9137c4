/** `kubectl create -f` and `kubectl replace -f`. @see kubectl/pkg/cmd/{create,replace} (v1.34) */
import { member, stringMember } from '../kube/json.js';
import { getObject, type ApiObjects } from '../kube/store.js';
import type { Admission, Requests } from './admit.js';
import { kindRules } from './kinds.js';
import type { ManifestObject } from './manifest-object.js';
import { ManifestRun, type ManifestOptions } from './manifest-run.js';
import { conflict, notFound, qualifiedResource } from './refusal.js';
import type { AdmitContext, ApplyOutcome, ApplyResult } from './state.js';

/** How a verb asks for one object, and what it says of it. */
interface Verb {
  readonly name: 'create' | 'replace';
  readonly doing: 'creating' | 'replacing';
  readonly done: string;
  readonly outcome: ApplyResult['outcome'];
  ask(requests: Requests, object: ManifestObject): Admission;
}

const create: Verb = {
  name: 'create',
  doing: 'creating',
  done: 'created',
  outcome: 'created',
  ask: (requests, { kind, value }) => requests.create(kind, value),
};

const replace = (done: string): Verb => ({
  name: 'replace',
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

function runVerb(
  objects: ApiObjects,
  text: string,
  context: AdmitContext,
  options: ManifestOptions,
  verb: Verb,
): ApplyOutcome {
  const run = new ManifestRun(objects, context, options);
  return run.run(text, verb.name, (object) => {
    const { kind, namespace } = object;
    const { deprecation } = kindRules[kind];
    if (deprecation !== undefined) run.warnings.add([deprecation]);
    const admission = verb.ask(run.requests, object);
    if ('refusal' in admission) {
      run.rejected(object, { refusal: admission.refusal, verb: verb.doing, source: options.filename });
      return;
    }
    const given = admission.object.metadata.name;
    run.accepted(object, { kind, namespace, name: given }, verb.outcome, verb.done, admission.warnings);
  });
}

export const createManifests = (
  objects: ApiObjects,
  text: string,
  context: AdmitContext,
  options: ManifestOptions,
): ApplyOutcome => runVerb(objects, text, context, options, create);

/** `done` is what kubectl says of each object: `replaced`, or `edited` after an editor. */
export const replaceManifests = (
  objects: ApiObjects,
  text: string,
  context: AdmitContext,
  options: ManifestOptions & { readonly done?: 'replaced' | 'edited' },
): ApplyOutcome => runVerb(objects, text, context, options, replace(options.done ?? 'replaced'));
