import { byKey } from '../../base/order.js';
import { err, ok, type Result } from '../../base/result.js';
import type { Kind, ObjectKey } from '../../kube/key.js';
import type { KubeObject } from '../../kube/objects.js';
import { kindOfArgument, resources } from '../../kube/resource.js';
import { getObject, keyOf, listObjects, type ApiObjects } from '../../kube/store.js';
import { matchesLabelText } from './label-selector.js';

/** Kinds with the names asked of them; without names, all there are. */
export interface Wanted {
  readonly kind: Kind;
  readonly names: readonly string[];
}

/** What `all` stands for. @see kubectl api-resources --categories=all (v1.34) */
const allKinds: readonly Kind[] = ['Pod', 'Service', 'Deployment', 'ReplicaSet', 'StatefulSet'];

export const unknownType = (type: string): string => `error: the server doesn't have a resource type "${type}"\n`;

/** Reads `TYPE`, `TYPE,TYPE`, `TYPE NAME…` and `TYPE/NAME…`. @see cli-runtime/pkg/resource/builder.go (v1.34) */
export function readTypes(words: readonly string[]): Result<readonly Wanted[], string> {
  if (words.some((word) => word.includes('/'))) return readPairs(words);
  const [types = '', ...names] = words;
  const wanted: Wanted[] = [];
  for (const type of types.split(',')) {
    const kind = kindOfArgument(type);
    if (type === 'all') wanted.push(...allKinds.map((each) => ({ kind: each, names })));
    else if (kind === undefined) return err(unknownType(type));
    else wanted.push({ kind, names });
  }
  return ok(wanted);
}

function readPairs(words: readonly string[]): Result<readonly Wanted[], string> {
  const wanted: { kind: Kind; names: string[] }[] = [];
  for (const word of words) {
    const [type = '', name, more] = word.split('/');
    if (name === undefined || name === '' || more !== undefined) {
      const text =
        more === undefined
          ? `there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'`
          : 'arguments in resource/name form may not have more than one slash';
      return err(`error: ${text}\n`);
    }
    const kind = kindOfArgument(type);
    if (kind === undefined) return err(unknownType(type));
    const known = wanted.find((candidate) => candidate.kind === kind);
    if (known === undefined) wanted.push({ kind, names: [name] });
    else known.names.push(name);
  }
  return ok(wanted);
}

export const namespaceFor = (kind: Kind, namespace: string): string => (resources[kind].namespaced ? namespace : '');

/** In the order of the API server's storage: by namespace and name. */
export function listed(
  objects: ApiObjects,
  kind: Kind,
  { namespace, selector }: { readonly namespace: string | undefined; readonly selector?: string | undefined },
): readonly KubeObject[] {
  const all: readonly KubeObject[] = listObjects(objects, kind, resources[kind].namespaced ? namespace : undefined);
  return all
    .filter((object) => matchesLabelText(selector, object.metadata.labels))
    .toSorted(byKey((object) => `${object.metadata.namespace ?? ''}/${object.metadata.name}`));
}

export const notFoundText = (kind: Kind, name: string): string =>
  `Error from server (NotFound): ${qualified(kind)} "${name}" not found\n`;

const qualified = (kind: Kind): string =>
  resources[kind].group === '' ? resources[kind].plural : `${resources[kind].plural}.${resources[kind].group}`;

export interface Selection {
  readonly namespace: string;
  readonly selector?: string | undefined;
  /** `--all`. */
  readonly all?: boolean;
  /** `--all-namespaces`, of what is not named. */
  readonly allNamespaces?: boolean;
}

/** The objects that a changing verb is about, in order; names are not looked up. */
export function targets(
  objects: ApiObjects,
  words: readonly string[],
  selection: Selection,
): Result<readonly ObjectKey[], string> {
  if (words.length === 0) return err('error: resource(s) were provided, but no name was specified\n');
  const wanted = readTypes(words);
  if (!wanted.ok) return wanted;
  const keys: ObjectKey[] = [];
  for (const { kind, names } of wanted.value) {
    const namespace = namespaceFor(kind, selection.namespace);
    keys.push(...names.map((name) => ({ kind, namespace, name })));
    if (names.length > 0) continue;
    if (selection.selector === undefined && selection.all !== true) {
      return err('error: resource(s) were provided, but no name was specified\n');
    }
    const within = selection.allNamespaces === true ? undefined : selection.namespace;
    keys.push(...listed(objects, kind, { namespace: within, selector: selection.selector }).map(keyOf));
  }
  return ok(keys);
}

export const exists = (objects: ApiObjects, { kind, namespace, name }: ObjectKey): boolean =>
  getObject(objects, kind, namespace, name) !== undefined;

export const storedObject = (objects: ApiObjects, { kind, namespace, name }: ObjectKey): KubeObject | undefined =>
  getObject(objects, kind, namespace, name);
