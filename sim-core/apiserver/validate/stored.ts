/** Kinds of which only the metadata is looked at. */
import type { StoredKind } from '../../kube/key.js';
import type { Event, StoredObject } from '../../kube/objects.js';
import { resources } from '../../kube/resource.js';
import type { FieldError } from './field-error.js';
import { invalid } from './field-error.js';
import { metadataErrors, metadataUpdateErrors } from './metadata.js';
import { dns1123Subdomain, pathSegmentName } from './names.js';

/** RBAC objects are named by anything that can be part of a URL. @see pkg/apis/rbac/validation (v1.34) */
const anyName: ReadonlySet<StoredKind> = new Set(['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding']);

export const validateStored = (object: StoredObject): readonly FieldError[] => [
  ...metadataErrors(
    object.metadata,
    resources[object.kind].namespaced,
    anyName.has(object.kind) ? pathSegmentName : dns1123Subdomain,
  ),
];

export const validateStoredUpdate = (object: StoredObject | Event, old: StoredObject | Event): readonly FieldError[] =>
  metadataUpdateErrors(object.metadata, old.metadata);

/** @see pkg/apis/core/validation/events.go (v1.34) legacyValidateEvent */
export function validateEvent(event: Event): readonly FieldError[] {
  const errors = metadataErrors(event.metadata, true, dns1123Subdomain);
  const involved = event.involvedObject.namespace ?? '';
  const { namespace = '' } = event.metadata;
  const elsewhere = involved === '' ? namespace !== 'default' : involved !== namespace;
  return elsewhere
    ? [...errors, invalid('involvedObject.namespace', involved, 'does not match event.namespace')]
    : errors;
}
