import type { ClusterView } from '../../../sim-core/index.js';
import type { Box, MapLayout } from './box.js';
import type { Point } from './geometry.js';
import type { TileDot } from './overview.js';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Whether two pieces of plain data hold the same. */
function isAlike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && isAlike(Reflect.get(a, name), Reflect.get(b, name)));
}

const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);

interface Named {
  readonly id: string;
}

/** The later list, with the earlier list's own items where they hold the same; the earlier list if all do. */
function keptItems<T extends Named>(before: readonly T[], after: readonly T[]): readonly T[] {
  const known = new Map(before.map((item) => [item.id, item]));
  const items = after.map((item) => {
    const was = known.get(item.id);
    return was !== undefined && isAlike(was, item) ? was : item;
  });
  return sameItems(items, before) ? before : items;
}

/** The later of two layouts; boxes and wires that look as they did are the very same objects, and so not drawn again. */
export function keptLayout(before: MapLayout | undefined, after: MapLayout): MapLayout {
  if (before === undefined) return after;
  return { ...after, boxes: keptItems(before.boxes, after.boxes), wires: keptItems(before.wires, after.wires) };
}

/** How a box looks wherever it stands: all of it as seen from its own corner. */
export interface Face {
  readonly box: Box;
  readonly dots: readonly TileDot[] | undefined;
}

export type Faces = ReadonlyMap<string, Face>;
type Dots = ReadonlyMap<string, readonly TileDot[]> | undefined;

/** Places are sums: what is left of them after they were taken off again is no change. */
const exact = (length: number): number => Math.round(length * 1000) / 1000;

function faceOf(box: Box, dots: readonly TileDot[] | undefined): Face {
  const { x, y } = box.rect;
  const from = <T extends Point>(place: T): T => ({ ...place, x: exact(place.x - x), y: exact(place.y - y) });
  const rows = box.rows?.map((row) => ({ ...row, rect: from(row.rect) }));
  return {
    box: { ...box, rect: from(box.rect), labels: box.labels.map(from), ...(rows && { rows }) },
    dots: dots?.map(from),
  };
}

/** The looks of all boxes; a box that only moved has the very same one. */
export function keptFaces(before: Faces | undefined, { boxes }: MapLayout, dots: Dots): Faces {
  return new Map(
    boxes.map((box) => {
      const [was, is] = [before?.get(box.id), faceOf(box, dots?.get(box.id))];
      return [box.id, was !== undefined && isAlike(was, is) ? was : is];
    }),
  );
}

const fieldsOf = ({ revision: _revision, time: _time, ...fields }: ClusterView): Readonly<Record<string, unknown>> =>
  fields;

/** The earlier of two views of a cluster where only time went on: whatever is on the map is the very same. */
export function keptCluster(before: ClusterView | undefined, after: ClusterView | undefined): ClusterView | undefined {
  if (before === undefined || after === undefined || before === after) return after;
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  const isSame = (a: unknown, b: unknown): boolean =>
    Object.is(a, b) || (Array.isArray(a) && Array.isArray(b) && sameItems(a, b));
  const stays = Object.entries(is).every(([name, value]) => isSame(value, was[name]));
  return stays && Object.keys(is).length === Object.keys(was).length ? before : after;
}
