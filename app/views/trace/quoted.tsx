import type { ReactElement } from 'react';
import type { Quote } from '../../state/quote.js';
import { QuoteLines } from '../../ui/quote-lines.js';
import style from './hop-detail.module.css';

/** The machine's own words, with what made the difference marked. */
export function Quoted({ quote }: { readonly quote: Quote }): ReactElement | null {
  if (quote.length === 0) return null;
  return (
    <pre className={style.quote} lang="en">
      <QuoteLines lines={quote} />
    </pre>
  );
}
