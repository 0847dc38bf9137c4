import type { Hook, NodeView } from '../../../sim-core/index.js';
import type { Box, Label } from './box.js';
import {
  centred,
  label,
  labelWidth,
  stateAt,
  widthOf,
  type Drawing,
  type HeaderHeight,
  type LayoutContext,
} from './context.js';
import { bottom, middleX, middleY, right, type Rect } from './geometry.js';
import { dummyBox, dummyHeight } from './layout-kube-ipvs0.js';
import { gateHook, hookHeight, hookSpot, plainHook, restingStack } from './layout-hooks.js';
import { layoutPods, layoutPodsBelow, planPods } from './layout-pods.js';
import { dockBelow, nodeDrawing } from './node-frame.js';
import { bridgeRect, gateX, nicRect, nodeId, podRoom, type NodeColumns } from './node-parts.js';
import { hookEdges, type HookRects } from './node-ways.js';
import { gateStacks, nodeOf, nodeStation, type GateStack, type Station } from './station.js';

/** Hooks with room to list chains; those at the others are read in the rules view. */
const stackHooks: ReadonlySet<Hook> = new Set(['PREROUTING', 'OUTPUT', 'POSTROUTING']);

type Stacks = ReadonlyMap<Hook, GateStack>;

function placeHooks(node: NodeView, top: number, columns: NodeColumns, stacks: Stacks, dummy: number): HookRects {
  const widths: Readonly<Record<Hook, number>> = {
    ...{ PREROUTING: columns.gate, INPUT: 50, FORWARD: columns.forward, OUTPUT: columns.post },
    POSTROUTING: columns.post,
  };
  const height = (hook: Hook): number => hookHeight(node, hook, widths[hook], stacks.get(hook));

  const gateLeft = gateX(columns);
  const diamondX = gateLeft + columns.gate + columns.gap;
  const forwardX = diamondX + 22 + columns.gap;
  const postX = forwardX + columns.forward + columns.gap;
  const upper = top + 36;
  const upperHeight = Math.max(height('INPUT'), height('OUTPUT'));
  const lower = Math.max(height('FORWARD'), height('POSTROUTING'), 40);
  const gateTop = top + 60 + dummy;
  const middle = Math.max(gateTop + height('PREROUTING') / 2, upper + upperHeight + 26 + lower / 2);
  const around = (x: number, w: number, h: number): Rect => ({ x, y: middle - h / 2, w, h });
  const input: Rect = {
    x: Math.max(diamondX - 10, gateLeft + columns.gate + 2),
    y: upper,
    w: widths.INPUT,
    h: height('INPUT'),
  };
  const output: Rect = { x: postX, y: upper, w: widths.OUTPUT, h: height('OUTPUT') };
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
    host: { x: right(input) + 1, y: upper, w: output.x - right(input) - 2, h: 24 },
    middle,
    bottom: Math.max(...Object.values(rects).map(bottom)),
  };
}

/** What lies between INPUT and OUTPUT: processes, IPVS, or kube-proxy's own, with the port that took the packet. */
function betweenHooks({ walk, words }: LayoutContext, node: NodeView, width: number): readonly string[] {
  if (node.relays === undefined) {
    const text = node.dummyAddresses === undefined ? words.hostApps : 'IPVS';
    return widthOf(text, 'small') <= width ? [text] : [];
  }
  const taken = walk?.hops.find(
    ({ step, place }, i) =>
      step.kind === 'deliver' && nodeOf(place) === node.name && walk.hops[i + 1]?.step.kind === 'process',
  );
  return ['kube-proxy', ...(taken === undefined ? [] : [`:${taken.before.dport}`])];
}

const hostLine = 14;

/** Processes have an outline of their own, and may have a port. */
function hostBox(node: NodeView, host: Rect, inside: string, context: LayoutContext): Box {
  const station = nodeStation(node.name, 'host');
  const isProcess = node.relays !== undefined;
  const lines = betweenHooks(context, node, host.w).map((text) =>
    isProcess && widthOf(text, 'mono') > host.w - 4 ? text.replace('kube-', '') : text,
  );
  const rect = { ...host, h: 10 + Math.max(1, lines.length) * hostLine };
  return {
    id: station,
    shape: isProcess ? 'process' : 'host',
    rect,
    labels: lines.map((text, i) =>
      centred(
        label(text, middleX(rect), rect.y + 16 + i * hostLine, isProcess ? 'mono' : 'small', {
          tone: isProcess ? 'ink' : 'soft',
          width: rect.w,
        }),
      ),
    ),
    inside,
    station,
    ...stateAt(station, context),
  };
}

function diagramBoxes(node: NodeView, placed: HookRects, stacks: Stacks, context: LayoutContext): readonly Box[] {
  const inside = nodeId(node.name);
  const { rects, diamond } = placed;
  const boxes = (Object.keys(rects) as Hook[]).map((hook) => {
    const stack = stacks.get(hook);
    return stack !== undefined && stack.chains.length > 0
      ? gateHook(node, hook, rects[hook], stack, inside, context)
      : plainHook(node, hook, rects[hook], inside, context);
  });
  const routing = nodeStation(node.name, 'route');
  return [
    ...boxes,
    {
      id: routing,
      shape: 'routing',
      rect: diamond,
      labels: [],
      inside,
      station: routing,
      ...stateAt(routing, context),
    },
  ];
}

