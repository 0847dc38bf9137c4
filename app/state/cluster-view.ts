import { useEffect, useState } from 'react';
import { create } from 'zustand';
import type { ClusterView, Millis, Moment, Query, QueryAnswers, TimelineEvent } from '../../sim-core/index.js';
import { engine } from './engine.js';
import { withoutKubeProxyPods } from './node-pods.js';

interface ClusterState {
  readonly phase: 'starting' | 'ready' | 'failed';
  readonly cluster: ClusterView | undefined;
  readonly timeline: readonly TimelineEvent[];
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
  revision: 0,
  time: 0,
  at: undefined,
  present: { timeline: [], time: 0 },
  version: 0,
}));

const answers = new Map<string, Promise<unknown>>();

/** Asks the simulation at the moment in view; the same question is answered once per version. */
export function ask<Q extends Query>(query: Q): Promise<QueryAnswers[Q['kind']]> {
  const { at, version } = useClusterView.getState();
  const key = `${version} ${JSON.stringify(query)}`;
  const known = answers.get(key);
  if (known !== undefined) return known as Promise<QueryAnswers[Q['kind']]>;
  const answer = engine().query(query, at);
  answers.set(key, answer);
  answer.catch(() => answers.delete(key));
  return answer;
}

/** Reads everything that is always on screen anew, and lets open views ask again. */
export async function refresh(): Promise<void> {
  answers.clear();
  useClusterView.setState((state) => ({ version: state.version + 1 }));
  const [whole, timeline] = await Promise.all([ask({ kind: 'cluster' }), ask({ kind: 'timeline' })]);
  const cluster = withoutKubeProxyPods(whole);
  const { revision, time } = cluster;
  useClusterView.setState(({ at, present }) => ({
    phase: 'ready',
    cluster,
    timeline,
    revision,
    time,
    present: at === undefined ? { timeline, time } : present,
  }));
}

/** The answer to a query, kept while a newer one is on its way. */
export function useQuery<Q extends Query>(query: Q | undefined): QueryAnswers[Q['kind']] | undefined {
  const version = useClusterView((state) => state.version);
  const phase = useClusterView((state) => state.phase);
  const [answer, setAnswer] = useState<QueryAnswers[Q['kind']]>();
  const key = query === undefined || phase !== 'ready' ? undefined : JSON.stringify(query);
  useEffect(() => {
    if (key === undefined) return;
    let current = true;
    ask(JSON.parse(key) as Q).then(
      (value) => current && setAnswer(value),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [key, version]);
  return query === undefined ? undefined : answer;
}
