import { create } from 'zustand';

/** How much of the cluster is drawn: text keeps its size, so what is shown changes instead. */
export type Level = 'zones' | 'nodes' | 'pods' | 'rules';
export const levels: readonly Level[] = ['zones', 'nodes', 'pods', 'rules'];

/** From this many nodes on, each takes less room unless the learner says otherwise. */
const mostInFull = 8;
const mostTiles = 120;

export function usualLevel(nodes: number): Level {
  if (nodes <= mostInFull) return 'rules';
  return nodes <= mostTiles ? 'nodes' : 'zones';
}

/** The next level towards more detail (1) or less (-1); undefined beyond the ends. */
export const nextLevel = (level: Level, direction: 1 | -1): Level | undefined =>
  levels[levels.indexOf(level) + direction];

interface MapLevel {
  /** The learner's own choice; it is kept while other views are open. */
  readonly chosen: Level | undefined;
  /** Nodes that the learner opened: they show their hooks wherever the packet is. */
  readonly opened: readonly string[];
  /** The box that the level was changed for. */
  readonly aim: string | undefined;
  readonly choose: (level: Level, aim?: string) => void;
  readonly open: (node: string, aim?: string) => void;
}

export const useMapLevel = create<MapLevel>()((set) => ({
  chosen: undefined,
  opened: [],
  aim: undefined,
  choose: (chosen, aim) => set({ chosen, aim }),
  open: (node, aim) => set({ chosen: 'rules', opened: [node], aim }),
}));
