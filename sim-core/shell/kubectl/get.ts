import type { Kind } from '../../kube/key.js';
import type { KubeObject, ObjectsByKind } from '../../kube/objects.js';
import { printedResource, resources } from '../../kube/resource.js';
import { getObject } from '../../kube/store.js';
import type { Flag, ParsedFlags } from '../flags.js';
import { humanDuration } from './age.js';
import { alignColumns, none } from './columns.js';
import { jsonPath, pathText } from './json-path.js';
import { afterAge, formatLabels, printers, type Column } from './printers.js';
import { toJson, toYaml } from './structured.js';
import { listed, namespaceFor, notFoundText, readTypes, type Wanted } from './targets.js';
import { namespaceOf, parseVerb, selectorFlag } from './verb.js';
import { failed, printed, type ClusterAtMoment, type Printed } from './view.js';

/** Space between the columns of a table. */
const gap = 3;

export const endpointsWarning =
  'Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\n';

const structuredOutputs = ['wide', 'yaml', 'json', 'name', 'jsonpath=…', 'custom-columns=…'];

export const getFlags: readonly Flag[] = [
  { name: 'output', short: 'o', takes: 'FORMAT', about: structuredOutputs.join(', ') },
  { name: 'all-namespaces', short: 'A', about: 'every namespace' },
  selectorFlag,
  { name: 'show-labels', about: 'a column of labels' },
  { name: 'no-headers', about: 'no first line' },
  { name: 'sort-by', takes: 'JSONPATH', about: 'the order of the list' },
];

interface Asked {
  readonly namespace: string;
  readonly allNamespaces: boolean;
  readonly output: string | undefined;
  readonly selector: string | undefined;
  readonly showLabels: boolean;
  readonly headers: boolean;
  readonly sortBy: string | undefined;
}

const askedOf = (flags: ParsedFlags): Asked => ({
  namespace: namespaceOf(flags),
  allNamespaces: flags.on('all-namespaces'),
  output: flags.value('output'),
  selector: flags.value('selector'),
  showLabels: flags.on('show-labels'),
  headers: !flags.on('no-headers'),
  sortBy: flags.value('sort-by'),
});

/**
 * `kubectl get`: tables, YAML, JSON, names and templates.
 * @see k8s.io/kubectl/pkg/cmd/get (v1.34)
 */
export function kubectlGet(cluster: ClusterAtMoment, argv: readonly string[]): Printed {
  const parsed = parseVerb({ name: 'get', flags: getFlags }, argv);
  return parsed.ok ? getObjects(cluster, parsed.value) : failed(parsed.error);
}

const noType =
  'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n' +
  'error: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\n' +
  "See 'kubectl get -h' for help and examples\n";

export function getObjects(cluster: ClusterAtMoment, flags: ParsedFlags): Printed {
  const asked = askedOf(flags);
  if (flags.words.length === 0) return failed(noType);
  const wanted = readTypes(flags.words);
  if (!wanted.ok) return failed(wanted.error);
  if (asked.output !== undefined && !isKnownOutput(asked.output)) {
    const known = structuredOutputs.join(', ');
    return failed(
      `error: unable to match a printer suitable for the output format "${asked.output}", supported here: ${known}\n`,
    );
  }
  if (asked.allNamespaces && wanted.value.some(({ names }) => names.length > 0)) {
    return failed('error: a resource cannot be retrieved by name across all namespaces\n');
  }
  const missing: string[] = [];
  const found = wanted.value.map((each) => groupOf(cluster, each, asked, missing));
  const kinds = wanted.value.map(({ kind }) => kind);
  const single = wanted.value.reduce((count, { names }) => count + names.length, 0) === 1;
  const warning = kinds.includes('Endpoints') ? endpointsWarning : '';
  const stdout = render(cluster, found, asked, single);
  const stderr =
    warning +
    missing.join('') +
    (stdout === '' && missing.length === 0
      ? nothingFound(kinds, asked.allNamespaces ? undefined : asked.namespace)
      : '');
  return missing.length > 0 ? failed(stderr, stdout) : printed(stdout, stderr);
}

