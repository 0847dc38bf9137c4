import type { ReactElement } from 'react';
import { classNames } from './class-names.js';
import style from './ip-chip.module.css';
import ink from './ip-ink.module.css';

/** Hue, glyph and outline go together; the glyph is what tells them apart without colour. */
export type ChipKind = 'node' | 'pod' | 'cluster' | 'external';

export const ipGlyph: Readonly<Record<ChipKind, string>> = { node: '■', pod: '●', cluster: '◌', external: '◆' };

interface IpChipProps {
  readonly kind: ChipKind;
  /** `address` or `address:port`. */
  readonly text: string;
  /** Struck through when it has just been replaced, marked when it has just come. */
  readonly state?: 'rest' | 'was' | 'now';
  /** What the glyph says, in words. */
  readonly kindLabel?: string;
}

export function IpChip({ kind, text, state = 'rest', kindLabel }: IpChipProps): ReactElement {
  const Element = state === 'was' ? 's' : state === 'now' ? 'mark' : 'span';
  return (
    <Element className={classNames(style.chip, ink[kind], style[state])}>
      <span
        className={style.glyph}
        role={kindLabel === undefined ? undefined : 'img'}
        aria-label={kindLabel}
        aria-hidden={kindLabel === undefined}
      >
        <IpGlyph kind={kind} />
      </span>
      <span className={style.text}>{text}</span>
    </Element>
  );
}

/** Drawn, not typed: fonts disagree about these four characters. */
export function IpGlyph({ kind, size = 10 }: { readonly kind: ChipKind; readonly size?: number }): ReactElement {
  return (
    <svg width={size} height={size} viewBox="0 0 10 10" aria-hidden="true" focusable="false">
      {kind === 'node' && <rect x="0.8" y="0.8" width="8.4" height="8.4" fill="currentColor" />}
      {kind === 'pod' && <circle cx="5" cy="5" r="4.4" fill="currentColor" />}
      {kind === 'external' && <path d="M5 0 10 5 5 10 0 5Z" fill="currentColor" />}
      {kind === 'cluster' && (
        <circle cx="5" cy="5" r="3.9" fill="none" stroke="currentColor" strokeWidth="1.8" strokeDasharray="2.45 1.63" />
      )}
    </svg>
  );
}
