import type { Service } from '../kube/objects.js';
import { errorText, reasonOf } from '../apiserver/validate/field-error.js';
import {
  defaultServiceRules,
  validateService,
  validateServiceUpdate,
  type ServiceRules,
} from '../apiserver/validate/service.js';

interface ValidationCase {
  readonly operation: string;
  readonly object: Service;
  readonly oldObject?: Service;
  readonly featureGates?: Readonly<Record<string, boolean>>;
}

/** Cases of the API server's own Service validation tests. */
export interface ValidationCases {
  readonly cases: readonly ValidationCase[];
}

export interface ValidationAnswer {
  readonly errors: readonly { readonly field: string; readonly type: string; readonly text: string }[];
}

const rulesOf = (gates: Readonly<Record<string, boolean>> = {}): ServiceRules => ({
  strict: gates['StrictIPCIDRValidation'] ?? false,
  relaxedNames: gates['RelaxedServiceNameValidation'] ?? false,
  trafficDistributions:
    gates['PreferSameTrafficDistribution'] === false ? ['PreferClose'] : defaultServiceRules.trafficDistributions,
});

/** What this API server finds wrong in each case. */
export function conformServiceValidation(file: ValidationCases): readonly ValidationAnswer[] {
  return file.cases.map(({ object, oldObject, featureGates }) => {
    const rules = rulesOf(featureGates);
    const errors =
      oldObject === undefined ? validateService(object, rules) : validateServiceUpdate(object, oldObject, rules);
    return { errors: errors.map((e) => ({ field: e.field, type: reasonOf(e), text: errorText(e) })) };
  });
}
