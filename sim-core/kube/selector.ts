import type { Labels, LabelSelector } from './objects.js';

type Requirement = NonNullable<LabelSelector['matchExpressions']>[number];

const hasOwn = (labels: Labels, key: string): boolean => Object.hasOwn(labels, key);

/** Every pair of the selector is among the labels. An empty selector matches everything. */
export const matchesLabels = (selector: Labels, labels: Labels | undefined): boolean =>
  Object.entries(selector).every(
    ([key, value]) => labels !== undefined && hasOwn(labels, key) && labels[key] === value,
  );

function matchesRequirement(requirement: Requirement, labels: Labels): boolean {
  const { key, operator, values = [] } = requirement;
  const value = hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

/** @see apimachinery/pkg/apis/meta/v1/helpers.go (v1.34) LabelSelectorAsSelector */
export const matchesSelector = (selector: LabelSelector, labels: Labels = {}): boolean =>
  matchesLabels(selector.matchLabels ?? {}, labels) &&
  (selector.matchExpressions ?? []).every((requirement) => matchesRequirement(requirement, labels));

/** A Service's selector: none, or an empty one, selects nothing. */
export const matchesServiceSelector = (selector: Labels | undefined, labels: Labels | undefined): boolean =>
  selector !== undefined && Object.keys(selector).length > 0 && matchesLabels(selector, labels);
