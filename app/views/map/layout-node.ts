import type { Hook, NodeView } from '../../../sim-core/index.js';
import type { Box } from './box.js';
import { address, centred, label, labelWidth, type Drawing, type Edge, type LayoutContext } from './context.js';
import { bottom, middleX, middleY, right, type Point, type Rect } from './geometry.js';
import { dummyBox, dummyHeight } from './layout-kube-ipvs0.js';
import { gateHook, hookHeight, hookSpot, plainHook } from './layout-hooks.js';
import { layoutPods } from './layout-pods.js';
import { gateStacks, nodeOf, nodeStation, type GateStack, type Station } from './station.js';

/** Horizontal measures of a node, the same for all so that their parts align. */
export interface NodeColumns {
  readonly x: number;
  readonly right: number;
  readonly nic: number;
  readonly gate: number;
  readonly gap: number;
  readonly forward: number;
  readonly post: number;
}

export const nodeId = (name: string): string => `node/${name}`;
const nicReach = 12;
/** Hooks with room to list chains; those at the others are read in the rules view. */
const stackHooks: ReadonlySet<Hook> = new Set(['PREROUTING', 'OUTPUT', 'POSTROUTING']);

export const nicRect = (columns: NodeColumns, middle: number): Rect => ({
  x: columns.x - nicReach,
  y: middle - 20,
  w: columns.nic,
  h: 40,
});

/** Left edge of the first hook. */
export const gateX = (columns: NodeColumns): number => columns.x - nicReach + columns.nic + columns.gap;

/** A service's tether comes down to the gate here, right of the node's title. */
export const tetherX = (columns: NodeColumns): number => gateX(columns) + columns.gate - 8;

export function nicBox(node: NodeView, columns: NodeColumns, middle: number, context: LayoutContext): Box {
  const rect = nicRect(columns, middle);
  const station = nodeStation(node.name, 'nic');
  const state = context.visited.get(station);
  return {
    id: station,
    shape: 'nic',
    rect,
    labels: [
      label('eth0', rect.x + 8, rect.y + 16, 'mono', { tone: 'node' }),
      address(node.ip, 'node', rect.x + 8, rect.y + 31, rect.w - 12),
    ],
    inside: nodeId(node.name),
    straddles: true,
    subject: { kind: 'nic', node: node.name },
    station,
    ...(state === undefined ? {} : { state }),
  };
}

/** Name, podCIDR, and the revision that the rules were made from. */
export function titleLabels(node: NodeView, top: number, columns: NodeColumns, context: LayoutContext): Box['labels'] {
  const start = columns.x + 14;
  const end = tetherX(columns) - 8;
  const name = label(node.name, start, top + 20, 'title', { width: end - start, tail: 3 });
  const labels = [name];
  const word = label('podCIDR', start + labelWidth(name) + 8, top + 20, 'small', { tone: 'faint' });
  const cidr = label(node.podCIDR, word.x + labelWidth(word) + 5, top + 20, 'mono', { tone: 'pod' });
  if (cidr.x + labelWidth(cidr) <= end) labels.push(word, cidr);
  else if (word.x + labelWidth(cidr) <= end) labels.push({ ...cidr, x: word.x });
  const revision = label(context.words.revision(node.rulesRevision), tetherX(columns) + 12, top + 20, 'small', {
    tone: 'faint',
    width: columns.right - tetherX(columns) - 24,
  });
  return [...labels, revision];
}

export function bridgeBox(node: string, rect: Rect, context: LayoutContext): Box {
  const station = nodeStation(node, 'cbr0');
  const state = context.visited.get(station);
  return {
    id: station,
    shape: 'bridge',
    rect,
    labels: [{ ...label('cbr0', middleX(rect) - 4, middleY(rect) - 13, 'mono', { tone: 'soft' }), turned: true }],
    inside: nodeId(node),
    station,
    ...(state === undefined ? {} : { state }),
  };
}

interface HookRects {
  readonly rects: Readonly<Record<Hook, Rect>>;
  readonly diamond: Rect;
  readonly host: Rect;
  readonly middle: number;
  readonly bottom: number;
}

