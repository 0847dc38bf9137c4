import type { IpKind } from '../../state/ip-kind.js';
import { countPerRoute, kindOn, momentOf, pointOn, type FlightLine, type FlightPlan } from './flight-plan.js';
import type { Point } from './geometry.js';
import type { Size, View } from './pan-zoom.js';

/** Colours of the theme, as they are now. */
export interface FlightColours {
  readonly kinds: Readonly<Record<IpKind, string>>;
  readonly halo: string;
  readonly heat: string;
  readonly lost: string;
  readonly plate: string;
  readonly ink: string;
  readonly font: string;
}

export function readColours(element: Element): FlightColours {
  const style = getComputedStyle(element);
  const value = (name: string): string => style.getPropertyValue(name).trim();
  return {
    kinds: {
      node: value('--ip-node'),
      pod: value('--ip-pod'),
      cluster: value('--ip-cluster'),
      external: value('--ip-ext'),
    },
    halo: value('--lit-edge'),
    heat: value('--lit'),
    lost: value('--bad'),
    plate: value('--panel'),
    ink: value('--ink'),
    font: value('--font-ui'),
  };
}

const radius = 3.2;

/** A packet, drawn once and stamped many times. */
function makeStamp(fill: string, edge: string, width: number, ratio: number): HTMLCanvasElement {
  const stamp = document.createElement('canvas');
  stamp.width = stamp.height = stampSize * ratio;
  const pen = stamp.getContext('2d');
  if (pen === null) return stamp;
  pen.scale(ratio, ratio);
  pen.beginPath();
  pen.arc(stampSize / 2, stampSize / 2, radius, 0, 2 * Math.PI);
  pen.fillStyle = fill;
  pen.fill();
  pen.lineWidth = width;
  pen.strokeStyle = edge;
  pen.stroke();
  return stamp;
}

const stampSize = 2 * (radius + 2);

/** Requests are full and in the colour of where they go; replies are rings in the colour of whom they come from. */
interface Stamps {
  readonly lost: HTMLCanvasElement;
  readonly request: Readonly<Record<IpKind, HTMLCanvasElement>>;
  readonly reply: Readonly<Record<IpKind, HTMLCanvasElement>>;
}

function makeStamps({ kinds, halo, lost, plate }: FlightColours, ratio: number): Stamps {
  const ofKinds = (draw: (colour: string) => HTMLCanvasElement) => ({
    ...{ node: draw(kinds.node), pod: draw(kinds.pod) },
    ...{ cluster: draw(kinds.cluster), external: draw(kinds.external) },
  });
  return {
    lost: makeStamp(lost, plate, 1.25, ratio),
    request: ofKinds((colour) => makeStamp(colour, halo, 1.25, ratio)),
    reply: ofKinds((colour) => makeStamp(plate, colour, 2, ratio)),
  };
}

/** Packets beside each other on a wire, the same from frame to frame. */
const offsetOf = (packet: number): number => (((packet * 7) % 9) - 4) * 0.75;

/** Paints packets in flight onto a canvas that lies over the map. */
export class FlightPainter {
  readonly #pen: CanvasRenderingContext2D;
  readonly #colours: FlightColours;
  readonly #ratio: number;
  readonly #stamps: Stamps;

  constructor(pen: CanvasRenderingContext2D, colours: FlightColours, ratio: number) {
    this.#pen = pen;
    this.#colours = colours;
    this.#ratio = ratio;
    this.#stamps = makeStamps(colours, ratio);
  }

  /** @param elapsed since the first packet left, at full speed */
  paint(plan: FlightPlan, elapsed: number, view: View, canvas: Size, still: boolean): void {
    const pen = this.#pen;
    pen.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    const { launched, landed, over } = momentOf(plan, elapsed);
    const counts = countPerRoute(plan.packets, plan.ways.length, landed);
    pen.setTransform(this.#ratio * view.k, 0, 0, this.#ratio * view.k, this.#ratio * view.x, this.#ratio * view.y);
    if (still) this.#heat(plan, counts);
    for (let packet = over; packet < launched; packet++) {
      const share = (elapsed - packet * plan.spacing) / plan.travel;
      const way = plan.ways[plan.packets[packet] ?? -1];
      if (way === undefined) continue;
      if (share <= 1) this.#packet(way.request, packet, share, way.arrives ? this.#stamps.request : this.#stamps.lost);
      else if (way.reply !== undefined) this.#packet(way.reply, packet, share - 1, this.#stamps.reply);
    }
    this.#tallies(plan, counts);
  }

  #packet(line: FlightLine, packet: number, share: number, stamps: Stamps['request'] | HTMLCanvasElement): void {
    const at = pointOn(line, share);
    if (at === undefined) return;
    const offset = offsetOf(packet) - stampSize / 2;
    const stamp = stamps instanceof HTMLCanvasElement ? stamps : stamps[kindOn(line, share)];
    this.#pen.drawImage(stamp, at.x + offset, at.y + offset, stampSize, stampSize);
  }

  /** Without motion: wires as wide as many packets took them. */
  #heat(plan: FlightPlan, counts: readonly number[]): void {
    const pen = this.#pen;
    pen.lineJoin = pen.lineCap = 'round';
    plan.ways.forEach(({ request, arrives }, i) => {
      const count = counts[i] ?? 0;
      if (count === 0 || request.points.length < 2) return;
      pen.beginPath();
      request.points.forEach(({ x, y }, j) => (j === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)));
      pen.globalAlpha = 0.55;
      pen.lineWidth = 2 + 1.4 * Math.log2(1 + count);
      pen.strokeStyle = arrives ? this.#colours.heat : this.#colours.lost;
      pen.stroke();
      pen.globalAlpha = 1;
    });
  }

  /** How many came to each end. */
  #tallies(plan: FlightPlan, counts: readonly number[]): void {
    const ends = new Map<string, { readonly at: Point; readonly count: number; readonly arrives: boolean }>();
    plan.ways.forEach(({ request, arrives }, i) => {
      const at = request.points.at(-1);
      const count = counts[i] ?? 0;
      if (at === undefined || count === 0) return;
      const key = `${at.x} ${at.y} ${arrives}`;
      ends.set(key, { at, arrives, count: count + (ends.get(key)?.count ?? 0) });
    });
    const pen = this.#pen;
    pen.font = `600 11px ${this.#colours.font}`;
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    for (const { at, count, arrives } of ends.values()) {
      const text = arrives ? String(count) : `✕ ${count}`;
      const width = Math.max(18, pen.measureText(text).width + 10);
      pen.beginPath();
      pen.roundRect(at.x - width / 2, at.y - 9, width, 18, 9);
      pen.fillStyle = this.#colours.plate;
      pen.fill();
      pen.lineWidth = 1.5;
      pen.strokeStyle = arrives ? this.#colours.halo : this.#colours.lost;
      pen.stroke();
      pen.fillStyle = arrives ? this.#colours.ink : this.#colours.lost;
      pen.fillText(text, at.x, at.y + 0.5);
    }
  }
}
