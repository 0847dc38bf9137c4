import type { ReactElement } from 'react';
import type { Quote } from '../../state/quote.js';
import style from './hop-detail.module.css';

/** The machine's own words, with what made the difference marked. */
export function Quoted({ quote }: { readonly quote: Quote }): ReactElement | null {
  if (quote.length === 0) return null;
  return (
    <pre className={style.quote} lang="en">
      {quote.map((line, i) => (
        <span key={i}>
          {line.map((part, at) =>
            part.decisive ? <mark key={at}>{part.text}</mark> : <span key={at}>{part.text}</span>,
          )}
          {i + 1 < quote.length && '\n'}
        </span>
      ))}
    </pre>
  );
}
