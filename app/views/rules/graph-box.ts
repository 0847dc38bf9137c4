import type { GraphChain, GraphRow } from './chain-graph.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface GraphText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

export interface RowBox {
  readonly id: string;
  readonly y: number;
  readonly summary: GraphText;
  readonly target: GraphText;
  readonly row: GraphRow;
}

export interface ChainBox {
  readonly key: string;
  readonly chain: GraphChain;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly name: GraphText;
  readonly note: GraphText;
  readonly rows: readonly RowBox[];
  /** The card that hangs from it. */
  readonly below?: LeaveCard;
  /** Where the box ends, with what hangs from it. */
  readonly foot: number;
}

/** How the packet looks once a chain has rewritten it. */
export interface Leaving {
  /** The box of the chain. */
  readonly chain: string;
  readonly hop: number;
}

export interface LeaveCard {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  /** From the chain's box above it. */
  readonly wire: readonly Point[];
  readonly leaving: Leaving;
}
