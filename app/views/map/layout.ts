import type { ClusterView, NodeView, Trace } from '../../../sim-core/index.js';
import { ipKind } from '../../state/ip-kind.js';
import type { Box, MapLayout, Token, Wire } from './box.js';
import {
  lowestOf,
  type Dock,
  type Drawing,
  type Edge,
  type HeaderHeight,
  type LayoutContext,
  type MapWords,
} from './context.js';
import { middleY, type Point, type Polyline, type Rect } from './geometry.js';
import { calloutBox, cardBox, measureCallout, measureCard } from './layout-card.js';
import { layoutGhosts } from './layout-ghosts.js';
import { layoutNode } from './layout-node.js';
import type { NodeColumns } from './node-parts.js';
import { layoutNodeRow } from './layout-node-row.js';
import { layoutWindows } from './layout-windows.js';
import { busStation, layoutOutside, networkBox, outsideWidth } from './layout-outside.js';
import { measureFrame, tetherLane, type Frame } from './layout-frame.js';
import { chipLook, podSize, wantedPodWidth } from './pod-chip.js';
import {
  arrivals,
  expandedNodes,
  nodeOf,
  nodeStation,
  podStation,
  walkAt,
  type Station,
  type Walk,
} from './station.js';
import { tethers } from './layout-tether.js';
import { tokenWay, walkWires, wayGraph, wholeWay } from './ways.js';

export interface MapInput {
  readonly cluster: ClusterView;
  readonly trace: Trace | undefined;
  readonly leg: 'request' | 'reply';
  readonly cursor: number;
  /** Of the canvas; the map is as wide, or as wide as it must be. */
  readonly width: number;
  readonly words: MapWords;
  /** Why the packet ends where it is, in the reader's language. */
  readonly refusal?: string;
  /** Whether the node that holds the packet shows its whole hook diagram. */
  readonly detail: 'rules' | 'pods';
  /** Nodes that show their hooks wherever the packet is. */
  readonly opened?: readonly string[];
  /** Ids of what a search found. */
  readonly found?: ReadonlySet<string>;
  /** Services that stay in sight when there is no room for all. */
  readonly wanted?: ReadonlySet<string>;
}

const margin = 10;
const nodeGap = 12;

const ends = (walk: Walk): boolean => {
  const { step } = walk.hop;
  if (step.kind === 'drop' || step.kind === 'refuse') return true;
  return step.kind === 'hook' && (step.verdict === 'drop' || step.verdict === 'reject');
};

function visitedStations(walk: Walk | undefined): LayoutContext['visited'] {
  const visited = new Map<Station, 'passed' | 'current' | 'dropped'>();
  if (walk === undefined) return visited;
  for (const [nic, hop] of arrivals(walk)) if (hop <= walk.cursor) visited.set(nic, 'passed');
  for (const station of walk.stations.slice(0, walk.cursor)) visited.set(station, 'passed');
  visited.set(walk.station, ends(walk) ? 'dropped' : 'current');
  return visited;
}

export function layoutContext(input: MapInput): LayoutContext {
  const walk = walkAt(input.trace, input.leg, input.cursor, input.cluster.external.name);
  const backend = input.trace?.backend?.place;
  return {
    cluster: input.cluster,
    walk,
    words: input.words,
    kindOf: (ip) => ipKind(ip, input.cluster),
    visited: visitedStations(walk),
    found: input.found ?? new Set(),
    chip: chipLook([], podSize.minWidth),
    targetStation: backend?.kind === 'pod' ? podStation(backend.namespace, backend.name) : undefined,
  };
}

interface NodeStack {
  readonly drawings: readonly Drawing[];
  readonly tops: ReadonlyMap<string, number>;
  readonly dock: Dock | undefined;
  readonly bottom: number;
}

function drawNode(
  node: NodeView,
  y: number,
  columns: NodeColumns,
  expanded: boolean,
  header: HeaderHeight,
  context: LayoutContext,
): Drawing {
  if (node.os === 'windows') return layoutWindows(node, y, columns, expanded, header, context);
  return expanded ? layoutNode(node, y, columns, header, context) : layoutNodeRow(node, y, columns, context);
}

