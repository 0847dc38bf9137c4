import { byKey } from '../../base/order.js';
import type { Kind } from '../../kube/key.js';
import type { KubeObject, ObjectsByKind } from '../../kube/objects.js';
import { kindOfArgument, printedResource, resources } from '../../kube/resource.js';
import { getObject, listObjects } from '../../kube/store.js';
import { humanDuration } from './age.js';
import { parseArguments, type KubectlArguments } from './arguments.js';
import { alignColumns } from './columns.js';
import { afterAge, formatLabels, printers, type Column } from './printers.js';
import { jsonPath, toJson, toYaml } from './structured.js';
import { failed, printed, type ClusterAtMoment, type Printed } from './view.js';

/** Space between the columns of a table. */
const gap = 3;

const endpointsWarning = 'Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\n';

/**
 * `kubectl get`: tables, YAML, JSON, names and templates.
 * @see k8s.io/kubectl/pkg/cmd/get (v1.34)
 */
export function kubectlGet(cluster: ClusterAtMoment, argv: readonly string[]): Printed {
  const parsed = parseArguments(argv);
  if (!parsed.ok) return failed(`${parsed.error}\nSee 'kubectl get --help' for usage.\n`);
  const asked = parsed.value;
  const [types = '', ...names] = asked.words;
  const kinds: Kind[] = [];
  for (const type of types.split(',')) {
    const kind = kindOfArgument(type.split('/')[0] ?? '');
    if (kind === undefined) return failed(`error: the server doesn't have a resource type "${type}"\n`);
    kinds.push(kind);
  }
  const named = [...names, ...types.split('/').slice(1)];
  const found = kinds.map((kind) => ({ kind, objects: named.length > 0 ? [] : listed(cluster, kind, asked) }));
  const missing: string[] = [];
  for (const group of named.length > 0 ? found : []) {
    for (const name of named) {
      const object = getObject(cluster.objects, group.kind, namespaceOf(group.kind, asked), name);
      if (object !== undefined) group.objects = [...group.objects, object];
      else missing.push(`Error from server (NotFound): ${pluralOf(group.kind)} "${name}" not found\n`);
    }
  }
  const warning = kinds.includes('Endpoints') ? endpointsWarning : '';
  const stdout = render(cluster, found, asked, named.length === 1);
  const stderr = warning + missing.join('') + (stdout === '' && missing.length === 0 ? nothing(kinds, asked) : '');
  return missing.length > 0 ? failed(stderr, stdout) : printed(stdout, stderr);
}

interface Group {
  readonly kind: Kind;
  objects: readonly KubeObject[];
}

const pluralOf = (kind: Kind): string =>
  resources[kind].group === '' ? resources[kind].plural : `${resources[kind].plural}.${resources[kind].group}`;

const namespaceOf = (kind: Kind, { namespace }: KubectlArguments): string =>
  resources[kind].namespaced ? namespace : '';

const nothing = (kinds: readonly Kind[], { allNamespaces, namespace }: KubectlArguments): string =>
  allNamespaces || !kinds.some((kind) => resources[kind].namespaced)
    ? 'No resources found\n'
    : `No resources found in ${namespace} namespace.\n`;

/** In the order of the API server's storage: by namespace and name. */
function listed<K extends Kind>(cluster: ClusterAtMoment, kind: K, asked: KubectlArguments): readonly KubeObject[] {
  const everywhere = asked.allNamespaces || !resources[kind].namespaced;
  const all: readonly KubeObject[] = listObjects(cluster.objects, kind, everywhere ? undefined : asked.namespace);
  return all
    .filter((object) => matchesText(object, asked.selector))
    .toSorted(byKey((o) => `${o.metadata.namespace ?? ''}/${o.metadata.name}`));
}

/** `-l a=b,c!=d,e`: equality-based requirements. */
function matchesText({ metadata }: KubeObject, selector: string | undefined): boolean {
  const labels = metadata.labels ?? {};
  return (selector ?? '')
    .split(',')
    .filter((term) => term !== '')
    .every((term) => {
      const [, key = '', operator, value] = /^([^=!]+)(==|=|!=)?(.*)$/.exec(term.trim()) ?? [];
      if (operator === undefined) return key in labels;
      return operator === '!=' ? labels[key] !== value : labels[key] === value;
    });
}

function render(cluster: ClusterAtMoment, found: readonly Group[], asked: KubectlArguments, single: boolean): string {
  const { output } = asked;
  const all = found.flatMap(({ objects }) => objects);
  const list = { apiVersion: 'v1', items: all, kind: 'List', metadata: { resourceVersion: '' } };
  const whole = single && all.length === 1 ? all[0] : list;
  if (all.length === 0 && (single || output === undefined || output === 'wide' || output === 'name')) return '';
  if (output === 'yaml') return toYaml(whole);
  if (output === 'json') return toJson(whole);
  if (output === 'name') return all.map((o) => `${printedResource(o.kind)}/${o.metadata.name}\n`).join('');
  if (output?.startsWith('jsonpath=') === true) {
    return jsonPath(output.slice('jsonpath='.length).replace(/^'(.*)'$/, '$1'), whole);
  }
  const tables = found.filter(({ objects }) => objects.length > 0).map((group) => table(cluster, group, asked, found));
  return tables.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function table(
  { now }: ClusterAtMoment,
  { kind, objects }: Group,
  asked: KubectlArguments,
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
  return alignColumns([header, ...rows], gap);
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
