import type { ObjectKey } from '../kube/key.js';
import type { Json } from '../kube/objects.js';
import { kindOf, resources } from '../kube/resource.js';
import { parseManifests } from '../kube/yaml/manifests.js';

const isRecord = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Which object a document describes; undefined when it describes none that the simulation knows. */
export function keyOfDocument(value: Json): ObjectKey | undefined {
  if (!isRecord(value) || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') return undefined;
  const kind = kindOf(value.apiVersion, value.kind);
  const { metadata } = value;
  if (kind === undefined || !isRecord(metadata) || typeof metadata.name !== 'string') return undefined;
  const namespace = typeof metadata.namespace === 'string' ? metadata.namespace : 'default';
  return { kind, namespace: resources[kind].namespaced ? namespace : '', name: metadata.name };
}

/** The objects that a manifest names, in order. */
export const keysOf = (manifest: string): readonly ObjectKey[] =>
  parseManifests(manifest).documents.flatMap((document) => keyOfDocument(document.value) ?? []);
