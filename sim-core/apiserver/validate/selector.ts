import type { LabelSelector } from '../../kube/objects.js';
import { forbidden, invalid, required, type FieldError } from './field-error.js';
import { labelErrors } from './metadata.js';
import { labelValueErrors, qualifiedNameErrors } from './names.js';

type Requirement = NonNullable<LabelSelector['matchExpressions']>[number];

function requirementErrors({ key, operator, values = [] }: Requirement, field: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0)
        errors.push(required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) {
        errors.push(forbidden(`${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
      }
      break;
    default:
      errors.push(invalid(`${field}.operator`, operator, 'not a valid selector operator'));
  }
  return [
    ...errors,
    ...qualifiedNameErrors(key).map((message) => invalid(`${field}.key`, key, message)),
    ...values.flatMap((value, i) =>
      labelValueErrors(value).map((message) => invalid(`${field}.values[${i}]`, value, message)),
    ),
  ];
}

/** @see apimachinery/pkg/apis/meta/v1/validation/validation.go (v1.34) ValidateLabelSelector */
export const labelSelectorErrors = (selector: LabelSelector, field: string): readonly FieldError[] => [
  ...labelErrors(selector.matchLabels, `${field}.matchLabels`),
  ...(selector.matchExpressions ?? []).flatMap((requirement, i) =>
    requirementErrors(requirement, `${field}.matchExpressions[${i}]`),
  ),
];
