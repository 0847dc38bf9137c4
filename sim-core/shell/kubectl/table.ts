import type { Kind } from '../../kube/key.js';
import type { Event, KubeObject, ObjectsByKind } from '../../kube/objects.js';
import { printedResource, resources } from '../../kube/resource.js';
import { humanDuration } from './age.js';
import { alignColumns } from './columns.js';
import { afterAge, formatLabels, printers, type Column } from './printers.js';
import type { ClusterAtMoment } from './view.js';

/** Space between the columns of a table. */
export const columnGap = 3;

/** The objects of one kind that were asked for. */
export interface Group {
  readonly kind: Kind;
  readonly objects: readonly KubeObject[];
}

/** How a table is wanted. */
export interface TableWish {
  readonly wide: boolean;
  readonly namespaces: boolean;
  /** `service/web` instead of `web`. */
  readonly showKind: boolean;
  readonly showLabels: boolean;
  /** Labels that have a column each. */
  readonly labelColumns: readonly string[];
  readonly headers: boolean;
}

export interface Table {
  readonly header: string | undefined;
  readonly rows: readonly { readonly object: KubeObject; readonly line: string }[];
}

/** @see k8s.io/cli-runtime/pkg/printers/tableprinter.go (v1.34) */
export function tableOf({ now }: ClusterAtMoment, { kind, objects }: Group, wish: TableWish): Table {
  const columns = columnsOf(kind, wish, now);
  const header = columns.map((column) => column.header);
  const rows = objects.map((object) => columns.map((column) => column.cell(object)));
  const [first, ...others] = alignColumns(wish.headers ? [header, ...rows] : rows, columnGap);
  const lines = wish.headers || first === undefined ? others : [first, ...others];
  return {
    header: wish.headers ? first : undefined,
    rows: objects.map((object, i) => ({ object, line: lines[i] ?? '' })),
  };
}

function columnsOf(kind: Kind, wish: TableWish, now: number): readonly Column<KubeObject>[] {
  const prefix = wish.showKind ? `${printedResource(kind)}/` : '';
  const namespace: Column<KubeObject> = { header: 'NAMESPACE', cell: ({ metadata }) => metadata.namespace ?? '' };
  const name: Column<KubeObject> = { header: 'NAME', cell: ({ metadata }) => `${prefix}${metadata.name}` };
  const labels: Column<KubeObject> = { header: 'LABELS', cell: ({ metadata }) => formatLabels(metadata.labels) };
  const labelColumns = wish.labelColumns.map((label): Column<KubeObject> => ({
    header: (label.split('/').at(-1) ?? label).toUpperCase(),
    cell: ({ metadata }) => metadata.labels?.[label] ?? '',
  }));
  return [
    ...(wish.namespaces && resources[kind].namespaced ? [namespace] : []),
    ...(kind === 'Event' ? eventColumns(wish.wide, now) : [name, ...kindColumns(kind, wish.wide, now)]),
    ...labelColumns,
    ...(wish.showLabels ? [labels] : []),
  ];
}

function kindColumns<K extends Kind>(kind: K, wide: boolean, now: number): readonly Column<KubeObject>[] {
  const printer = printers[kind];
  const age: Column<ObjectsByKind[K]> = {
    header: 'AGE',
    cell: ({ metadata }) => humanDuration(now - (metadata.creationTimestamp ?? now)),
  };
  const columns = [...printer.columns, age, ...(afterAge[kind] ?? []), ...(wide ? printer.wide : [])];
  // A group's objects are all of its kind, which the type of a mixed list cannot say.
  return columns as readonly Column<KubeObject>[];
}

/** Events have neither a name nor an age in front. @see pkg/printers/internalversion/printers.go (v1.34) printEvent */
function eventColumns(wide: boolean, now: number): readonly Column<KubeObject>[] {
  const column = (header: string, cell: (event: Event) => string): Column<KubeObject> => ({
    header,
    cell: (object) => (object.kind === 'Event' ? cell(object) : ''),
  });
  const only = (columns: readonly Column<KubeObject>[]): readonly Column<KubeObject>[] => (wide ? columns : []);
  return [
    column('LAST SEEN', ({ lastTimestamp }) => humanDuration(now - lastTimestamp)),
    column('TYPE', ({ type }) => type),
    column('REASON', ({ reason }) => reason),
    column('OBJECT', ({ involvedObject: { kind = '', name = '' } }) => `${kind.toLowerCase()}/${name}`),
    ...only([
      column('SUBOBJECT', ({ involvedObject }) => involvedObject.fieldPath ?? ''),
      column('SOURCE', ({ source, reportingComponent }) =>
        [source.component ?? reportingComponent, source.host]
          .filter((part) => part !== undefined && part !== '')
          .join(', '),
      ),
    ]),
    column('MESSAGE', ({ message }) => message.trim()),
    ...only([
      column('FIRST SEEN', ({ firstTimestamp }) => humanDuration(now - firstTimestamp)),
      column('COUNT', ({ count }) => String(count)),
      column('NAME', ({ metadata }) => metadata.name),
    ]),
  ];
}
