import type { ReactElement } from 'react';
import style from './top-bar.module.css';

/** Two hops and where they end. */
export function Logo({ name }: { readonly name: string }): ReactElement {
  return (
    <h1 className={style.logo}>
      <svg width="24" height="18" viewBox="0 0 24 18" fill="none" aria-hidden="true" focusable="false">
        <path
          d="M2.5 15V9.8a4.8 4.8 0 0 1 8.4-3.2 4.8 4.8 0 0 1 8.1 3.4v1"
          transform="translate(0 -1)"
          stroke="currentColor"
          strokeWidth="2.2"
          strokeLinecap="round"
        />
        <path d="M10.9 12.5V9" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
        <circle cx="2.6" cy="14.2" r="2.3" fill="currentColor" />
        <circle cx="10.9" cy="12.8" r="2.1" fill="currentColor" />
        <rect
          x="16.6"
          y="11.6"
          width="5"
          height="5"
          rx="1.2"
          fill="var(--lit)"
          stroke="var(--lit-edge)"
          strokeWidth="1.5"
        />
      </svg>
      <span>{name}</span>
    </h1>
  );
}
