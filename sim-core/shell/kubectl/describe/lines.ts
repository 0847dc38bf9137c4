import { compareCodeUnits } from '../../../base/order.js';
import { shownAnnotations } from '../../../kube/last-applied.js';
import type { Labels, ObjectMeta } from '../../../kube/objects.js';
import { none } from '../columns.js';
import { formatDate } from '../time.js';

/** A longer annotation goes on a line of its own. */
const longestAnnotation = 140;

/** `Label:` and its value, with the tab between that aligns values. */
export const line = (label: string, value: string | number): string => `${label}:\t${value}\n`;

/** The line when there is something to say. */
export const optionalLine = (label: string, value: string | number | undefined): string =>
  value === undefined || value === '' ? '' : line(label, value);

/** The first entry beside the label, the others below it. */
export const block = (label: string, entries: readonly string[]): string =>
  entries.length === 0 ? line(label, none) : `${label}:${entries.map((entry) => `\t${entry}\n`).join('')}`;

export const sortedEntries = (labels: Labels | undefined): readonly (readonly [string, string])[] =>
  Object.entries(labels ?? {}).toSorted(([a], [b]) => compareCodeUnits(a, b));

/** @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) printLabelsMultiline */
export const labelLines = (label: string, labels: Labels | undefined): string =>
  block(
    label,
    sortedEntries(labels).map(([key, value]) => `${key}=${value}`),
  );

/** @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) printAnnotationsMultiline */
export const annotationLines = (label: string, metadata: Pick<ObjectMeta, 'annotations'>): string =>
  block(
    label,
    sortedEntries(shownAnnotations(metadata)).flatMap(([key, value]) => annotation(key, value)),
  );

function annotation(key: string, text: string): readonly string[] {
  const value = text.replace(/\n$/, '');
  if (key.length + value.length + 2 <= longestAnnotation && !value.includes('\n')) return [`${key}: ${value}`];
  return [`${key}:`, ...value.split('\n').map((each) => `  ${shortened(each)}`)];
}

const shortened = (text: string): string =>
  text.length > longestAnnotation - 2 ? `${text.slice(0, longestAnnotation - 2)}...` : text;

export const nameLines = ({ name, namespace }: ObjectMeta): string =>
  line('Name', name) + optionalLine('Namespace', namespace);

export const metadataLines = (metadata: ObjectMeta): string =>
  labelLines('Labels', metadata.labels) + annotationLines('Annotations', metadata);

export const creationLine = ({ creationTimestamp }: ObjectMeta): string =>
  line('CreationTimestamp', formatDate(creationTimestamp ?? 0));

/** `ReplicaSet/web-5d8`, what keeps the object. */
export function controlledBy({ ownerReferences }: ObjectMeta): string {
  const owner = ownerReferences?.find(({ controller }) => controller === true);
  return optionalLine('Controlled By', owner && `${owner.kind}/${owner.name}`);
}
