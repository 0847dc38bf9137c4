/** How workloads may be rolled out. @see pkg/apis/apps/validation/validation.go (v1.34) */
import type { Deployment, Json, ReplicaSet, StatefulSet } from '../../kube/objects.js';
import { forbidden, invalid, notSupported, type FieldError } from './field-error.js';

const notNegative = 'must be greater than or equal to 0';

const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;

const asJson = (value: unknown): Json => (value ?? null) as Json;

const negativeErrors = (value: unknown, field: string): readonly FieldError[] =>
  typeof value === 'number' && value < 0 ? [invalid(field, value, notNegative)] : [];

/** @see ValidatePositiveIntOrPercent */
function limitErrors(value: unknown, field: string): readonly FieldError[] {
  if (typeof value !== 'string') return negativeErrors(value, field);
  if (/^[0-9]+%$/.test(value)) return [];
  const example = "(e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
  return [
    invalid(field, value, `a valid percent string must be a numeric string followed by an ending '%' ${example}`),
  ];
}

const isZero = (limit: unknown): boolean => (typeof limit === 'string' ? parseInt(limit, 10) === 0 : limit === 0);

/** @see ValidateDeploymentStrategy, ValidateRollingUpdateDeployment */
export function strategyErrors({ spec }: Deployment): readonly FieldError[] {
  const strategy = spec['strategy'];
  const [type, rolling] = [memberOf(strategy, 'type'), memberOf(strategy, 'rollingUpdate')];
  const field = 'spec.strategy';
  if (type === 'Recreate') {
    const detail = "may not be specified when strategy `type` is 'Recreate'";
    return rolling === undefined ? [] : [forbidden(`${field}.rollingUpdate`, detail)];
  }
  if (type !== 'RollingUpdate') return [notSupported(field, asJson(strategy), ['Recreate', 'RollingUpdate'])];
  const [unavailable, surge] = [memberOf(rolling, 'maxUnavailable'), memberOf(rolling, 'maxSurge')];
  const at = `${field}.rollingUpdate.maxUnavailable`;
  const errors = [...limitErrors(unavailable, at), ...limitErrors(surge, `${field}.rollingUpdate.maxSurge`)];
  if (isZero(unavailable) && isZero(surge)) {
    errors.push(invalid(at, asJson(unavailable), 'may not be 0 when `maxSurge` is 0'));
  }
  const isPercent = typeof unavailable === 'string' && /^[0-9]+%$/.test(unavailable);
  return isPercent && parseInt(unavailable, 10) > 100
    ? [...errors, invalid(at, unavailable, 'must not be greater than 100%')]
    : errors;
}

/** @see ValidateDeploymentSpec */
export function progressErrors({ spec, kind }: Deployment | ReplicaSet | StatefulSet): readonly FieldError[] {
  const errors = [...negativeErrors(spec['revisionHistoryLimit'], 'spec.revisionHistoryLimit')];
  const seconds = spec['progressDeadlineSeconds'];
  if (kind !== 'Deployment' || typeof seconds !== 'number') return errors;
  const field = 'spec.progressDeadlineSeconds';
  errors.push(...negativeErrors(seconds, field));
  const least = typeof spec['minReadySeconds'] === 'number' ? spec['minReadySeconds'] : 0;
  if (seconds <= least) errors.push(invalid(field, seconds, 'must be greater than minReadySeconds'));
  return errors;
}

/** @see ValidateStatefulSetSpec */
export function orderErrors({ spec }: StatefulSet): readonly FieldError[] {
  const errors: FieldError[] = [];
  const policy = spec['podManagementPolicy'];
  if (policy !== 'OrderedReady' && policy !== 'Parallel') {
    errors.push(invalid('spec.podManagementPolicy', asJson(policy), "must be 'OrderedReady' or 'Parallel'"));
  }
  const strategy = spec['updateStrategy'];
  const [type, rolling] = [memberOf(strategy, 'type'), memberOf(strategy, 'rollingUpdate')];
  const field = 'spec.updateStrategy';
  if (type === 'OnDelete') {
    const detail = "only allowed for updateStrategy 'RollingUpdate'";
    if (rolling !== undefined) errors.push(invalid(`${field}.rollingUpdate`, asJson(rolling), detail));
  } else if (type !== 'RollingUpdate') {
    errors.push(invalid(field, asJson(strategy), "must be 'RollingUpdate' or 'OnDelete'"));
  } else errors.push(...negativeErrors(memberOf(rolling, 'partition'), `${field}.rollingUpdate.partition`));
  return errors;
}
