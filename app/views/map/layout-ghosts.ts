import type { ServiceView } from '../../../sim-core/index.js';
import type { Box } from './box.js';
import { address, label, labelWidth, type LayoutContext } from './context.js';
import type { Rect } from './geometry.js';

const gap = 10;
const fullHeight = 46;
const compactHeight = 28;
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

export function clusterAddress(service: ServiceView): string {
  const ip = service.clusterIPs[0] ?? '';
  const ports = service.ports.map((port) => port.port);
  if (ports.length === 0) return ip;
  const list = ports.length > 2 ? `${ports.slice(0, 2).join(',')},…` : ports.join(',');
  return ip.includes(':') ? `[${ip}]:${list}` : `${ip}:${list}`;
}

function ghostBox(service: ServiceView, rect: Rect, lit: boolean, context: LayoutContext): Box {
  const { words } = context;
  const compact = rect.h < fullHeight;
  const start = rect.x + 14;
  const room = rect.w - 28;
  const name = label(compact ? service.name : `Service ${service.name}`, start, rect.y + 18, 'name', { width: room });
  const whole = clusterAddress(service);
  const fitsWhole = start + labelWidth(name) + 10 + labelWidth(address(whole, 'cluster', 0, 0)) <= start + room;
  const text = compact && !fitsWhole ? (service.clusterIPs[0] ?? '') : whole;
  const behind = start + labelWidth(name) + 10;
  const ip = address(text, 'cluster', behind, rect.y + 18);
  const sameLine = behind + labelWidth(ip) <= start + room;
  const ready = service.endpoints.some((endpoint) => endpoint.ready);
  const isBound = context.cluster.nodes.some((node) => node.dummyAddresses?.includes(service.clusterIPs[0] ?? ''));
  const note = label(
    ready ? (isBound ? words.ghostBound : words.ghost) : words.ghostEmpty,
    start,
    rect.y + 36,
    'small',
    {
      tone: ready ? 'soft' : 'bad',
      width: room,
    },
  );
  const labels = compact
    ? [label(service.name, start, rect.y + 18, 'name', { width: sameLine ? room : room * 0.45 })]
    : [name];
  if (sameLine) labels.push(ip, ...(compact ? [] : [note]));
  else if (compact) labels.push(address(text, 'cluster', start + room * 0.5, rect.y + 18, room * 0.5, 4));
  else labels.push(address(text, 'cluster', start, rect.y + 36, room));
  return {
    id: serviceId(service),
    shape: 'ghost',
    rect,
    labels,
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
  const height = compact ? compactHeight : fullHeight;
  const cells = columns * mostRows;
  const shown = all.length <= cells ? all : keepFirst(all, cells - 1, new Set([...lit, ...wanted]));
  const w = (width - (columns - 1) * gap) / columns;
  const cell = (i: number): Rect => ({
    x: room.x + (i % columns) * (w + gap),
    y: room.top + Math.floor(i / columns) * (height + gap),
    w,
    h: height,
  });
  const boxes = shown.map((service, i) => ghostBox(service, cell(i), lit.has(serviceId(service)), context));
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
