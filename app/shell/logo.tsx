import type { ReactElement } from 'react';
import style from './top-bar.module.css';

/** Two hops and where they end. */
export function Logo({ name }: { readonly name: string }): ReactElement {
  return (
    <h1 className={style.logo}>
      <svg width="24" height="18" viewBox="0 0 24 18" fill="none" aria-hidden="true" focusable="false">
        <path
          d="M2.5 15V9.800a4.800 4.800 0 0 1 8.400-3.200 4.800 4.800 0 0 1 8.100 3.400v1"
          transform="translate(0 -1)"
          stroke="currentColor"
          strokeWidth="2.2"
          strokeLinecap="round"
        />
        <path d="M10.900 12.500V9" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
        <circle cx="2.600" cy="14.200" r="2.300" fill="currentColor" />
        <circle cx="10.900" cy="12.800" r="2.100" fill="currentColor" />
        <rect
          x="16.600"
          y="11.600"
          width="5"
          height="5"
          rx="1.200"
          fill="var(--lit)"
          stroke="var(--lit-edge)"
          strokeWidth="1.500"
        />
      </svg>
      {name}
    </h1>
  );
}
