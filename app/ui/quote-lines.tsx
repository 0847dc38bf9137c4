import { Fragment, type ReactElement } from 'react';

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
          {line.map(({ text, decisive }, at) =>
            decisive ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>,
          )}
        </span>
        {i + 1 < lines.length && '\n'}
      </Fragment>
    ))}
  </>
);
