import type { Hook } from '../../../sim-core/index.js';
import type { Edge } from './context.js';
import { bottom, middleX, middleY, right, type Point, type Rect } from './geometry.js';
import { nodeStation, type Station } from './station.js';

/** Where the parts of a node's hook diagram are. */
export interface HookRects {
  readonly rects: Readonly<Record<Hook, Rect>>;
  readonly diamond: Rect;
  readonly host: Rect;
  readonly middle: number;
  readonly bottom: number;
}

/** The ways inside a node, along the netfilter hooks. */
export function hookEdges(
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
  const [returning, entering] = lanes;
  // Out of the bridge's lower end, or of its side where it goes on down past many Pods.
  const low = bottom(bridge);
  const back = low > entering ? { x: bridge.x, y: entering } : { x: bridge.x + bridge.w / 2, y: low };
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
      points: [back, { x: back.x, y: entering }, { x: preX, y: entering }, { x: preX, y: bottom(rects.PREROUTING) }],
      oneWay: true,
      hidden: true,
    },
  ];
}
