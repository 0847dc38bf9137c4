/** Kinds of which little can be wrong. @see pkg/apis/core/validation/validation.go (v1.34) */
import type { ConfigMap, Namespace, Node } from '../../kube/objects.js';
import { sameJson } from '../../kube/json.js';
import { forbidden, invalid, type FieldError } from './field-error.js';
import { metadataErrors, metadataUpdateErrors } from './metadata.js';
import { configMapKeyErrors, dns1123Label, dns1123Subdomain } from './names.js';

export const validateNamespace = (namespace: Namespace): readonly FieldError[] =>
  metadataErrors(namespace.metadata, false, dns1123Label);

export const validateNode = (node: Node): readonly FieldError[] =>
  metadataErrors(node.metadata, false, dns1123Subdomain);

/** @see ValidateConfigMap */
function dataErrors({ data = {}, binaryData = {} }: ConfigMap): readonly FieldError[] {
  const keyErrors = (field: string, key: string): readonly FieldError[] =>
    configMapKeyErrors(key).map((message) => invalid(`${field}[${key}]`, key, message));
  return [
    ...Object.keys(data).flatMap((key) => [
      ...keyErrors('data', key),
      ...(Object.hasOwn(binaryData, key)
        ? [invalid(`data[${key}]`, key, 'duplicate of key present in binaryData')]
        : []),
    ]),
    ...Object.keys(binaryData).flatMap((key) => keyErrors('binaryData', key)),
  ];
}

/** @see ValidateConfigMapUpdate */
function immutableErrors(configMap: ConfigMap, old: ConfigMap): readonly FieldError[] {
  if (old.immutable !== true) return [];
  const changed = (field: 'data' | 'binaryData'): boolean => !sameJson(configMap[field] ?? {}, old[field] ?? {});
  return [
    ...(configMap.immutable === true ? [] : (['immutable'] as const)),
    ...(['data', 'binaryData'] as const).filter(changed),
  ].map((field) => forbidden(field, 'field is immutable when `immutable` is set'));
}

export const validateConfigMap = (configMap: ConfigMap): readonly FieldError[] => [
  ...metadataErrors(configMap.metadata, true, dns1123Subdomain),
  ...dataErrors(configMap),
];

export const validateConfigMapUpdate = (configMap: ConfigMap, old: ConfigMap): readonly FieldError[] => [
  ...metadataUpdateErrors(configMap.metadata, old.metadata),
  ...immutableErrors(configMap, old),
  ...dataErrors(configMap),
];

export const validateMetadataUpdate = (object: Namespace | Node, old: Namespace | Node): readonly FieldError[] =>
  metadataUpdateErrors(object.metadata, old.metadata);
