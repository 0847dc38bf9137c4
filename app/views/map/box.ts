import type { Font } from '../../ui/text-metrics.js';
import type { IpKind } from '../../state/ip-kind.js';
import type { Point, Polyline, Rect } from './geometry.js';
import type { Station, Walk } from './station.js';

export const fonts = {
  title: { family: 'ui', size: 13, weight: 600 },
  name: { family: 'ui', size: 12, weight: 600 },
  text: { family: 'ui', size: 12, weight: 400 },
  small: { family: 'ui', size: 11, weight: 400 },
  mono: { family: 'mono', size: 11, weight: 400 },
  monoStrong: { family: 'mono', size: 11, weight: 600 },
} as const satisfies Record<string, Font>;
export type FontName = keyof typeof fonts;

/** Room an address glyph takes in front of its text. */
export const glyphWidth = 13;

export interface Label {
  readonly text: string;
  /** Start of the text (or of its glyph), and its baseline. */
  readonly x: number;
  readonly y: number;
  readonly font: FontName;
  readonly tone: 'ink' | 'soft' | 'faint' | 'bad' | IpKind;
  /** Draws the glyph of an address kind in front. */
  readonly glyph?: IpKind;
  /** `was` is struck through; `now` has the marker and an edge. */
  readonly mark?: 'was' | 'now' | 'chip';
  /** Turned by a quarter, reading downwards. */
  readonly turned?: true;
}

/** What a box stands for, for selecting, sending and reading aloud. */
export type Subject =
  | { readonly kind: 'external' }
  | { readonly kind: 'router' }
  | { readonly kind: 'host'; readonly name: string }
  | { readonly kind: 'address'; readonly to: string }
  | { readonly kind: 'service'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'node'; readonly node: string }
  | { readonly kind: 'nic'; readonly node: string }
  | { readonly kind: 'hook'; readonly node: string; readonly hook: string }
  | { readonly kind: 'pod'; readonly namespace: string; readonly name: string };

export type BoxShape =
  | 'outside'
  | 'address'
  | 'ghost'
  | 'node'
  | 'nic'
  | 'hook'
  | 'host'
  | 'dummy'
  | 'process'
  | 'routing'
  | 'bridge'
  | 'pod'
  | 'dot'
  | 'more'
  | 'card'
  | 'callout'
  | 'legend'
  | 'tile'
  | 'zone'
  | 'zoneCard';

export interface Row {
  readonly rect: Rect;
  readonly lit: 'soft' | 'full' | undefined;
}

export interface Box {
  readonly id: string;
  readonly shape: BoxShape;
  readonly rect: Rect;
  readonly labels: readonly Label[];
  /** Id of the box it is drawn inside. */
  readonly inside?: string;
  /** May reach across the edge of the box it is inside, as a network card does. */
  readonly straddles?: true;
  readonly subject?: Subject;
  readonly station?: Station;
  readonly state?: 'passed' | 'current' | 'dropped';
  readonly notReady?: boolean;
  readonly terminating?: boolean;
  readonly target?: boolean;
  /** Rows of a gate's chain stack. */
  readonly rows?: readonly Row[];
}

export interface Wire {
  readonly id: string;
  readonly kind: 'possible' | 'ahead' | 'travelled' | 'tether' | 'refusal';
  readonly points: Polyline;
}

export interface Token {
  readonly number: number;
  readonly at: Point;
  /** The way from the previous hop's spot to this one. */
  readonly way: Polyline;
  /** From the token down to its header card. */
  readonly stem?: Polyline;
}

export interface MapLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly wires: readonly Wire[];
  readonly token?: Token;
  /** Where nothing is drawn beside the nodes, a legend fits: below this height, left of this width. */
  readonly freeColumn?: { readonly width: number; readonly top: number };
  /** From the packet to the end of its card: what should be in sight. */
  readonly focus?: Rect;
  /** All of a packet's way in one line. */
  readonly wayOf: (walk: Pick<Walk, 'hops' | 'stations'>) => Polyline;
}
