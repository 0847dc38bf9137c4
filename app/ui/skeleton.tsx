import type { ReactElement } from 'react';
import style from './skeleton.module.css';

interface SkeletonProps {
  readonly width?: number | string;
  readonly height?: number | string;
  readonly round?: boolean;
}

/** Stands where something will be, in its size. */
export function Skeleton({ width = '100%', height = 12, round = false }: SkeletonProps): ReactElement {
  return (
    <span className={style.bone} style={{ width, height, borderRadius: round ? 999 : undefined }} aria-hidden="true" />
  );
}
