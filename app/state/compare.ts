import { useEffect, useState } from 'react';
import { create } from 'zustand';
import type { Query, QueryAnswers } from '../../sim-core/index.js';
import { ask, useClusterView } from './cluster-view.js';
import { readStored, writeStored } from './storage.js';

/** The modes that can stand side by side, in the order in which they do. */
export const comparable = ['iptables', 'ipvs', 'nftables', 'userspace', 'kernelspace'] as const;
export type ComparableMode = (typeof comparable)[number];

export const fewestCompared = 2;
/** Connections of one run. */
export const connections = 1000;

interface Compared {
  readonly modes: readonly ComparableMode[];
  readonly seed: number;
}

const key = 'kubehop.compare';
const stored = readStored<Compared>(key);
const storedModes = comparable.filter((mode) => Array.isArray(stored?.modes) && stored.modes.includes(mode));

/** Which modes are compared, and the seed of all that is left to chance. */
export const useCompare = create<Compared>()(() => ({
  modes: storedModes.length >= fewestCompared ? storedModes : ['iptables', 'ipvs', 'nftables'],
  seed: 42,
}));

useCompare.subscribe(({ modes }) => writeStored(key, { modes }));

/** Adds a mode or takes it away, as long as enough are left. */
export function toggleCompared(mode: ComparableMode): void {
  useCompare.setState(({ modes }) => {
    const next = comparable.filter((one) => modes.includes(one) !== (one === mode));
    return next.length < fewestCompared ? {} : { modes: next };
  });
}

export const setSeed = (seed: number): void => useCompare.setState({ seed: Math.max(0, Math.trunc(seed)) >>> 0 });

/** FNV-1a: a short name for what an answer depends on. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

/** What the cluster is made of: packets that were sent do not change it. */
function useMakeup(): string | undefined {
  const cluster = useClusterView((state) => state.cluster);
  const at = useClusterView((state) => state.at);
  if (cluster === undefined) return undefined;
  const { services, nodes, unscheduled, revision } = cluster;
  return fingerprint(JSON.stringify([revision, at ?? '', services, nodes, unscheduled]));
}

const kept = new Map<string, unknown>();
const mostKept = 120;

function remember(id: string, value: unknown): void {
  kept.set(id, value);
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) return;
    kept.delete(oldest);
  }
}

interface Waiting {
  readonly id: string;
  readonly query: Query;
  readonly turn: number;
  readonly tell: () => void;
}

let waiting: readonly Waiting[] = [];
let busy = false;

/** Asks what has waited for the earliest turn, then the next. */
async function work(): Promise<void> {
  if (busy) return;
  busy = true;
  for (;;) {
    const [next] = waiting.toSorted((a, b) => a.turn - b.turn);
    if (next === undefined) break;
    if (!kept.has(next.id)) {
      try {
        remember(next.id, await ask(next.query));
      } catch {
        // The engine was restarted: who still wants to know asks again.
      }
    }
    const told = waiting.filter(({ id }) => id === next.id);
    waiting = waiting.filter(({ id }) => id !== next.id);
    for (const { tell } of told) tell();
  }
  busy = false;
}

/**
 * The answer to a question that takes the simulation long. Such questions are put one at a time, lower turns
 * first, so that others get theirs between them; and again only when the cluster itself has changed. With `keep`
 * the answer to the question before stands until there is one.
 */
export function useSlowQuery<Q extends Query>(
  query: Q | undefined,
  turn: number,
  keep = false,
): QueryAnswers[Q['kind']] | undefined {
  const makeup = useMakeup();
  const question = JSON.stringify(query);
  const id = query === undefined || makeup === undefined ? undefined : `${makeup} ${question}`;
  const [told, setTold] = useState<{ readonly value?: unknown }>({});
  useEffect(() => {
    if (id === undefined || kept.has(id)) return;
    const tell = (): void => setTold({ value: kept.get(id) });
    waiting = [...waiting, { id, query: JSON.parse(question) as Query, turn, tell }];
    void work();
    return () => {
      waiting = waiting.filter((one) => one.tell !== tell);
    };
  }, [id, question, turn]);
  const value = id === undefined ? undefined : (kept.get(id) ?? (keep ? told.value : undefined));
  // What was stored under the id is the answer to its question, and so was the one before.
  return value as QueryAnswers[Q['kind']] | undefined;
}
