/** @see pkg/apis/apps/validation/validation.go (v1.34) */
import { sameJson } from '../../kube/json.js';
import type { Deployment, Json, LabelSelector, PodTemplate, ReplicaSet, StatefulSet } from '../../kube/objects.js';
import { matchesSelector } from '../../kube/selector.js';
import { forbidden, invalid, notSupported, required, type FieldError } from './field-error.js';
import { labelErrors, metadataErrors, metadataUpdateErrors } from './metadata.js';
import { dns1123Subdomain } from './names.js';
import { templateErrors } from './pod.js';

type Workload = Deployment | ReplicaSet | StatefulSet;

const asJson = (value: unknown): Json => (value ?? null) as Json;

export const validateWorkload = (workload: Workload): readonly FieldError[] => [
  ...metadataErrors(workload.metadata, true, dns1123Subdomain),
  ...workloadSpecErrors(workload),
];

function workloadSpecErrors({ spec, kind }: Workload): readonly FieldError[] {
  const { replicas = 0, template } = spec;
  const selector = spec.selector as LabelSelector | undefined;
  const errors: FieldError[] = [];
  if (replicas < 0) errors.push(invalid('spec.replicas', replicas, 'must be greater than or equal to 0'));
  errors.push(...selectorErrors(selector, kind));
  errors.push(...templateMatchErrors(selector, template));
  errors.push(...templateErrors(template, 'spec.template'));
  const policy = template.spec['restartPolicy'];
  if (typeof policy === 'string' && policy !== 'Always') {
    errors.push(notSupported('spec.template.spec.restartPolicy', policy, ['Always']));
  }
  return errors;
}

function selectorErrors(selector: LabelSelector | undefined, kind: Workload['kind']): readonly FieldError[] {
  if (selector === undefined) return [required('spec.selector')];
  const errors = labelErrors(selector.matchLabels, 'spec.selector.matchLabels');
  if (Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0) > 0) return errors;
  const detail = `empty selector is invalid for ${kind.toLowerCase()}`;
  return [...errors, invalid('spec.selector', asJson(selector), detail)];
}

function templateMatchErrors(selector: LabelSelector | undefined, template: PodTemplate): readonly FieldError[] {
  const labels = template.metadata?.labels;
  if (selector !== undefined && matchesSelector(selector, labels ?? {})) return [];
  return [invalid('spec.template.metadata.labels', asJson(labels), '`selector` does not match template `labels`')];
}

export function validateWorkloadUpdate(workload: Workload, old: Workload): readonly FieldError[] {
  const errors = [...metadataUpdateErrors(workload.metadata, old.metadata), ...workloadSpecErrors(workload)];
  if (sameJson(asJson(workload.spec.selector), asJson(old.spec.selector))) return errors;
  return [...errors, invalid('spec.selector', asJson(workload.spec.selector), 'field is immutable')];
}

const statefulSetMutable = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

export function validateStatefulSetUpdate(set: StatefulSet, old: StatefulSet): readonly FieldError[] {
  const fixed = (spec: StatefulSet['spec']): Json =>
    asJson(Object.fromEntries(Object.entries(spec).filter(([key]) => !statefulSetMutable.includes(key))));
  const errors = [...metadataUpdateErrors(set.metadata, old.metadata), ...workloadSpecErrors(set)];
  if (sameJson(fixed(set.spec), fixed(old.spec))) return errors;
  const names = statefulSetMutable.map((name) => `'${name}'`);
  const listed = `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
  return [...errors, forbidden('spec', `updates to statefulset spec for fields other than ${listed} are forbidden`)];
}
