import type { Labels, ObjectMeta } from '../../kube/objects.js';
import { forbidden, invalid, required, type FieldError } from './field-error.js';
import { dns1123Label, labelValueErrors, qualifiedNameErrors } from './names.js';

/** Names what is wrong with a name. */
export type NameCheck = (name: string) => readonly string[];

export function labelErrors(labels: Labels | undefined, field: string): readonly FieldError[] {
  return entriesOf(labels).flatMap(([key, value]) => [
    ...qualifiedNameErrors(key).map((message) => invalid(field, key, message)),
    ...labelValueErrors(value).map((message) => invalid(field, value, message)),
  ]);
}

const maximumAnnotationBytes = 256 * 1024;

export function annotationErrors(annotations: Labels | undefined, field: string): readonly FieldError[] {
  const errors = entriesOf(annotations).flatMap(([key]) =>
    qualifiedNameErrors(key.toLowerCase()).map((message) => invalid(field, key, message)),
  );
  const size = entriesOf(annotations).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  if (size <= maximumAnnotationBytes) return errors;
  return [...errors, { type: 'TooLong', field, detail: `may not be more than ${maximumAnnotationBytes} bytes` }];
}

const entriesOf = (labels: Labels | undefined): readonly (readonly [string, string])[] =>
  Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));

const standardFinalizers = ['kubernetes', 'orphan', 'foregroundDeletion'];

/** @see pkg/apis/core/validation/validation.go (v1.34) ValidateObjectMeta, validateKubeFinalizerName */
function finalizerErrors(meta: Partial<ObjectMeta>): readonly FieldError[] {
  const finalizers: unknown = 'finalizers' in meta ? meta.finalizers : undefined;
  const names = Array.isArray(finalizers) ? finalizers.filter((name) => typeof name === 'string') : [];
  const unqualified = 'name is neither a standard finalizer name nor is it fully qualified';
  return [
    ...names.flatMap((name) => qualifiedNameErrors(name).map((m) => invalid('metadata.finalizers', name, m))),
    ...names.flatMap((name, i) =>
      name.includes('/') || standardFinalizers.includes(name)
        ? []
        : [invalid(`metadata.finalizers[${i}]`, name, unqualified)],
    ),
  ];
}

/**
 * @see apimachinery/pkg/api/validation/objectmeta.go (v1.34) ValidateObjectMeta
 */
export function metadataErrors(
  meta: Partial<ObjectMeta>,
  namespaced: boolean,
  nameErrors: NameCheck,
): readonly FieldError[] {
  const { name = '', generateName = '', namespace = '', labels, annotations } = meta;
  const errors: FieldError[] = [];
  if (generateName !== '') {
    // A trailing dash is fine: a suffix will follow.
    const checked = generateName.replace(/-$/, 'a');
    errors.push(...nameErrors(checked).map((message) => invalid('metadata.generateName', generateName, message)));
  }
  if (name === '') errors.push(required('metadata.name', 'name or generateName is required'));
  else errors.push(...nameErrors(name).map((message) => invalid('metadata.name', name, message)));
  if (!namespaced && namespace !== '') errors.push(forbidden('metadata.namespace', 'not allowed on this type'));
  if (namespaced && namespace === '') errors.push(required('metadata.namespace'));
  else if (namespaced) {
    errors.push(...dns1123Label(namespace).map((message) => invalid('metadata.namespace', namespace, message)));
  }
  return [
    ...errors,
    ...labelErrors(labels, 'metadata.labels'),
    ...annotationErrors(annotations, 'metadata.annotations'),
    ...finalizerErrors(meta),
  ];
}

/** @see apimachinery/pkg/api/validation/objectmeta.go (v1.34) ValidateObjectMetaUpdate */
export function metadataUpdateErrors(meta: Partial<ObjectMeta>, old: Partial<ObjectMeta>): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const field of ['name', 'namespace', 'uid'] as const) {
    const [now, before] = [meta[field] ?? '', old[field] ?? ''];
    if (now !== before) errors.push(invalid(`metadata.${field}`, now, 'field is immutable'));
  }
  return [
    ...errors,
    ...labelErrors(meta.labels, 'metadata.labels'),
    ...annotationErrors(meta.annotations, 'metadata.annotations'),
  ];
}
