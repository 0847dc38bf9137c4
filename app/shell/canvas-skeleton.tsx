import type { ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { Skeleton } from '../ui/skeleton.js';
import style from './canvas-skeleton.module.css';

/** The node that packets come in by stands open. */
const nodes = ['tall', 'low', 'low'] as const;

/** The map's geometry before there is a map. */
export function CanvasSkeleton(): ReactElement {
  const { starting } = useText().lab;
  return (
    <div className={style.frame} aria-busy="true">
      <div className={style.outside}>
        <Skeleton width={128} height={44} />
      </div>
      <div className={style.cluster}>
        <div className={style.ghosts}>
          <Skeleton height={46} round />
          <Skeleton height={46} round />
        </div>
        {nodes.map((size, index) => (
          <div key={index} className={style[size]}>
            <Skeleton width={150} />
            <div className={style.hooks}>
              {[92, 62, 62, 62, 62, 62].map((width, hook) => (
                <Skeleton key={hook} width={width} height={32} />
              ))}
              <span className={style.pod}>
                <Skeleton width={200} height={40} round />
              </span>
            </div>
          </div>
        ))}
      </div>
      <div className={style.card} role="status">
        <strong>{starting.title}</strong>
        <span className={style.progress} />
        <span>{starting.body}</span>
      </div>
    </div>
  );
}
