import type { ServiceView } from '../../../sim-core/index.js';
import type { Box, Label } from './box.js';
import { address, label, labelWidth, widthOf, type LayoutContext } from './context.js';
import type { Rect } from './geometry.js';

const gap = 10;
const lineHeight = 18;
const mostRows = 4;

export const serviceId = (service: Pick<ServiceView, 'namespace' | 'name'>): string =>
  `service/${service.namespace}/${service.name}`;

const isGhost = (service: ServiceView): boolean =>
  !service.headless && service.type !== 'ExternalName' && service.clusterIPs.length > 0;

/** Services that the packet's address, or a rule it met, belongs to. */
export function servicesOfWalk(context: LayoutContext): ReadonlySet<string> {
  const { walk, cluster } = context;
  const ids = new Set<string>();
  if (walk === undefined) return ids;
  const { dst } = walk.trace.flow;
  for (const service of cluster.services) {
    const addresses = [...service.clusterIPs, ...service.externalIPs, ...service.loadBalancerIPs];
    if (addresses.includes(dst)) ids.add(serviceId(service));
  }
  if (ids.size > 0) return ids;
  for (const hop of walk.trace.request) {
    const object = hop.rule === undefined ? undefined : hop.origin?.object;
    if (object?.kind === 'Service') ids.add(serviceId(object));
  }
  return ids;
}

/** An address with the ports of its Service, as far as there are few. */
function withPorts(ip: string, ports: readonly number[]): string {
  if (ports.length === 0) return ip;
  const list = ports.length > 2 ? `${ports.slice(0, 2).join(',')},…` : ports.join(',');
  return ip.includes(':') ? `[${ip}]:${list}` : `${ip}:${list}`;
}

/** One of each family. */
export const clusterAddresses = ({ clusterIPs, ports }: ServiceView): readonly string[] =>
  clusterIPs.map((ip) => withPorts(ip, [...new Set(ports.map(({ port }) => port))]));

const isDual = ({ clusterIPs }: ServiceView): boolean => clusterIPs.length > 1;

/** Name and first address in a row, the second address and what a ghost is under them, as there is room. */
function ghostLabels(service: ServiceView, rect: Rect, context: LayoutContext): readonly Label[] {
  const start = rect.x + 14;
  const room = rect.w - 28;
  const end = start + room;
  const endOf = (l: Label): number => l.x + labelWidth(l);
  const [first = '', ...others] = clusterAddresses(service);
  const ghost = noteOf(service, context);
  const lines = Math.round((rect.h - 10) / lineHeight);
  const spare = Math.max(0, lines - 2 - others.length) * lineHeight;
  const y = (line: number): number => rect.y + 18 + spare / 2 + line * lineHeight;
  const name = label(`Service ${service.name}`, start, y(0), 'name', { width: room });
  const ip = address(first, 'cluster', endOf(name) + 10, y(0));
  const isBeside = endOf(ip) <= end;
  const rest = isBeside ? others : [first, ...others];
  const labels: Label[] = isBeside ? [name, ip] : [name];
  rest.slice(0, lines - 1).forEach((text, i) => {
    const under = address(text, 'cluster', isBeside ? ip.x : start, y(i + 1));
    labels.push(endOf(under) <= end ? under : address(text, 'cluster', start, y(i + 1), room, 4));
  });
  const last = labels.at(-1);
  const behind = rest.length > 0 && last !== undefined ? endOf(last) + 10 : start;
  const note = (x: number, line: number): Label => label(ghost.text, x, y(line), 'small', { tone: ghost.tone });
  if (behind > start && endOf(note(behind, rest.length)) <= end) return [...labels, note(behind, rest.length)];
  if (1 + rest.length >= lines) return labels;
  return [...labels, label(ghost.text, start, y(1 + rest.length), 'small', { tone: ghost.tone, width: room })];
}

/** How many lines the ghosts of one map have: more where some have a second address. */
function linesOf(all: readonly ServiceView[], w: number, compact: boolean, context: LayoutContext): number {
  if (!all.some(isDual)) return compact ? 1 : 2;
  if (compact) return 2;
  const roomy = { x: 0, y: 0, w, h: 10 + 3 * lineHeight };
  const used = (service: ServiceView): number => new Set(ghostLabels(service, roomy, context).map(({ y }) => y)).size;
  return Math.max(...all.map(used));
}