/** Chains that the packet meets at hooks with room for them; at the gate, before any packet, those that wait there. */
function stacksOf(node: NodeView, { walk }: LayoutContext): Stacks {
  const stacks = new Map([...gateStacks(walk, node.name)].filter(([hook]) => stackHooks.has(hook)));
  const resting = restingStack(node, 'PREROUTING');
  if ((stacks.get('PREROUTING')?.chains.length ?? 0) === 0 && resting !== undefined) stacks.set('PREROUTING', resting);
  return stacks;
}

/** Texts that lie between the boxes. */
function diagramLabels(placed: HookRects, columns: NodeColumns, { words }: LayoutContext): readonly Label[] {
  const gate = label(words.gate, gateX(columns), placed.rects.PREROUTING.y - 7, 'small', {
    tone: 'soft',
    width: columns.gate - 14,
  });
  const routing = routingLabel(placed, columns, words.routing);
  return routing === undefined ? [gate] : [gate, routing];
}

/** Under the diamond; where columns are narrow, lower down beside a tall gate. */
function routingLabel(
  { diamond, rects, bottom: low }: HookRects,
  { gap }: NodeColumns,
  text: string,
): Label | undefined {
  const y = bottom(diamond) + 13;
  const under = label(text, middleX(diamond), y, 'small', { tone: 'soft' });
  if (labelWidth(under) <= 2 * gap + 18) return centred(under);
  const beside = { ...under, x: right(rects.PREROUTING) + 4, y: Math.max(y, bottom(rects.FORWARD) + 14) };
  const end = beside.x + labelWidth(beside);
  const clear = end <= rects.POSTROUTING.x && beside.y + 4 <= low && bottom(rects.PREROUTING) >= low;
  return clear ? beside : undefined;
}

/** Beneath the diagram: lanes of the ways back, then the packet's header. */
const lanesDepth = [12, 19] as const;
const cardDepth = 28;
const padding = 10;

/** A node with its whole hook diagram, under it the packet's header, and under that the Pods that find no room beside. */
export function layoutNode(
  node: NodeView,
  top: number,
  columns: NodeColumns,
  headerHeight: HeaderHeight,
  context: LayoutContext,
): Drawing {
  const inside = nodeId(node.name);
  const stacks = stacksOf(node, context);
  const dummy = dummyHeight(node);
  const placed = placeHooks(node, top, columns, stacks, dummy);
  const dummyWidth = gateX(columns) + columns.gate - columns.x - 16;
  const dummyRect: Rect = { x: columns.x + 12, y: top + 34, w: dummyWidth, h: dummy };
  const nic = nicRect(node, columns, placed.middle);
  const host = hostBox(node, placed.host, inside, context);
  const room = podRoom(node, top, columns, {
    floor: Math.max(placed.bottom, bottom(nic)),
    rows: 3,
    host: { x: middleX(placed.host), y: placed.host.y },
  });
  const plan = planPods(node.pods, room, context);
  const pods = layoutPods(plan, room, context);
  const content = Math.max(room.floor, pods.bottom);
  const isDeep = plan.below.length > 0;
  const dock = dockBelow(content + cardDepth, columns, room, isDeep);
  const header = headerHeight?.(dock.right - dock.left) ?? 0;
  const under = dock.top + (header > 0 ? header + padding - 2 : 0);
  const below = layoutPodsBelow(plan, under, room, context);
  const end = isDeep ? below.bottom + padding : under;
  const bridge = bridgeRect(columns, top + 36, (isDeep ? below.bottom : content) + 6);
  const at = (part: Parameters<typeof nodeStation>[1]): Station => nodeStation(node.name, part);
  const lanes = [content + lanesDepth[0], content + lanesDepth[1]] as const;
  const drawing = nodeDrawing(
    { node, columns, top, bottom: end, middle: placed.middle, bridge, content, pods, below },
    {
      labels: diagramLabels(placed, columns, context),
      state: 'current',
      boxes: [
        ...diagramBoxes(node, placed, stacks, context),
        host,
        ...(dummy > 0 ? [dummyBox(node, dummyRect, inside, context)] : []),
      ],
      wires: [],
      edges: hookEdges(node.name, placed, nic, bridge, lanes),
      spots: [
        ...(Object.keys(placed.rects) as Hook[]).map((hook) => [at(hook), hookSpot(placed.rects[hook])] as const),
        [at('route'), { x: middleX(placed.diamond), y: middleY(placed.diamond) }],
        [at('host'), { x: middleX(placed.host), y: bottom(host.rect) + 8 }],
      ],
    },
    context,
  );
  return { ...drawing, ...(header > 0 && { dock }) };
}