const isKnownOutput = (output: string): boolean =>
  ['wide', 'yaml', 'json', 'name'].includes(output) || /^(jsonpath|custom-columns)=/.test(output);

interface Group {
  readonly kind: Kind;
  readonly objects: readonly KubeObject[];
}

function groupOf({ objects }: ClusterAtMoment, { kind, names }: Wanted, asked: Asked, missing: string[]): Group {
  if (names.length === 0) {
    const namespace = asked.allNamespaces ? undefined : asked.namespace;
    return { kind, objects: sorted(listed(objects, kind, { namespace, selector: asked.selector }), asked.sortBy) };
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

function render(cluster: ClusterAtMoment, found: readonly Group[], asked: Asked, single: boolean): string {
  const { output } = asked;
  const all = found.flatMap(({ objects }) => objects);
  const list = { apiVersion: 'v1', items: all, kind: 'List', metadata: { resourceVersion: '' } };
  const whole = single && all.length === 1 ? all[0] : list;
  if (all.length === 0 && (single || output === undefined || output === 'wide' || output === 'name')) return '';
  if (output === 'yaml') return toYaml(whole);
  if (output === 'json') return toJson(whole);
  if (output === 'name') return all.map((o) => `${printedResource(o.kind)}/${o.metadata.name}\n`).join('');
  if (output?.startsWith('jsonpath=') === true) {
    return jsonPath(output.slice('jsonpath='.length).replace(/^'(.*)'$/s, '$1'), whole);
  }
  if (output?.startsWith('custom-columns=') === true) return customColumns(output, all, asked.headers);
  const tables = found.filter(({ objects }) => objects.length > 0).map((group) => table(cluster, group, asked, found));
  return tables.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** `NAME:.metadata.name,IP:.status.podIP`. */
function customColumns(output: string, objects: readonly KubeObject[], headers: boolean): string {
  const columns = output
    .slice('custom-columns='.length)
    .split(',')
    .map((column) => column.split(/:(.*)/s));
  const rows = objects.map((object) => columns.map(([, path = '']) => pathText(path, object) || none));
  const all = [...(headers ? [columns.map(([header = '']) => header)] : []), ...rows];
  return `${alignColumns(all, gap).join('\n')}\n`;
}

function table(
  { now }: ClusterAtMoment,
  { kind, objects }: Group,
  asked: Asked,
  all: readonly Group[],
): readonly string[] {
  const wide = asked.output === 'wide';
  const columns = columnsOf(kind, wide, now);
  const withNamespace = asked.allNamespaces && resources[kind].namespaced;
  const prefix = all.length > 1 ? `${printedResource(kind)}/` : '';
  const header = [
    ...(withNamespace ? ['NAMESPACE'] : []),
    'NAME',
    ...columns.map((c) => c.header),
    ...(asked.showLabels ? ['LABELS'] : []),
  ];
  const rows = objects.map((object) => [
    ...(withNamespace ? [object.metadata.namespace ?? ''] : []),
    prefix + object.metadata.name,
    ...columns.map((c) => c.cell(object)),
    ...(asked.showLabels ? [formatLabels(object.metadata.labels)] : []),
  ]);
  return alignColumns(asked.headers ? [header, ...rows] : rows, gap);
}

function columnsOf<K extends Kind>(kind: K, wide: boolean, now: number): readonly Column<KubeObject>[] {
  const printer = printers[kind];
  const age: Column<ObjectsByKind[K]> = {
    header: 'AGE',
    cell: ({ metadata }) => humanDuration(now - (metadata.creationTimestamp ?? now)),
  };
  const columns = [...printer.columns, age, ...(afterAge[kind] ?? []), ...(wide ? printer.wide : [])];
  // A group's objects are all of its kind, which the type of a mixed list cannot say.
  return columns as readonly Column<KubeObject>[];
}
