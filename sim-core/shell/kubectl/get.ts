import { ok, type Result } from '../../base/result.js';
import type { Kind } from '../../kube/key.js';
import type { KubeObject } from '../../kube/objects.js';
import { resources } from '../../kube/resource.js';
import { getObject } from '../../kube/store.js';
import type { Flag, ParsedFlags } from '../flags.js';
import { matchesFields } from './field-selector.js';
import { pathText } from './json-path.js';
import { outputFormats, writerOf, type Printable } from './outputs.js';
import { tableOf, type Group, type TableWish } from './table.js';
import { listed, namespaceFor, notFoundText, readTypes, type Wanted } from './targets.js';
import { namespaceOf, parseVerb, selectorFlag } from './verb.js';
import { failed, printed, type ClusterAtMoment, type Printed } from './view.js';

export const endpointsWarning =
  'Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\n';

export const getFlags: readonly Flag[] = [
  { name: 'output', short: 'o', takes: 'FORMAT', about: outputFormats.join(', ') },
  { name: 'all-namespaces', short: 'A', about: 'every namespace' },
  selectorFlag,
  { name: 'field-selector', takes: 'FIELDS', about: 'metadata.name=a,spec.nodeName=b,status.phase!=c' },
  { name: 'show-labels', about: 'a column of labels' },
  { name: 'label-columns', short: 'L', takes: 'LABELS', about: 'a column for each of these labels' },
  { name: 'show-kind', about: 'names begin with their kind' },
  { name: 'no-headers', about: 'no first line' },
  { name: 'sort-by', takes: 'JSONPATH', about: 'the order of the list' },
  { name: 'watch', short: 'w', about: 'goes on with what changes' },
  { name: 'watch-only', about: 'begins with the next change' },
  { name: 'ignore-not-found', about: 'it is no error when there is none' },
];

interface Asked extends TableWish {
  readonly namespace: string;
  readonly allNamespaces: boolean;
  readonly output: string | undefined;
  readonly selector: string | undefined;
  readonly fields: string | undefined;
  readonly sortBy: string | undefined;
}

const askedOf = (flags: ParsedFlags, namespace: string): Asked => ({
  namespace,
  allNamespaces: flags.on('all-namespaces'),
  output: flags.value('output'),
  selector: flags.value('selector'),
  fields: flags.value('field-selector'),
  sortBy: flags.value('sort-by'),
  wide: flags.value('output') === 'wide',
  namespaces: flags.on('all-namespaces'),
  showKind: flags.on('show-kind'),
  showLabels: flags.on('show-labels'),
  labelColumns: flags.values('label-columns').flatMap((value) => value.split(',')),
  headers: !flags.on('no-headers'),
});

/**
 * `kubectl get`: tables, YAML, JSON, names and templates.
 * @see k8s.io/kubectl/pkg/cmd/get (v1.34)
 */
export function kubectlGet(cluster: ClusterAtMoment, argv: readonly string[]): Printed {
  const parsed = parseVerb({ name: 'get', flags: getFlags }, argv);
  return parsed.ok ? getObjects(cluster, parsed.value, namespaceOf(parsed.value)) : failed(parsed.error);
}

const noType =
  'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n' +
  'error: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\n' +
  "See 'kubectl get -h' for help and examples\n";

export function getObjects(cluster: ClusterAtMoment, flags: ParsedFlags, namespace: string): Printed {
  const asked = askedOf(flags, namespace);
  if (flags.words.length === 0) return failed(noType);
  const wanted = readTypes(flags.words);
  if (!wanted.ok) return failed(wanted.error);
  const writer = writerOf(asked.output);
  if (!writer.ok) return failed(writer.error);
  if (asked.allNamespaces && wanted.value.some(({ names }) => names.length > 0)) {
    return failed('error: a resource cannot be retrieved by name across all namespaces\n');
  }
  const missing: string[] = [];
  const found = wanted.value.map((each) => groupOf(cluster, each, asked, missing));
  const kinds = wanted.value.map(({ kind }) => kind);
  const warning = kinds.includes('Endpoints') ? endpointsWarning : '';
  const refused = flags.on('ignore-not-found') ? '' : missing.join('');
  const shown = printable(wanted.value, found, asked);
  const written =
    writer.value === undefined
      ? tables(cluster, found, asked)
      : shown.whole === undefined
        ? ok('')
        : writer.value(shown);
  if (!written.ok) return failed(warning + refused + written.error);
  const isTable = writer.value === undefined || asked.output === 'name';
  const nothing = isTable && written.value === '' && missing.length === 0;
  const stderr = warning + refused + (nothing ? nothingFound(kinds, asked.allNamespaces ? undefined : namespace) : '');
  return refused === '' ? printed(written.value, stderr) : failed(stderr, written.value);
}