function stackNodes(
  nodes: readonly NodeView[],
  top: number,
  columns: NodeColumns,
  expanded: ReadonlySet<string>,
  headerAt: (node: string) => HeaderHeight,
  context: LayoutContext,
): NodeStack {
  const drawings: Drawing[] = [];
  const tops = new Map<string, number>();
  let y = top;
  for (const node of nodes) {
    tops.set(node.name, y);
    const drawing = drawNode(node, y, columns, expanded.has(node.name), headerAt(node.name), context);
    drawings.push(drawing);
    y = drawing.bottom + nodeGap;
  }
  const dock = drawings.find((drawing) => drawing.dock !== undefined)?.dock;
  return { drawings, tops, dock, bottom: Math.max(top, y - nodeGap) };
}

function busEdges(nodes: readonly NodeView[], drawings: readonly Drawing[], bus: number): readonly Edge[] {
  const boxes = new Map(drawings.flatMap((drawing) => drawing.boxes).map((box) => [box.id, box]));
  return nodes.flatMap((node) => {
    const station = nodeStation(node.name, 'nic');
    const nic = boxes.get(station);
    if (nic === undefined) return [];
    const y = middleY(nic.rect);
    return [
      {
        from: busStation,
        to: station,
        points: [
          { x: bus, y },
          { x: nic.rect.x, y },
        ],
      },
    ];
  });
}

/** Thin lines for every way there is, and the wire they hang on. */
function possibleWires(edges: readonly Edge[], bus: number): readonly Wire[] {
  const wires: Wire[] = edges
    .filter((edge) => edge.hidden !== true)
    .map((edge) => ({ id: `${edge.from}>${edge.to}`, kind: 'possible', points: edge.points }));
  const ys = edges
    .filter((edge) => edge.from === busStation || edge.to === busStation)
    .flatMap((edge) => edge.points.filter((point) => point.x === bus).map((point) => point.y));
  if (ys.length > 1) {
    const points = [
      { x: bus, y: Math.min(...ys) },
      { x: bus, y: Math.max(...ys) },
    ];
    wires.push({ id: 'bus', kind: 'possible', points });
  }
  return wires;
}

interface Docked {
  readonly boxes: readonly Box[];
  readonly wires: readonly Wire[];
  readonly stem?: Polyline;
}

function dockCard(
  input: MapInput,
  dock: Dock | undefined,
  spot: Point | undefined,
  here: boolean,
  context: LayoutContext,
): Docked {
  const { walk } = context;
  if (walk === undefined || dock === undefined) return { boxes: [], wires: [] };
  const { left, top } = dock;
  const room = dock.right - left;
  const card = measureCard(walk.hop, room, context);
  const wanted = spot === undefined ? left : spot.x - card.width / 2;
  const x = Math.max(left, Math.min(wanted, left + room - card.width));
  const boxes = [cardBox(card, x, top)];
  const inReach = spot !== undefined && spot.x >= x && spot.x <= x + card.width && spot.y < top;
  const stem = inReach && here ? [spot, { x: spot.x, y: top }] : undefined;
  const callout = ends(walk) ? measureCallout(input.refusal, room) : undefined;
  const wires: Wire[] = [];
  if (callout !== undefined) {
    const under = top + card.height + 8;
    boxes.push(calloutBox(callout, left, under, room));
    if (spot !== undefined && here && spot.x <= dock.right && spot.y < top)
      wires.push({ id: 'refusal', kind: 'refusal', points: [spot, { x: spot.x, y: under }] });
  }
  return { boxes, wires, ...(stem !== undefined && callout === undefined ? { stem } : {}) };
}

/** Of the tallest header of the leg, so that nodes do not jump from hop to hop. */
const headerHeight =
  (input: MapInput, { walk, ...rest }: LayoutContext): HeaderHeight =>
  (room) => {
    if (walk === undefined) return 0;
    const tallest = Math.max(...walk.hops.map((hop) => measureCard(hop, room, { ...rest, walk }).height));
    const callout = ends(walk) ? measureCallout(input.refusal, room) : undefined;
    return tallest + (callout === undefined ? 0 : callout.height + 8);
  };

/** Above the nodes; beside the client when it stands alone there and there is room, else under it. */
function ghostRoom(row: Drawing | undefined, frame: Frame, context: LayoutContext): Parameters<typeof layoutGhosts>[0] {
  const { x, right: end } = frame.columns;
  if (row === undefined) return { x, right: end, top: margin };
  const beside = x + outsideWidth(context) + 16;
  return row.boxes.length === 1 && end - beside >= 360
    ? { x: beside, right: end, top: margin }
    : { x, right: end, top: row.bottom + nodeGap };
}

