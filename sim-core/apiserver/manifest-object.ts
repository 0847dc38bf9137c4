/**
 * What kubectl finds out about an object before it asks the server.
 *
 * @see cli-runtime/pkg/resource/{visitor,mapper}.go, kubectl/pkg/cmd/apply/apply.go (v1.34)
 */
import { canonicalJson, isJsonObject, member, stringMember, type JsonObject } from '../kube/json.js';
import type { Kind } from '../kube/key.js';
import { lastAppliedAnnotation } from '../kube/last-applied.js';
import type { Json } from '../kube/objects.js';
import { kindOf, resources } from '../kube/resource.js';
import type { ManifestDocument } from '../kube/yaml/manifests.js';
import { goQuote } from '../kube/yaml/go-syntax.js';

/** An object of a manifest whose kind the server knows. */
export interface ManifestObject {
  readonly document: ManifestDocument;
  readonly kind: Kind;
  /** As the manifest spells it: kubectl also takes all lower case, the server does not. */
  readonly spelledKind: string;
  readonly name: string;
  /** Empty for cluster-scoped kinds. */
  readonly namespace: string;
  readonly value: JsonObject;
}

export interface Unusable {
  readonly text: string;
  readonly field: string;
  /** kubectl reads no further. */
  readonly stops: boolean;
}

function headErrors(value: Json): readonly string[] {
  if (!isJsonObject(value)) return ['invalid object to validate'];
  return ['apiVersion', 'kind'].flatMap((key) => {
    const given = member(value, key);
    if (given === undefined || given === null) return [`${key} not set`];
    return typeof given === 'string' ? [] : [`${key} isn't string type`];
  });
}

export function manifestObject(
  document: ManifestDocument,
  filename: string,
  defaultNamespace: string,
): ManifestObject | Unusable {
  const { value } = document;
  const missing = headErrors(value);
  if (missing.length > 0 || !isJsonObject(value)) {
    const listed = missing.length === 1 ? (missing[0] ?? '') : `[${missing.join(', ')}]`;
    const hint = 'if you choose to ignore these errors, turn validation off with --validate=false';
    return {
      text: `error validating ${goQuote(filename)}: error validating data: ${listed}; ${hint}`,
      field: '',
      stops: true,
    };
  }
  const [apiVersion, spelledKind] = [stringMember(value, 'apiVersion'), stringMember(value, 'kind')];
  const metadata = member(value, 'metadata');
  const [name, given] = [stringMember(metadata, 'name'), stringMember(metadata, 'namespace')];
  const kind = kindOf(apiVersion, spelledKind);
  if (kind === undefined) {
    const subject = `name: ${goQuote(name)} namespace: ${goQuote(given)} from ${goQuote(filename)}`;
    const reason = `no matches for kind ${goQuote(spelledKind)} in version ${goQuote(apiVersion)}`;
    return {
      text: `resource mapping not found for ${subject}: ${reason}\nensure CRDs are installed first`,
      field: 'kind',
      stops: false,
    };
  }
  const namespace = !resources[kind].namespaced ? '' : given === '' ? defaultNamespace : given;
  return { document, kind, spelledKind, name, namespace, value: withNamespace(value, namespace) };
}

/** The namespaced object that was last made of a document's value: a document that is read again gives the same one. */
const namespaced = new WeakMap<JsonObject, { readonly namespace: string; readonly value: JsonObject }>();

function withNamespace(value: JsonObject, namespace: string): JsonObject {
  const metadata = member(value, 'metadata');
  if (namespace === '' || (metadata !== undefined && metadata !== null && !isJsonObject(metadata))) return value;
  const known = namespaced.get(value);
  if (known?.namespace === namespace) return known.value;
  const whole = { ...value, metadata: { ...(isJsonObject(metadata) ? metadata : {}), namespace } };
  namespaced.set(value, { namespace, value: whole });
  return whole;
}

/** How kubectl describes an object in long errors. */
export function describeObject({ kind, spelledKind, name, namespace }: ManifestObject): string {
  const { apiVersion, plural } = resources[kind];
  const version = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`;
  return [
    `Resource: "${version}, Resource=${plural}", GroupVersionKind: "${version}, Kind=${spelledKind}"`,
    `Name: ${goQuote(name)}, Namespace: ${goQuote(namespace)}`,
  ].join('\n');
}

/** Why an object cannot even be asked for. */
export function nameRefusal({ name, namespace, value }: ManifestObject): string | undefined {
  const generateName = stringMember(member(value, 'metadata'), 'generateName');
  if (name === '' && generateName !== '') return `from ${generateName}: cannot use generate name with apply`;
  for (const [what, text] of [
    ['namespace', namespace],
    ['resource name', name],
  ] as const) {
    if (text === '' && what === 'resource name') return 'resource name may not be empty';
    if (text === '.' || text === '..') return `invalid ${what} ${goQuote(text)}: [may not be '${text}']`;
    const wrong = ['/', '%'].filter((c) => text.includes(c)).map((c) => `may not contain '${c}'`);
    if (wrong.length > 0) return `invalid ${what} ${goQuote(text)}: [${wrong.join(', ')}]`;
  }
  return undefined;
}

const annotated = new WeakMap<JsonObject, JsonObject>();

/** The manifest with itself in the annotation that the next apply will compare with. */
export function withLastApplied(value: JsonObject): JsonObject {
  const whole = annotated.get(value) ?? annotate(value);
  annotated.set(value, whole);
  return whole;
}

function annotate(value: JsonObject): JsonObject {
  const metadata = member(value, 'metadata');
  const base = isJsonObject(metadata) ? metadata : {};
  const annotations = member(base, 'annotations');
  if (annotations !== undefined && annotations !== null && !isJsonObject(annotations)) return value;
  const { [lastAppliedAnnotation]: _old, ...others } = annotations ?? {};
  const bare = { ...value, metadata: { ...base, annotations: others } };
  const applied = `${canonicalJson(bare)}\n`;
  return { ...bare, metadata: { ...base, annotations: { ...others, [lastAppliedAnnotation]: applied } } };
}