function placeHooks(top: number, columns: NodeColumns, stacks: ReadonlyMap<Hook, GateStack>, dummy: number): HookRects {
  const height = (hook: Hook): number => hookHeight(hook, stacks.get(hook));

  const gateLeft = gateX(columns);
  const diamondX = gateLeft + columns.gate + columns.gap;
  const forwardX = diamondX + 22 + columns.gap;
  const postX = forwardX + columns.forward + columns.gap;
  const upper = top + 36;
  const upperHeight = Math.max(height('INPUT'), height('OUTPUT'));
  const lower = Math.max(height('FORWARD'), height('POSTROUTING'), 40);
  const gateTop = top + 62 + dummy;
  const middle = Math.max(gateTop + height('PREROUTING') / 2, upper + upperHeight + 26 + lower / 2);
  const around = (x: number, w: number, h: number): Rect => ({ x, y: middle - h / 2, w, h });
  const input: Rect = { x: diamondX - 10, y: upper, w: 42, h: height('INPUT') };
  const output: Rect = { x: postX, y: upper, w: columns.post, h: height('OUTPUT') };
  const rects: Record<Hook, Rect> = {
    PREROUTING: around(gateLeft, columns.gate, height('PREROUTING')),
    INPUT: input,
    FORWARD: around(forwardX, columns.forward, height('FORWARD')),
    OUTPUT: output,
    POSTROUTING: around(postX, columns.post, height('POSTROUTING')),
  };
  return {
    rects,
    diamond: around(diamondX, 22, 22),
    host: { x: right(input) + 2, y: upper, w: output.x - right(input) - 4, h: 24 },
    middle,
    bottom: Math.max(...Object.values(rects).map(bottom)),
  };
}

/** The ways inside a node, along the netfilter hooks. */
function hookEdges(
  node: string,
  placed: HookRects,
  nic: Rect,
  bridge: Rect,
  lanes: readonly [number, number],
): readonly Edge[] {
  const { rects, diamond, host, middle } = placed;
  const at = (part: Parameters<typeof nodeStation>[1]): Station => nodeStation(node, part);
  const across = (from: Rect, to: Rect): readonly Point[] => [
    { x: right(from), y: middle },
    { x: to.x, y: middle },
  ];
  const inX = middleX(diamond);
  const hostY = middleY(host);
  const outX = middleX(rects.OUTPUT);
  const preX = rects.PREROUTING.x + 12;
  const postX = middleX(rects.POSTROUTING) + 10;
  const backX = bridge.x + bridge.w / 2;
  const [returning, entering] = lanes;
  return [
    { from: at('nic'), to: at('PREROUTING'), points: across(nic, rects.PREROUTING), oneWay: true },
    { from: at('PREROUTING'), to: at('route'), points: across(rects.PREROUTING, diamond), oneWay: true },
    {
      from: at('route'),
      to: at('INPUT'),
      points: [
        { x: inX, y: diamond.y },
        { x: inX, y: bottom(rects.INPUT) },
      ],
      oneWay: true,
    },
    {
      from: at('INPUT'),
      to: at('host'),
      points: [
        { x: right(rects.INPUT), y: hostY },
        { x: middleX(host), y: hostY },
      ],
      oneWay: true,
    },
    {
      from: at('host'),
      to: at('OUTPUT'),
      points: [
        { x: middleX(host), y: hostY },
        { x: rects.OUTPUT.x, y: hostY },
      ],
      oneWay: true,
    },
    {
      from: at('OUTPUT'),
      to: at('POSTROUTING'),
      points: [
        { x: outX, y: bottom(rects.OUTPUT) },
        { x: outX, y: rects.POSTROUTING.y },
      ],
      oneWay: true,
    },
    { from: at('route'), to: at('FORWARD'), points: across(diamond, rects.FORWARD), oneWay: true },
    { from: at('FORWARD'), to: at('POSTROUTING'), points: across(rects.FORWARD, rects.POSTROUTING), oneWay: true },
    { from: at('POSTROUTING'), to: at('cbr0'), points: across(rects.POSTROUTING, bridge), oneWay: true },
    {
      from: at('POSTROUTING'),
      to: at('nic'),
      points: [
        { x: postX, y: bottom(rects.POSTROUTING) },
        { x: postX, y: returning },
        { x: middleX(nic), y: returning },
        { x: middleX(nic), y: bottom(nic) },
      ],
      oneWay: true,
      hidden: true,
    },
    {
      from: at('cbr0'),
      to: at('PREROUTING'),
      points: [
        { x: backX, y: bottom(bridge) },
        { x: backX, y: entering },
        { x: preX, y: entering },
        { x: preX, y: bottom(rects.PREROUTING) },
      ],
      oneWay: true,
      hidden: true,
    },
  ];
}

/** What lies between INPUT and OUTPUT: processes, IPVS, or kube-proxy's own, with the port that took the packet. */
function betweenHooks(
  node: NodeView,
  { walk, words }: LayoutContext,
): { readonly text: string; readonly isProcess: boolean } {
  if (node.relays === undefined) {
    return { text: node.dummyAddresses === undefined ? words.hostApps : 'IPVS', isProcess: false };
  }
  const taken = walk?.hops.find(
    ({ step, place }, i) =>
      step.kind === 'deliver' && nodeOf(place) === node.name && walk.hops[i + 1]?.step.kind === 'process',
  );
  return { text: taken === undefined ? 'kube-proxy' : `proxy :${taken.before.dport}`, isProcess: true };
}