/** While no packet says otherwise, what the learner opened takes the place of the first node. */
function withOpened(
  expanded: ReadonlySet<string>,
  { opened = [], trace }: MapInput,
  names: readonly string[],
): ReadonlySet<string> {
  const known = opened.filter((name) => names.includes(name));
  return known.length === 0 ? expanded : new Set([...(trace === undefined ? [] : expanded), ...known]);
}

/** Beside the second node's cable, or under what is outside. */
function nodeNetwork(low: number, stack: NodeStack, frame: Frame, context: LayoutContext): Box {
  const [, second] = stack.tops.values();
  return networkBox(margin, Math.max(low + 14, (second ?? 0) + 24), frame.bus - margin - 2, context);
}

/** The whole map from data alone: boxes that do not overlap, and wires along the ways packets take. */
export function layoutMap(input: MapInput): MapLayout {
  const base = layoutContext(input);
  const { walk, cluster } = base;
  const pods = cluster.nodes.flatMap((node) => node.pods);
  const frame = measureFrame(input.width, wantedPodWidth(pods, input.words), base);
  const context = { ...base, chip: chipLook(pods, frame.columns.pod) };
  const header = headerHeight(input, context);
  const names = cluster.nodes.map((node) => node.name);
  const expanded = input.detail === 'rules' ? withOpened(expandedNodes(walk, names), input, names) : new Set<string>();
  const holder = walk === undefined ? [...expanded][0] : (nodeOf(walk.hop.place) ?? [...expanded][0]);
  const row = frame.beside
    ? undefined
    : layoutOutside(
        { x: 26, top: margin, width: frame.columns.right - 26, bus: frame.bus, direction: 'across' },
        context,
      );
  const ghosts = layoutGhosts(ghostRoom(row, frame, context), context, input.wanted);
  const nodesTop =
    Math.max(ghosts.bottom, row?.bottom ?? 0) + (ghosts.boxes.length > 0 || row !== undefined ? nodeGap + 4 : 0);
  const stack = stackNodes(
    cluster.nodes,
    nodesTop,
    frame.columns,
    expanded,
    (node) => (node === holder && expanded.has(node) ? header : undefined),
    context,
  );
  const outside =
    row ?? layoutOutside({ x: margin, top: nodesTop, width: 0, bus: frame.bus, direction: 'down' }, context);
  const network = frame.beside ? [nodeNetwork(outside.bottom, stack, frame, context)] : [];
  const column = lowestOf(network, outside.bottom);
  const drawings = [outside, ...stack.drawings];
  const edges = [...drawings.flatMap((d) => d.edges), ...busEdges(cluster.nodes, stack.drawings, frame.bus)];
  const graph = wayGraph(edges);
  const spots = new Map(drawings.flatMap((d) => d.spots));
  const spot = walk === undefined ? undefined : spots.get(walk.station);
  const here = walk !== undefined && nodeOf(walk.hop.place) === holder;
  const docked = dockCard(input, stack.dock, spot, here, context);
  const height = Math.max(stack.bottom, column) + margin;
  const way = walk === undefined ? undefined : tokenWay(walk, graph, spots);
  const token: Token | undefined =
    walk === undefined || spot === undefined || way === undefined
      ? undefined
      : { number: walk.trace.id, at: spot, way, ...(docked.stem === undefined ? {} : { stem: docked.stem }) };
  return {
    width: frame.columns.right + tetherLane,
    height,
    wayOf: ({ stations }) => wholeWay(stations, graph, spots),
    boxes: [...ghosts.boxes, ...network, ...drawings.flatMap((d) => d.boxes), ...docked.boxes],
    wires: [
      ...possibleWires(edges, frame.bus),
      ...drawings.flatMap((d) => d.wires),
      ...tethers(
        {
          ghosts: ghosts.boxes,
          boxes: stack.drawings.flatMap((d) => d.boxes),
          tops: stack.tops,
          columns: frame.columns,
          lane: frame.columns.right + tetherLane / 2,
          holder: holder ?? names[0],
        },
        context,
      ),
      ...walkWires(walk, graph),
      ...docked.wires,
    ],
    ...(token === undefined ? {} : { token, focus: focusOf(token, docked.boxes) }),
    ...(frame.beside ? { freeColumn: { width: frame.bus - margin, top: column } } : {}),
  };
}

/** The token with its card and callout. */
function focusOf(token: Token, docked: readonly Box[]): Rect {
  const low = lowestOf(docked, token.at.y + 20);
  return { x: token.at.x - 20, y: token.at.y - 20, w: 40, h: low - token.at.y + 20 };
}
