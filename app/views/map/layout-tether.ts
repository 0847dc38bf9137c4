import type { Box, Wire } from './box.js';
import type { LayoutContext } from './context.js';
import { bottom, middleX, right, simplify, type Point, type Polyline } from './geometry.js';
import { servicesOfWalk } from './layout-ghosts.js';
import { dummyId } from './layout-kube-ipvs0.js';
import { tetherX, type NodeColumns } from './node-parts.js';
import { nodeStation } from './station.js';

/** Tethers of more services than this would be a curtain: then only the packet's own is drawn. */
const mostAtRest = 4;

interface TetherRoom {
  readonly ghosts: readonly Box[];
  /** The boxes of all nodes, and each node's upper edge. */
  readonly boxes: readonly Box[];
  readonly tops: ReadonlyMap<string, number>;
  readonly columns: NodeColumns;
  /** Right of the nodes, where tethers run down. */
  readonly lane: number;
  /** The node whose gate they lead to. */
  readonly holder: string | undefined;
}

/** Whether another ghost lies below this one. */
const under = (ghost: Box, ghosts: readonly Box[]): boolean =>
  ghosts.some(
    (other) => other.rect.y > ghost.rect.y && other.rect.x < right(ghost.rect) && ghost.rect.x < right(other.rect),
  );

/** Down through the gap left of the ghosts in the rows below. */
function besideGhosts(ghost: Box, from: Point, lane: number): Polyline {
  const gap = ghost.rect.x - 5;
  return [from, { x: from.x, y: from.y + 5 }, { x: gap, y: from.y + 5 }, { x: gap, y: lane }];
}

/** From a ghost down to the gate whose rules give it effect, around the nodes in between. */
export function tethers(room: TetherRoom, context: LayoutContext): readonly Wire[] {
  const { ghosts, tops, columns, holder = '' } = room;
  const top = tops.get(holder);
  const gate = [dummyId(holder), nodeStation(holder, 'PREROUTING'), nodeStation(holder, 'vfp')]
    .map((id) => room.boxes.find((box) => box.id === id))
    .find((box) => box !== undefined);
  if (top === undefined || gate === undefined) return [];
  const lit = servicesOfWalk(context);
  const isShown = (ghost: Box): boolean => lit.has(ghost.id) || (lit.size === 0 && ghosts.length <= mostAtRest);
  const firstTop = Math.min(...tops.values());
  const lane = firstTop - 7;
  const above = top - 7;
  const end: Point = { x: Math.min(tetherX(columns), right(gate.rect) - 6), y: gate.rect.y };
  // A row's gate ends left of where there is room beside the title: the last bit is beneath that.
  const down = tetherX(columns);
  const beneath = gate.rect.y - 8;
  const landing: Polyline = end.x === down ? [end] : [{ x: down, y: beneath }, { x: end.x, y: beneath }, end];
  const around: Polyline =
    top === firstTop
      ? [{ x: down, y: lane }]
      : [
          { x: room.lane, y: lane },
          { x: room.lane, y: above },
          { x: down, y: above },
        ];
  return ghosts
    .filter((ghost) => ghost.shape === 'ghost' && isShown(ghost))
    .map((ghost): Wire => {
      const from = { x: middleX(ghost.rect), y: bottom(ghost.rect) };
      const start = under(ghost, ghosts) ? besideGhosts(ghost, from, lane) : [from, { x: from.x, y: lane }];
      return { id: `tether/${ghost.id}`, kind: 'tether', points: simplify([...start, ...around, ...landing]) };
    });
}
