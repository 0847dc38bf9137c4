import type { ServiceView } from '../../../sim-core/index.js';
import type { Box } from './box.js';
import { address, label, labelWidth, stateAt, type Drawing, type Edge, type LayoutContext } from './context.js';
import { bottom, middleX, middleY, right, type Point } from './geometry.js';
import { externalStation, hostStation, routerStation, type Station } from './station.js';

const boxHeight = 44;
const lineHeight = 16;
const gap = 12;
const mostAddresses = 3;
export const busStation: Station = 'bus';

interface OutsideItem {
  readonly id: string;
  readonly title: string;
  readonly ip: string;
  /** The second address of a machine with two. */
  readonly ip6?: string;
  readonly kind: 'external' | 'node';
  readonly subject: NonNullable<Box['subject']>;
  readonly station?: Station;
  readonly shape: 'outside' | 'address';
}

function publicAddresses(services: readonly ServiceView[]): readonly OutsideItem[] {
  return services.flatMap((service) => {
    const port = service.ports[0]?.port;
    return [...service.loadBalancerIPs, ...service.externalIPs].map((ip): OutsideItem => {
      const to = port === undefined ? ip : ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
      return {
        id: `address/${to}`,
        title: service.name,
        ip,
        kind: 'external',
        subject: { kind: 'address', to },
        shape: 'address',
      };
    });
  });
}

/** Hosts that only the packet's way names. */
function otherHosts({ walk }: LayoutContext): readonly OutsideItem[] {
  const items = new Map<string, OutsideItem>();
  for (const hop of walk?.hops ?? []) {
    if (hop.place.kind !== 'external' || hop.place.name === walk?.client) continue;
    const { name } = hop.place;
    const station = hostStation(name);
    const ip = hop.step.kind === 'deliver' || hop.step.kind === 'refuse' ? hop.after.dst : hop.before.src;
    if (!items.has(station) || hop.step.kind === 'deliver') {
      items.set(station, {
        id: station,
        title: name,
        ip,
        kind: 'external',
        subject: { kind: 'host', name },
        station,
        shape: 'outside',
      });
    }
  }
  return [...items.values()];
}

function itemsOf(context: LayoutContext): readonly OutsideItem[] {
  const { cluster, walk, words } = context;
  const usesRouter = walk?.stations.includes(routerStation) === true;
  const sender = walk?.trace.from.kind === 'external' ? walk.trace.flow.src : '';
  const { ip, ip6 } = cluster.external;
  const isOwn = sender === '' || sender === ip || sender === ip6;
  const client: OutsideItem = {
    id: externalStation,
    title: words.client,
    ip: isOwn ? ip : sender,
    ...(isOwn && ip6 !== undefined && { ip6 }),
    kind: 'external',
    subject: { kind: 'external' },
    station: externalStation,
    shape: 'outside',
  };
  const router: OutsideItem = {
    id: routerStation,
    title: words.router,
    ip: cluster.router.ip,
    kind: 'external',
    subject: { kind: 'router' },
    station: routerStation,
    shape: 'outside',
  };
  return [
    client,
    ...(usesRouter ? [router] : []),
    ...otherHosts(context),
    ...publicAddresses(cluster.services).slice(0, mostAddresses),
  ];
}

/** Width that the addresses outside need, so that the column left of the nodes can be measured first. */
export function outsideWidth(context: LayoutContext): number {
  const widths = itemsOf(context).map((item) => labelWidth(address(item.ip, item.kind, 0, 0)) + 22);
  return Math.min(200, Math.max(118, ...widths));
}

function outsideBox(item: OutsideItem, x: number, y: number, w: number, context: LayoutContext): Box {
  return {
    id: item.id,
    shape: item.shape,
    rect: { x, y, w, h: item.ip6 === undefined ? boxHeight : boxHeight + lineHeight },
    labels: [
      label(item.title, x + 10, y + 18, 'name', { width: w - 20 }),
      address(item.ip, item.kind, x + 10, y + 34, w - 18, 4),
      ...(item.ip6 === undefined ? [] : [address(item.ip6, item.kind, x + 10, y + 34 + lineHeight, w - 18, 4)]),
    ],
    subject: item.subject,
    ...(item.station === undefined ? {} : { station: item.station, ...stateAt(item.station, context) }),
  };
}

interface OutsideRoom {
  readonly x: number;
  readonly top: number;
  readonly width: number;
  /** The wire that all nodes hang on runs down here. */
  readonly bus: number;
  readonly direction: 'down' | 'across';
}

interface RowRoom {
  readonly x: number;
  readonly top: number;
  readonly width: number;
  /** As many as fit when absent. */
  readonly perRow: number | undefined;
}

export function outsideBoxes(room: RowRoom, context: LayoutContext): readonly Box[] {
  const w = outsideWidth(context);
  const perRow = room.perRow ?? Math.max(1, Math.floor((room.width + gap) / (w + gap)));
  const boxes: Box[] = [];
  let [y, low] = [room.top, room.top];
  itemsOf(context).forEach((item, i) => {
    if (i % perRow === 0 && i > 0) y = low + gap;
    const box = outsideBox(item, room.x + (i % perRow) * (w + gap), y, w, context);
    low = Math.max(low, bottom(box.rect));
    boxes.push(box);
  });
  return boxes;
}

/** Under the machines outside: the segment that they share with the nodes. */
export function networkBox(x: number, top: number, w: number, { cluster, words }: LayoutContext): Box {
  const title = label(words.nodeNetwork, x, top + 14, 'small', { tone: 'soft', width: w });
  const networks = cluster.nodeNetworks.map((text, i) =>
    label(text, x, top + 14 + (i + 1) * lineHeight, 'mono', { tone: 'node', width: w }),
  );
  const rect = { x, y: top, w, h: (1 + networks.length) * lineHeight + 4 };
  return { id: 'node-network', shape: 'legend', rect, labels: [title, ...networks] };
}

/** Client, router and public addresses: a column left of the nodes, or a row above them. */
export function layoutOutside(room: OutsideRoom, context: LayoutContext): Drawing {
  const boxes = outsideBoxes({ ...room, perRow: room.direction === 'down' ? 1 : undefined }, context);
  const low = boxes.reduce((y, box) => Math.max(y, bottom(box.rect)), room.top);
  const edges: Edge[] = [];
  const spots: (readonly [Station, Point])[] = [];
  for (const { station, rect } of boxes) {
    if (station === undefined) continue;
    // Beneath all boxes of the row, of which some are higher.
    const row = boxes.filter((box) => box.rect.y === rect.y);
    const lane = row.reduce((y, box) => Math.max(y, bottom(box.rect)), 0) + gap / 2;
    const points: readonly Point[] =
      room.direction === 'down'
        ? [
            { x: right(rect), y: middleY(rect) },
            { x: room.bus, y: middleY(rect) },
          ]
        : [
            { x: middleX(rect), y: bottom(rect) },
            { x: middleX(rect), y: lane },
            { x: room.bus, y: lane },
          ];
    edges.push({ from: station, to: busStation, points });
    spots.push([station, { x: right(rect) - 3, y: rect.y + 3 }]);
  }
  return { boxes, wires: [], edges, spots, bottom: low };
}
