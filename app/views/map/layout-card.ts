import type { Hop, Packet } from '../../../sim-core/index.js';
import { wrapText } from '../../ui/text-metrics.js';
import { fonts, type Box, type Label } from './box.js';
import { label, labelWidth, type LayoutContext } from './context.js';
import type { Rect } from './geometry.js';

const lineHeight = 24;
const chipPad = 5;

export function endpointText(ip: string, port: number): string {
  if (port === 0) return ip;
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

/** What a packet is, in the words of its protocol. */
export function packetWord(packet: Packet): string {
  if (packet.tcp !== undefined) return packet.tcp;
  if (packet.icmp === undefined) return packet.protocol;
  return packet.icmp.type === 'destination-unreachable' ? `ICMP code ${packet.icmp.code}` : `ICMP ${packet.icmp.type}`;
}

/** One end of the packet: as it is, or as it was and has become. */
function endLabels(before: string, after: string, kinds: readonly [Label['tone'], Label['tone']]): readonly Label[] {
  const [was, now] = kinds;
  const make = (text: string, tone: Label['tone']): Label => {
    const made = label(text, 0, 0, 'mono', { tone });
    return tone === 'node' || tone === 'pod' || tone === 'cluster' || tone === 'external'
      ? { ...made, glyph: tone }
      : made;
  };
  if (before === after) return [make(after, now)];
  return [
    { ...make(before, was), mark: 'was' },
    { ...make(after, now), mark: 'now' },
  ];
}

const room = (l: Label): number => labelWidth(l) + (l.mark === 'now' || l.mark === 'chip' ? 2 * chipPad : 0);

interface Placed {
  readonly labels: readonly Label[];
  readonly width: number;
}

function inRow(labels: readonly Label[]): Placed {
  let x = 0;
  const placed = labels.map((l) => {
    const inset = l.mark === 'now' || l.mark === 'chip' ? chipPad : 0;
    const at = { ...l, x: x + inset };
    x += room(l) + 8;
    return at;
  });
  return { labels: placed, width: Math.max(0, x - 8) };
}

export interface Card {
  readonly width: number;
  readonly height: number;
  readonly rows: readonly Placed[];
}

/** The packet's header in one row, or in two when the node is narrow. */
export function measureCard(hop: Hop, width: number, context: LayoutContext): Card {
  const { before, after } = hop;
  const kinds = (from: string, to: string): readonly [Label['tone'], Label['tone']] => [
    context.kindOf(from),
    context.kindOf(to),
  ];
  const word: Label = { ...label(packetWord(after), 0, 0, 'mono', { tone: 'soft' }), mark: 'chip' };
  // The mono font has no arrow.
  const arrow = label('→', 0, 0, 'text', { tone: 'faint' });
  const src = endLabels(
    endpointText(before.src, before.sport),
    endpointText(after.src, after.sport),
    kinds(before.src, after.src),
  );
  const dst = endLabels(
    endpointText(before.dst, before.dport),
    endpointText(after.dst, after.dport),
    kinds(before.dst, after.dst),
  );
  const single = inRow([word, ...src, arrow, ...dst]);
  const rows = single.width + 20 <= width ? [single] : [inRow([word, ...src]), inRow([arrow, ...dst])];
  const needed = Math.max(...rows.map((row) => row.width)) + 20;
  return { width: needed, height: rows.length * lineHeight + 6, rows };
}

export function cardBox(card: Card, x: number, y: number): Box {
  const rect: Rect = { x, y, w: card.width, h: card.height };
  const labels = card.rows.flatMap((row, i) =>
    row.labels.map((l) => ({ ...l, x: l.x + x + 10, y: y + 3 + i * lineHeight + 16 })),
  );
  return { id: 'card', shape: 'card', rect, labels };
}

export interface Callout {
  readonly height: number;
  readonly lines: readonly string[];
}

/** Why the packet ends here, wrapped to the node's width. */
export function measureCallout(text: string | undefined, width: number): Callout | undefined {
  if (text === undefined) return undefined;
  const lines = wrapText(text, width - 40, fonts.text);
  return { lines, height: lines.length * 18 + 12 };
}

export function calloutBox(callout: Callout, x: number, y: number, width: number): Box {
  const cross = label('✕', x + 10, y + 19, 'name', { tone: 'bad' });
  const labels = callout.lines.map((line, i) => label(line, x + 28, y + 19 + i * 18, 'text', { tone: 'bad' }));
  return { id: 'callout', shape: 'callout', rect: { x, y, w: width, h: callout.height }, labels: [cross, ...labels] };
}