function diagramBoxes(
  node: NodeView,
  placed: HookRects,
  stacks: ReadonlyMap<Hook, GateStack>,
  context: LayoutContext,
): readonly Box[] {
  const inside = nodeId(node.name);
  const { rects, diamond, host } = placed;
  const boxes = (Object.keys(rects) as Hook[]).map((hook) => {
    const stack = stacks.get(hook);
    return stack !== undefined && stack.chains.length > 0
      ? gateHook(node.name, hook, rects[hook], stack, inside, context)
      : plainHook(node.name, hook, rects[hook], inside, context);
  });
  const state = (station: Station): Pick<Box, 'state'> => {
    const seen = context.visited.get(station);
    return seen === undefined ? {} : { state: seen };
  };
  const between = betweenHooks(node, context);
  const hostText = centred(
    label(between.text, middleX(host), host.y + 16, between.isProcess ? 'mono' : 'small', {
      tone: between.isProcess ? 'ink' : 'soft',
      width: host.w,
    }),
  );
  const routing = nodeStation(node.name, 'route');
  const hostStation = nodeStation(node.name, 'host');
  return [
    ...boxes,
    { id: routing, shape: 'routing', rect: diamond, labels: [], inside, station: routing, ...state(routing) },
    {
      id: hostStation,
      shape: between.isProcess ? 'process' : 'host',
      rect: host,
      labels: [hostText],
      inside,
      station: hostStation,
      ...state(hostStation),
    },
  ];
}

/** A node with its whole hook diagram, and reserved room under it for the packet's header. */
export function layoutNode(
  node: NodeView,
  top: number,
  columns: NodeColumns,
  reserved: number,
  context: LayoutContext,
): Drawing {
  const stacks = new Map([...gateStacks(context.walk, node.name)].filter(([hook]) => stackHooks.has(hook)));
  const dummy = dummyHeight(node);
  const placed = placeHooks(top, columns, stacks, dummy);
  const dummyRect: Rect = {
    x: columns.x + 12,
    y: top + 34,
    w: gateX(columns) + columns.gate - columns.x - 16,
    h: dummy,
  };
  const nic = nicRect(columns, placed.middle);
  const bridgeX = right(placed.rects.POSTROUTING) + columns.gap;
  const podsX = bridgeX + 20 + 14;
  const pods = layoutPods(
    node.pods,
    {
      node: node.name,
      inside: nodeId(node.name),
      x: podsX,
      right: columns.right - 12,
      top: top + 36,
      bridge: bridgeX + 20,
      rows: 3,
      host: { x: middleX(placed.host), y: placed.host.y },
      lane: top + 30,
    },
    context,
  );
  const content = Math.max(placed.bottom, pods.bottom, bottom(nic));
  const bridge: Rect = { x: bridgeX, y: top + 36, w: 20, h: content - top - 36 + 6 };
  const lanes = [content + 14, content + 22] as const;
  const cardTop = content + 32;
  const end = cardTop + (reserved > 0 ? reserved + 10 : 0);
  const gateLabel = label(context.words.gate, gateX(columns), placed.rects.PREROUTING.y - 7, 'small', {
    tone: 'soft',
    width: columns.gate - 14,
  });
  const beneath = label(context.words.routing, middleX(placed.diamond), bottom(placed.diamond) + 13, 'small', {
    tone: 'soft',
  });
  const routing = labelWidth(beneath) <= 2 * columns.gap + 20 ? [centred(beneath)] : [];
  const frame: Box = {
    id: nodeId(node.name),
    shape: 'node',
    rect: { x: columns.x, y: top, w: columns.right - columns.x, h: end - top },
    labels: [...titleLabels(node, top, columns, context), gateLabel, ...routing],
    subject: { kind: 'node', node: node.name },
    state: 'current',
  };
  const at = (part: Parameters<typeof nodeStation>[1]): Station => nodeStation(node.name, part);
  const spots = (Object.keys(placed.rects) as Hook[]).map((hook) => [at(hook), hookSpot(placed.rects[hook])] as const);
  return {
    boxes: [
      frame,
      nicBox(node, columns, placed.middle, context),
      ...diagramBoxes(node, placed, stacks, context),
      ...(dummy > 0 ? [dummyBox(node, dummyRect, nodeId(node.name), context)] : []),
      bridgeBox(node.name, bridge, context),
      ...pods.boxes,
    ],
    wires: [],
    edges: [...hookEdges(node.name, placed, nic, bridge, lanes), ...pods.edges],
    spots: [
      ...spots,
      ...pods.spots,
      [at('nic'), { x: right(nic) - 2, y: nic.y + 1 }],
      [at('route'), { x: middleX(placed.diamond), y: middleY(placed.diamond) }],
      [at('host'), { x: middleX(placed.host), y: bottom(placed.host) + 8 }],
      [at('cbr0'), { x: middleX(bridge), y: bottom(bridge) - 6 }],
    ],
    bottom: end,
  };
}
