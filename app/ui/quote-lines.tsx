import { Fragment, type ReactElement } from 'react';
import style from './quoted.module.css';

/** Lines break between words: never after the dashes that begin one, nor after the `!` before it. */
export const QuotedWords = ({ text }: { readonly text: string }): ReactElement => (
  <>
    {(text.match(/! \S+|\S+|\s+/g) ?? []).map((word, i) =>
      /^(-|! )/.test(word) ? (
        <span key={i} className={style.flag}>
          {word}
        </span>
      ) : (
        word
      ),
    )}
  </>
);

interface QuoteLinesProps {
  /** Each line in parts; what made the difference is marked. */
  readonly lines: readonly (readonly { readonly text: string; readonly decisive: boolean }[])[];
}

/** Words of a machine, as they are. */
export const QuoteLines = ({ lines }: QuoteLinesProps): ReactElement => (
  <>
    {lines.map((line, i) => (
      <Fragment key={i}>
        <span>
          {line.map(({ text, decisive }, at) => {
            const words = <QuotedWords text={text} />;
            return decisive ? <mark key={at}>{words}</mark> : <span key={at}>{words}</span>;
          })}
        </span>
        {i + 1 < lines.length && '\n'}
      </Fragment>
    ))}
  </>
);