/** One named object prints as itself, all else as a list. */
function printable(wanted: readonly Wanted[], found: readonly Group[], { headers }: Asked): Printable {
  const objects = found.flatMap((group) => group.objects);
  const single = wanted.reduce((count, { names }) => count + names.length, 0) === 1;
  const list = { apiVersion: 'v1', items: objects, kind: 'List', metadata: { resourceVersion: '' } };
  return { whole: single ? objects[0] : list, objects, headers };
}

/** The rows of what changed after a resourceVersion, aligned as the whole table is. */
export function changedRows(cluster: ClusterAtMoment, flags: ParsedFlags, namespace: string, since: number): string {
  const asked = askedOf(flags, namespace);
  const wanted = readTypes(flags.words);
  if (!wanted.ok) return '';
  const found = wanted.value.map((each) => groupOf(cluster, each, asked, []));
  return found
    .flatMap((group) => tableOf(cluster, group, { ...asked, showKind: asked.showKind || found.length > 1 }).rows)
    .filter(({ object }) => Number(object.metadata.resourceVersion ?? 0) > since)
    .map(({ line }) => `${line}\n`)
    .join('');
}

function groupOf({ objects }: ClusterAtMoment, { kind, names }: Wanted, asked: Asked, missing: string[]): Group {
  if (names.length === 0) {
    const namespace = asked.allNamespaces ? undefined : asked.namespace;
    const all = listed(objects, kind, { namespace, selector: asked.selector });
    return {
      kind,
      objects: sorted(
        all.filter((object) => matchesFields(asked.fields, object)),
        asked.sortBy,
      ),
    };
  }
  const found: KubeObject[] = [];
  for (const name of names) {
    const object: KubeObject | undefined = getObject(objects, kind, namespaceFor(kind, asked.namespace), name);
    if (object === undefined) missing.push(notFoundText(kind, name));
    else found.push(object);
  }
  return { kind, objects: found };
}

/** Numbers as numbers, all else as text. */
function sorted(objects: readonly KubeObject[], path: string | undefined): readonly KubeObject[] {
  if (path === undefined) return objects;
  const key = (object: KubeObject): string => pathText(path, object);
  return objects.toSorted((a, b) => {
    const [x, y] = [key(a), key(b)];
    const numeric = Number(x) - Number(y);
    return x !== '' && y !== '' && Number.isFinite(numeric) ? numeric : x < y ? -1 : x > y ? 1 : 0;
  });
}

/** Without a namespace, of all of them. */
export const nothingFound = (kinds: readonly Kind[], namespace: string | undefined): string =>
  namespace === undefined || !kinds.some((kind) => resources[kind].namespaced)
    ? 'No resources found\n'
    : `No resources found in ${namespace} namespace.\n`;

function tables(cluster: ClusterAtMoment, found: readonly Group[], asked: Asked): Result<string, string> {
  const showKind = asked.showKind || found.length > 1;
  const shown = found
    .filter(({ objects }) => objects.length > 0)
    .map((group) => {
      const { header, rows } = tableOf(cluster, group, { ...asked, showKind });
      return [...(header === undefined ? [] : [header]), ...rows.map(({ line }) => line)]
        .map((line) => `${line}\n`)
        .join('');
    });
  return ok(shown.join('\n'));
}
