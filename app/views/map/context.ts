import type { ClusterView, Ip, PodView } from '../../../sim-core/index.js';
import { fitText, textWidth } from '../../ui/text-metrics.js';
import type { IpKind } from '../../state/ip-kind.js';
import { fonts, glyphWidth, type Box, type FontName, type Label, type Wire } from './box.js';
import { bottom, type Point, type Polyline } from './geometry.js';
import type { ChipLook } from './pod-chip.js';
import { podStation, type Station, type Walk } from './station.js';

/** Every word the layout writes into the map; names of hooks, chains and kinds stay as they are. */
export interface MapWords {
  readonly client: string;
  readonly router: string;
  readonly hostApps: string;
  readonly gate: string;
  readonly routing: string;
  readonly nodeNetwork: string;
  readonly ghost: string;
  readonly ghostBound: string;
  readonly ghostEmpty: string;
  readonly terminating: string;
  readonly revision: (revision: number) => string;
  readonly more: (count: number) => string;
  readonly counts: (nodes: number, pods: number) => string;
  readonly unready: (pods: number) => string;
  readonly found: (pods: number) => string;
  readonly kinds: Readonly<Record<IpKind, string>>;
}

export interface LayoutContext {
  readonly cluster: ClusterView;
  readonly walk: Walk | undefined;
  readonly words: MapWords;
  readonly kindOf: (ip: Ip) => IpKind;
  /** Stations the packet has been at, and how. */
  readonly visited: ReadonlyMap<Station, 'passed' | 'current' | 'dropped'>;
  readonly targetStation: Station | undefined;
  /** Ids of what a search found. */
  readonly found: ReadonlySet<string>;
  /** One for all Pods, so that their columns align from node to node. */
  readonly chip: ChipLook;
}

/** A way between two stations that a packet can take. */
export interface Edge {
  readonly from: Station;
  readonly to: Station;
  readonly points: Polyline;
  /** Only in this direction. */
  readonly oneWay?: true;
  /** Not drawn while no packet takes it. */
  readonly hidden?: true;
}

/** A part of the map: what it draws, the ways through it, and where the token rests at each station. */
export interface Drawing {
  readonly boxes: readonly Box[];
  readonly wires: readonly Wire[];
  readonly edges: readonly Edge[];
  readonly spots: readonly (readonly [Station, Point])[];
  readonly bottom: number;
  /** Room that was kept for the packet's header. */
  readonly dock?: Dock;
}

export interface Dock {
  readonly top: number;
  readonly left: number;
  readonly right: number;
}

/** How high the packet's header gets in so much room; none where the packet is not. */
export type HeaderHeight = ((room: number) => number) | undefined;

interface LabelOptions {
  readonly tone?: Label['tone'];
  readonly width?: number;
  readonly tail?: number;
}

export function label(text: string, x: number, y: number, font: FontName, options: LabelOptions = {}): Label {
  const { tone = 'ink', width, tail = 0 } = options;
  return { text: width === undefined ? text : fitText(text, width, fonts[font], tail), x, y, font, tone };
}

/** An address in the colour of its kind, behind its glyph. */
export function address(text: string, kind: IpKind, x: number, y: number, width?: number, tail = 0): Label {
  const room = width === undefined ? undefined : width - glyphWidth;
  return {
    ...label(text, x, y, 'mono', { tone: kind, tail, ...(room === undefined ? {} : { width: room }) }),
    glyph: kind,
  };
}

export const widthOf = (text: string, font: FontName): number => textWidth(text, fonts[font]);

export const labelWidth = (l: Label): number => widthOf(l.text, l.font) + (l.glyph === undefined ? 0 : glyphWidth);

/** Ends at `x` instead of starting there. */
export const endingAt = (l: Label): Label => ({ ...l, x: l.x - labelWidth(l) });

export const centred = (l: Label): Label => ({ ...l, x: l.x - labelWidth(l) / 2 });

/** How the packet has been at a station, as its box shows it. */
export function stateAt(station: Station, { visited }: LayoutContext): Pick<Box, 'state'> {
  const state = visited.get(station);
  return state === undefined ? {} : { state };
}

/** How far down boxes reach, at least as far as `floor`. */
export const lowestOf = (boxes: readonly Pick<Box, 'rect'>[], floor: number): number =>
  boxes.reduce((low, { rect }) => Math.max(low, bottom(rect)), floor);

export const podKey = (pod: Pick<PodView, 'namespace' | 'name'>): Station => podStation(pod.namespace, pod.name);

/** Pods the packet touches or is meant for: they are never folded away. */
export function importantPods(walk: Walk | undefined): ReadonlySet<Station> {
  const stations = new Set<Station>(walk?.stations.filter((station) => station.startsWith('pod/')));
  const backend = walk?.trace.backend?.place;
  if (backend?.kind === 'pod') stations.add(podKey(backend));
  const from = walk?.trace.from;
  if (from?.kind === 'pod') stations.add(podKey(from));
  return stations;
}