function noteOf(service: ServiceView, { cluster, words }: LayoutContext): { text: string; tone: 'soft' | 'bad' } {
  if (!service.endpoints.some((endpoint) => endpoint.ready)) return { text: words.ghostEmpty, tone: 'bad' };
  const isBound = cluster.nodes.some((node) => node.dummyAddresses?.includes(service.clusterIPs[0] ?? ''));
  return { text: isBound ? words.ghostBound : words.ghost, tone: 'soft' };
}

/** Name and address in one row; a second address under the first. */
function compactLabels(service: ServiceView, rect: Rect): readonly Label[] {
  const start = rect.x + 14;
  const room = rect.w - 28;
  const whole = clusterAddresses(service);
  const nameWidth = widthOf(service.name, 'name');
  const widest = (texts: readonly string[]): number =>
    Math.max(...texts.map((ip) => labelWidth(address(ip, 'cluster', 0, 0))));
  const texts = nameWidth + 10 + widest(whole) <= room ? whole : service.clusterIPs;
  const fits = nameWidth + 10 + widest(texts) <= room;
  const x = fits ? start + nameWidth + 10 : start + room * 0.5;
  const y = rect.y + 18 + (Math.max(0, Math.round((rect.h - 10) / lineHeight) - texts.length) * lineHeight) / 2;
  return [
    label(service.name, start, y, 'name', { width: fits ? room : room * 0.45, tail: 3 }),
    ...texts.map((text, i) => address(text, 'cluster', x, y + i * lineHeight, start + room - x, 4)),
  ];
}

function ghostBox(service: ServiceView, rect: Rect, compact: boolean, lit: boolean, context: LayoutContext): Box {
  return {
    id: serviceId(service),
    shape: 'ghost',
    rect,
    labels: compact ? compactLabels(service, rect) : ghostLabels(service, rect, context),
    subject: { kind: 'service', namespace: service.namespace, name: service.name },
    ...(lit ? { state: 'passed' } : {}),
  };
}

interface GhostRoom {
  readonly x: number;
  readonly right: number;
  readonly top: number;
}

/** ClusterIP Services above the nodes, in wrapping columns; small when there are many, the rest counted. */
export function layoutGhosts(
  room: GhostRoom,
  context: LayoutContext,
  wanted: ReadonlySet<string> = new Set(),
): { readonly boxes: readonly Box[]; readonly bottom: number } {
  const lit = servicesOfWalk(context);
  const all = context.cluster.services.filter(isGhost);
  if (all.length === 0) return { boxes: [], bottom: room.top };
  const width = room.right - room.x;
  const most = Math.max(1, Math.floor((width + gap) / (170 + gap)));
  const columns = Math.min(all.length, most);
  const compact = all.length > columns * 2;
  const w = (width - (columns - 1) * gap) / columns;
  const lines = linesOf(all, w, compact, context);
  const height = 10 + lines * lineHeight;
  const cells = columns * mostRows;
  const shown = all.length <= cells ? all : keepFirst(all, cells - 1, new Set([...lit, ...wanted]));
  const cell = (i: number): Rect => ({
    x: room.x + (i % columns) * (w + gap),
    y: room.top + Math.floor(i / columns) * (height + gap),
    w,
    h: height,
  });
  const boxes = shown.map((service, i) => ghostBox(service, cell(i), compact, lit.has(serviceId(service)), context));
  if (shown.length < all.length) {
    const rect = cell(shown.length);
    const text = context.words.more(all.length - shown.length);
    boxes.push({
      id: 'service/more',
      shape: 'more',
      rect,
      labels: [label(text, rect.x + 8, rect.y + 18, 'small', { tone: 'faint', width: rect.w - 16 })],
    });
  }
  const rows = Math.ceil(boxes.length / columns);
  return { boxes, bottom: room.top + rows * (height + gap) - gap };
}

function keepFirst(all: readonly ServiceView[], most: number, wanted: ReadonlySet<string>): readonly ServiceView[] {
  const kept = new Set(all.filter((service) => wanted.has(serviceId(service))).slice(0, most));
  for (const service of all) if (kept.size < most) kept.add(service);
  return all.filter((service) => kept.has(service));
}
