import type { ReactElement, ReactNode } from 'react';
import { useClusterView } from '../state/cluster-view.js';
import { Skeleton } from '../ui/skeleton.js';
import style from './send-row.module.css';
import { useBlank, useNothingRuns } from './use-blank.js';

/** Keeps the place of a row for the packet's ends until there are any; there are none where nothing runs. */
export function SendRow({ children }: { readonly children: ReactNode }): ReactNode {
  const starting = useClusterView((state) => state.phase === 'starting');
  const blank = useBlank();
  const nothing = useNothingRuns();
  if (blank || nothing) return null;
  return starting ? <Bones /> : children;
}

const Bones = (): ReactElement => (
  <div className={style.row}>
    <Skeleton width="32%" height={30} />
    <Skeleton width="44%" height={30} />
  </div>
);
