import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { ClusterView, Millis, Moment, Query, QueryAnswers, TimelineEvent } from '../../sim-core/index.js';
import type { Answers } from '../engine/protocol.js';
import { engine } from './engine.js';
import { withoutKubeProxyPods } from './node-pods.js';

interface ClusterState {
  readonly phase: 'starting' | 'ready' | 'failed';
  readonly cluster: ClusterView | undefined;
  readonly timeline: readonly TimelineEvent[];
  /** What open views asked, by the query's text. */
  readonly answers: ReadonlyMap<string, unknown>;
  readonly revision: number;
  readonly time: Millis;
  /** The position in the command log, or the moment, that is looked at; the head when absent. */
  readonly at: Moment | undefined;
  /** All that happened until now, also while an earlier moment is looked at. */
  readonly present: { readonly timeline: readonly TimelineEvent[]; readonly time: Millis };
  /** Grows whenever an earlier answer may be out of date. */
  readonly version: number;
}

export const useClusterView = create<ClusterState>()(() => ({
  phase: 'starting',
  cluster: undefined,
  timeline: [],
  answers: new Map(),
  revision: 0,
  time: 0,
  at: undefined,
  present: { timeline: [], time: 0 },
  version: 0,
}));

/** Answers to what is asked only now and then. */
const asked = new Map<string, Promise<unknown>>();

/** Asks the simulation at the moment in view; the same question is answered once per version. */
export function ask<Q extends Query>(query: Q): Promise<QueryAnswers[Q['kind']]> {
  const { at, version, answers } = useClusterView.getState();
  const text = JSON.stringify(query);
  // Answers are kept by the text of their query.
  if (answers.has(text)) return Promise.resolve(answers.get(text) as QueryAnswers[Q['kind']]);
  const key = `${version} ${text}`;
  const known = asked.get(key);
  if (known !== undefined) return known as Promise<QueryAnswers[Q['kind']]>;
  const answer = engine().query(query, at);
  asked.set(key, answer);
  answer.catch(() => asked.delete(key));
  return answer;
}

interface OpenQuery {
  readonly query: Query;
  views: number;
}

const clusterQuery = { kind: 'cluster' } as const;
const timelineQuery = { kind: 'timeline' } as const;

/** What mounted views want to know of every moment they are shown, by the query's text. */
const open = new Map<string, OpenQuery>();

/** All that is on screen. */
export const shownQueries = (): readonly Query[] => [
  clusterQuery,
  timelineQuery,
  ...[...open.values()].map(({ query }) => query),
];

/** Puts a look at the world on the screen, everything in one step. */
export function show(queries: readonly Query[], looked: Answers): void {
  asked.clear();
  const answers = new Map<string, unknown>(queries.map((query, i) => [JSON.stringify(query), looked[i]]));
  // These two are in every look, and the host answers by the query's kind.
  const cluster = withoutKubeProxyPods(answers.get(JSON.stringify(clusterQuery)) as ClusterView);
  const timeline = answers.get(JSON.stringify(timelineQuery)) as readonly TimelineEvent[];
  const { revision, time } = cluster;
  const { phase } = useClusterView.getState();
  useClusterView.setState(({ at, present, version }) => ({
    phase: 'ready',
    cluster,
    timeline,
    answers,
    revision,
    time,
    present: at === undefined ? { timeline, time } : present,
    version: version + 1,
  }));
  // Views that came after the look was on its way asked for themselves, but for those that found no world to ask.
  if (phase !== 'ready') for (const [key, { query }] of open) if (!answers.has(key)) fetchAnswer(key, query);
}

/** Reads everything that is on screen anew. */
export async function refresh(): Promise<void> {
  const queries = shownQueries();
  show(queries, await engine().look(queries, useClusterView.getState().at));
}

function fetchAnswer(key: string, query: Query): void {
  ask(query).then(
    (answer) => useClusterView.setState((state) => ({ answers: new Map([...state.answers, [key, answer]]) })),
    () => undefined,
  );
}

function openQuery(key: string, query: Query): () => void {
  const known = open.get(key) ?? { query, views: 0 };
  open.set(key, known);
  known.views += 1;
  const { phase, answers } = useClusterView.getState();
  if (phase === 'ready' && !answers.has(key)) fetchAnswer(key, query);
  return () => {
    known.views -= 1;
    if (known.views === 0) open.delete(key);
  };
}

/** The answer to a query, kept while a newer one is on its way. */
export function useQuery<Q extends Query>(query: Q | undefined): QueryAnswers[Q['kind']] | undefined {
  const key = query && JSON.stringify(query);
  useEffect(() => (key === undefined ? undefined : openQuery(key, JSON.parse(key) as Q)), [key]);
  const last = useRef<unknown>(undefined);
  const answer = useClusterView(({ answers }) => {
    if (key !== undefined && answers.has(key)) last.current = answers.get(key);
    return last.current;
  });
  // Answers are kept by the text of their query.
  return query === undefined ? undefined : (answer as QueryAnswers[Q['kind']]);
}
