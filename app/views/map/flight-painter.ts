import { countPerRoute, pointOn, underWay, type FlightPlan } from './flight-plan.js';
import type { Point } from './geometry.js';
import type { Size, View } from './pan-zoom.js';

/** Colours of the theme, as they are now. */
export interface FlightColours {
  readonly packet: string;
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
    packet: value('--solid'),
    halo: value('--lit-edge'),
    heat: value('--lit'),
    lost: value('--bad'),
    plate: value('--panel'),
    ink: value('--ink'),
    font: value('--font-ui'),
  };
}

const radius = 3;

/** A packet, drawn once and stamped many times. */
function makeStamp(fill: string, edge: string, ratio: number): HTMLCanvasElement {
  const stamp = document.createElement('canvas');
  const size = 2 * (radius + 2);
  stamp.width = stamp.height = size * ratio;
  const pen = stamp.getContext('2d');
  if (pen === null) return stamp;
  pen.scale(ratio, ratio);
  pen.beginPath();
  pen.arc(size / 2, size / 2, radius, 0, 2 * Math.PI);
  pen.fillStyle = fill;
  pen.fill();
  pen.lineWidth = 1.25;
  pen.strokeStyle = edge;
  pen.stroke();
  return stamp;
}

/** Packets beside each other on a wire, the same from frame to frame. */
const offsetOf = (packet: number): number => (((packet * 7) % 9) - 4) * 0.75;

/** Paints packets in flight onto a canvas that lies over the map. */
export class FlightPainter {
  readonly #pen: CanvasRenderingContext2D;
  readonly #colours: FlightColours;
  readonly #ratio: number;
  readonly #stamps: readonly [lost: HTMLCanvasElement, arriving: HTMLCanvasElement];

  constructor(pen: CanvasRenderingContext2D, colours: FlightColours, ratio: number) {
    this.#pen = pen;
    this.#colours = colours;
    this.#ratio = ratio;
    this.#stamps = [makeStamp(colours.lost, colours.plate, ratio), makeStamp(colours.packet, colours.halo, ratio)];
  }

  /** @param elapsed since the first packet left, at full speed */
  paint(plan: FlightPlan, elapsed: number, view: View, canvas: Size, still: boolean): void {
    const pen = this.#pen;
    pen.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    const [landed, launched] = underWay(plan, elapsed);
    const counts = countPerRoute(plan.packets, plan.lines.length, landed);
    pen.setTransform(this.#ratio * view.k, 0, 0, this.#ratio * view.k, this.#ratio * view.x, this.#ratio * view.y);
    if (still) this.#heat(plan, counts);
    for (let packet = landed; packet < launched; packet++) {
      this.#packet(plan, packet, (elapsed - packet * plan.spacing) / plan.travel);
    }
    this.#tallies(plan, counts);
  }

  #packet(plan: FlightPlan, packet: number, share: number): void {
    const line = plan.lines[plan.packets[packet] ?? -1];
    const at = line === undefined ? undefined : pointOn(line, share);
    if (line === undefined || at === undefined) return;
    const offset = offsetOf(packet);
    const size = 2 * (radius + 2);
    const stamp = this.#stamps[line.arrives ? 1 : 0];
    this.#pen.drawImage(stamp, at.x - size / 2 + offset, at.y - size / 2 + offset, size, size);
  }

  /** Without motion: wires as wide as many packets took them. */
  #heat(plan: FlightPlan, counts: readonly number[]): void {
    const pen = this.#pen;
    pen.lineJoin = pen.lineCap = 'round';
    plan.lines.forEach((line, i) => {
      const count = counts[i] ?? 0;
      if (count === 0 || line.points.length < 2) return;
      pen.beginPath();
      line.points.forEach(({ x, y }, j) => (j === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)));
      pen.globalAlpha = 0.55;
      pen.lineWidth = 2 + 1.4 * Math.log2(1 + count);
      pen.strokeStyle = line.arrives ? this.#colours.heat : this.#colours.lost;
      pen.stroke();
      pen.globalAlpha = 1;
    });
  }

  /** How many came to each end. */
  #tallies(plan: FlightPlan, counts: readonly number[]): void {
    const ends = new Map<string, { readonly at: Point; readonly count: number; readonly arrives: boolean }>();
    plan.lines.forEach((line, i) => {
      const at = line.points.at(-1);
      const count = counts[i] ?? 0;
      if (at === undefined || count === 0) return;
      const key = `${at.x} ${at.y} ${line.arrives}`;
      ends.set(key, { at, arrives: line.arrives, count: count + (ends.get(key)?.count ?? 0) });
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
