/** Kinds of which little can be wrong. @see pkg/apis/core/validation/validation.go (v1.34) */
import type { ConfigMap, Namespace, Node } from '../../kube/objects.js';
import { invalid, type FieldError } from './field-error.js';
import { metadataErrors, metadataUpdateErrors } from './metadata.js';
import { configMapKeyErrors, dns1123Label, dns1123Subdomain } from './names.js';

export const validateNamespace = (namespace: Namespace): readonly FieldError[] =>
  metadataErrors(namespace.metadata, false, dns1123Label);

export const validateNode = (node: Node): readonly FieldError[] =>
  metadataErrors(node.metadata, false, dns1123Subdomain);

const dataErrors = (configMap: ConfigMap): readonly FieldError[] =>
  Object.keys(configMap.data ?? {}).flatMap((key) =>
    configMapKeyErrors(key).map((message) => invalid(`data[${key}]`, key, message)),
  );

export const validateConfigMap = (configMap: ConfigMap): readonly FieldError[] => [
  ...metadataErrors(configMap.metadata, true, dns1123Subdomain),
  ...dataErrors(configMap),
];

export const validateConfigMapUpdate = (configMap: ConfigMap, old: ConfigMap): readonly FieldError[] => [
  ...metadataUpdateErrors(configMap.metadata, old.metadata),
  ...dataErrors(configMap),
];

export const validateMetadataUpdate = (object: Namespace | Node, old: Namespace | Node): readonly FieldError[] =>
  metadataUpdateErrors(object.metadata, old.metadata);
