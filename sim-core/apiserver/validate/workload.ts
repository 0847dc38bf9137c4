/** @see pkg/apis/apps/validation/validation.go (v1.34) */
import { sameJson } from '../../kube/json.js';
import type {
  DaemonSet,
  Deployment,
  Json,
  LabelSelector,
  PodTemplate,
  ReplicaSet,
  ReplicationController,
  StatefulSet,
} from '../../kube/objects.js';
import { matchesLabels, matchesSelector } from '../../kube/selector.js';
import { forbidden, invalid, notSupported, orNull, required, type FieldError } from './field-error.js';
import { metadataErrors, metadataUpdateErrors } from './metadata.js';
import { labelSelectorErrors } from './selector.js';
import { orderErrors, progressErrors, strategyErrors } from './rollout.js';
import { dns1123Subdomain } from './names.js';
import { templateErrors } from './pod.js';

type Workload = Deployment | ReplicaSet | StatefulSet;

const asJson = (value: unknown): Json => (value ?? null) as Json;

export const validateWorkload = (workload: Workload): readonly FieldError[] => [
  ...metadataErrors(workload.metadata, true, dns1123Subdomain),
  ...workloadSpecErrors(workload),
];

function workloadSpecErrors(workload: Workload): readonly FieldError[] {
  const { spec, kind } = workload;
  const { replicas = 0, template } = spec;
  const selector = spec.selector as LabelSelector | undefined;
  const errors: FieldError[] = workload.kind === 'StatefulSet' ? [...orderErrors(workload)] : [];
  if (replicas < 0) errors.push(invalid('spec.replicas', replicas, notNegative));
  errors.push(...selectorErrors(selector, kind));
  errors.push(...templateMatchErrors(selector, template));
  errors.push(...templateErrors(template, 'spec.template'));
  errors.push(...alwaysRestarts(template, 'spec.template'));
  if (workload.kind === 'Deployment') errors.push(...strategyErrors(workload));
  return [...errors, ...secondsErrors(spec['minReadySeconds']), ...progressErrors(workload)];
}

const notNegative = 'must be greater than or equal to 0';
const mismatch = '`selector` does not match template `labels`';

const isEmpty = (selector: LabelSelector): boolean =>
  Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0) === 0;

function alwaysRestarts(template: PodTemplate, field: string): readonly FieldError[] {
  const policy = template.spec['restartPolicy'];
  return typeof policy === 'string' && policy !== 'Always'
    ? [notSupported(`${field}.spec.restartPolicy`, policy, ['Always'])]
    : [];
}

const secondsErrors = (seconds: unknown): readonly FieldError[] =>
  typeof seconds === 'number' && seconds < 0 ? [invalid('spec.minReadySeconds', seconds, notNegative)] : [];

function selectorErrors(selector: LabelSelector | undefined, kind: Workload['kind']): readonly FieldError[] {
  if (selector === undefined) return [required('spec.selector')];
  const errors = labelSelectorErrors(selector, 'spec.selector');
  if (!isEmpty(selector)) return errors;
  // A ReplicaSet's error speaks of a deployment too.
  const detail = `empty selector is invalid for ${kind === 'StatefulSet' ? 'statefulset' : 'deployment'}`;
  return [...errors, invalid('spec.selector', asJson(selector), detail)];
}

function templateMatchErrors(selector: LabelSelector | undefined, template: PodTemplate): readonly FieldError[] {
  if (selector !== undefined && labelSelectorErrors(selector, '').length > 0) {
    return [invalid('spec.selector', asJson(selector), 'invalid label selector')];
  }
  const labels = template.metadata?.labels;
  if (selector !== undefined && matchesSelector(selector, labels ?? {})) return [];
  return [invalid('spec.template.metadata.labels', orNull(labels), mismatch)];
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

/** A missing selector matches nothing, which is the template's fault. */
function daemonSetErrors({ spec }: DaemonSet): readonly FieldError[] {
  const { template } = spec;
  const selector = spec.selector as LabelSelector | undefined;
  const errors: FieldError[] = selector === undefined ? [] : [...labelSelectorErrors(selector, 'spec.selector')];
  errors.push(...templateMatchErrors(selector, template));
  if (selector !== undefined && isEmpty(selector)) {
    errors.push(invalid('spec.selector', asJson(selector), 'empty selector is invalid for daemonset'));
  }
  errors.push(...templateErrors(template, 'spec.template'), ...alwaysRestarts(template, 'spec.template'));
  if (template.spec['activeDeadlineSeconds'] !== undefined) {
    const detail = 'activeDeadlineSeconds in DaemonSet is not Supported';
    errors.push(forbidden('spec.template.spec.activeDeadlineSeconds', detail));
  }
  return [...errors, ...secondsErrors(spec['minReadySeconds'])];
}

export const validateDaemonSet = (set: DaemonSet): readonly FieldError[] => [
  ...metadataErrors(set.metadata, true, dns1123Subdomain),
  ...daemonSetErrors(set),
];

export function validateDaemonSetUpdate(set: DaemonSet, old: DaemonSet): readonly FieldError[] {
  const errors = [...metadataUpdateErrors(set.metadata, old.metadata), ...daemonSetErrors(set)];
  if (sameJson(asJson(set.spec.selector), asJson(old.spec.selector))) return errors;
  return [...errors, invalid('spec.selector', asJson(set.spec.selector), 'field is immutable')];
}

/** @see pkg/apis/core/validation/validation.go (v1.34) ValidateReplicationControllerSpec */
function replicationControllerErrors({ spec }: ReplicationController): readonly FieldError[] {
  const { selector = {}, replicas = 0, template, minReadySeconds } = spec;
  const errors: FieldError[] = [...secondsErrors(minReadySeconds)];
  const names = Object.keys(selector);
  if (names.length === 0) errors.push(required('spec.selector'));
  if (replicas < 0) errors.push(invalid('spec.replicas', replicas, notNegative));
  if (template === undefined) return [...errors, required('spec.template')];
  const labels = template.metadata?.labels;
  if (names.length > 0 && !matchesLabels(selector, labels ?? {})) {
    errors.push(invalid('spec.template.metadata.labels', asJson(labels), mismatch));
  }
  errors.push(...templateErrors(template, 'spec.template'), ...alwaysRestarts(template, 'spec.template'));
  if (template.spec['activeDeadlineSeconds'] !== undefined) {
    const detail = 'activeDeadlineSeconds in ReplicationController is not Supported';
    errors.push(forbidden('spec.template.spec.activeDeadlineSeconds', detail));
  }
  return errors;
}

export const validateReplicationController = (controller: ReplicationController): readonly FieldError[] => [
  ...metadataErrors(controller.metadata, true, dns1123Subdomain),
  ...replicationControllerErrors(controller),
];

export const validateReplicationControllerUpdate = (
  controller: ReplicationController,
  old: ReplicationController,
): readonly FieldError[] => [
  ...metadataUpdateErrors(controller.metadata, old.metadata),
  ...replicationControllerErrors(controller),
];
