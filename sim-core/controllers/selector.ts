import type { LabelSelector, Labels } from '../kube/objects.js';

/** Every label of the selector is present with that value. */
export const matchesLabels = (selector: Labels, labels: Labels | undefined): boolean =>
  Object.entries(selector).every(([key, value]) => labels?.[key] === value);

type Requirement = NonNullable<LabelSelector['matchExpressions']>[number];

function matchesRequirement(requirement: Requirement, labels: Labels | undefined): boolean {
  const value = labels?.[requirement.key];
  const listed = value !== undefined && (requirement.values ?? []).includes(value);
  switch (requirement.operator) {
    case 'In':
      return listed;
    case 'NotIn':
      return !listed;
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

/** @see staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go (v1.34) LabelSelectorAsSelector */
export const matchesSelector = (selector: LabelSelector, labels: Labels | undefined): boolean =>
  matchesLabels(selector.matchLabels ?? {}, labels) &&
  (selector.matchExpressions ?? []).every((requirement) => matchesRequirement(requirement, labels));
