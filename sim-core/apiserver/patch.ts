/** `kubectl patch`. @see kubectl/pkg/cmd/patch/patch.go, apiserver/pkg/endpoints/handlers/patch.go (v1.34) */
import { canonicalJson, isJsonObject, type JsonObject } from '../kube/json.js';
import type { ObjectKey } from '../kube/key.js';
import type { Json } from '../kube/objects.js';
import { printedResource, resources } from '../kube/resource.js';
import { getObject, type ApiObjects } from '../kube/store.js';
import { goMap } from '../kube/yaml/go-syntax.js';
import { Requests } from './admit.js';
import { decodeLenient } from './decode/decode.js';
import { typeOf } from './decode/types.js';
import { errorOutput, type CommandError } from './kubectl.js';
import { kindRules } from './kinds.js';
import { applyJsonPatch, applyMergePatch } from './merge/json-patch.js';
import { applyPatch } from './merge/strategic.js';
import { problemsOf } from './problems.js';
import { notFound, qualifiedResource, type Refusal } from './refusal.js';
import type { AdmitContext, ApplyOutcome } from './state.js';
import { invalid } from './validate/field-error.js';

export type Patch =
  | { readonly strategy: 'strategic' | 'merge'; readonly value: JsonObject }
  | { readonly strategy: 'json'; readonly operations: readonly Json[] };

/** A JSON patch that cannot be carried out is answered without a word of why. */
const unworkable: Refusal = {
  type: 'invalid',
  kind: '',
  group: '',
  name: '',
  errors: [],
};

const undecodable = (patch: string, detail: string): Refusal => ({
  ...unworkable,
  errors: [invalid('patch', patch, detail)],
});

function patched(current: JsonObject, patch: Patch, key: ObjectKey): Json | undefined {
  switch (patch.strategy) {
    case 'strategic':
      return applyPatch(current, patch.value, typeOf[key.kind]);
    case 'merge':
      return applyMergePatch(current, patch.value);
    case 'json':
      return applyJsonPatch(current, patch.operations);
  }
}

/** Changes one object; unknown fields of the patch are dropped with a warning, as kubectl asks for no strictness. */
export function patchObject(objects: ApiObjects, key: ObjectKey, patch: Patch, context: AdmitContext): ApplyOutcome {
  const fail = (error: CommandError): ApplyOutcome => ({
    objects,
    results: [{ document: 0, key, outcome: 'rejected' }],
    problems: problemsOf(error, {}),
    stdout: '',
    stderr: errorOutput([error]),
  });
  const live = getObject(objects, key.kind, resources[key.kind].namespaced ? key.namespace : '', key.name);
  if (live === undefined) return fail({ refusal: notFound(qualifiedResource(key.kind), key.name) });
  const value = patched(live as unknown as JsonObject, patch, key);
  if (value === undefined) return fail({ refusal: unworkable });
  const decoded = decodeLenient(value, typeOf[key.kind]);
  if ('error' in decoded) {
    const sent = patch.strategy === 'strategic' ? goMap(patch.value) : canonicalJson(value);
    return fail({ refusal: undecodable(sent, decoded.error.text) });
  }
  const requests = new Requests(objects, context);
  const admission = requests.update(key.kind, isJsonObject(decoded.value) ? decoded.value : {}, live);
  if ('refusal' in admission) return fail({ refusal: admission.refusal });
  const { deprecation } = kindRules[key.kind];
  const warnings = [...(deprecation === undefined ? [] : [deprecation]), ...decoded.warnings, ...admission.warnings];
  const changed = admission.object !== live;
  return {
    objects: changed ? requests.commit() : objects,
    results: [{ document: 0, key, outcome: changed ? 'configured' : 'unchanged' }],
    problems: [],
    stdout: `${printedResource(key.kind)}/${key.name} patched${changed ? '' : ' (no change)'}\n`,
    stderr: warnings.map((warning) => `Warning: ${warning}\n`).join(''),
  };
}
