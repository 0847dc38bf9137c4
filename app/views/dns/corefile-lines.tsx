import type { ReactElement } from 'react';
import type { CorefileLine, DnsView } from '../../../sim-core/index.js';
import { useDnsText } from '../../i18n/dns-text.js';
import style from './answer-card.module.css';

interface LinesProps {
  readonly lines: readonly CorefileLine[];
  readonly decided: ReadonlySet<string | undefined>;
}

const Lines = ({ lines, decided }: LinesProps): ReactElement => (
  <pre className={style.corefile} lang="en" tabIndex={0}>
    {lines.map((line, index) => {
      const text = line.text.trimStart();
      return (
        <div key={index}>
          {line.text.slice(0, line.text.length - text.length)}
          {line.part !== undefined && decided.has(line.part) ? <mark>{text}</mark> : text}
        </div>
      );
    })}
  </pre>
);

/** What CoreDNS is configured with, so far as it decided about the last name that was asked; the rest on demand. */
export function CorefileLines({ answer }: { readonly answer: DnsView }): ReactElement | null {
  const words = useDnsText();
  const { corefile } = answer.server;
  const last = answer.tried.findLast(({ asked }) => asked);
  if (last === undefined || last.decidedBy.length === 0) return null;
  const decided = new Set<string | undefined>(last.decidedBy);
  const lines = corefile.filter(({ part }) => part !== undefined && decided.has(part));
  return (
    <div className={style.config}>
      <h4>{last.ending === 'answered' ? words.corefile : words.corefileRefused}</h4>
      <Lines lines={lines} decided={decided} />
      <details>
        <summary>{words.corefileWhole}</summary>
        <Lines lines={corefile} decided={decided} />
      </details>
    </div>
  );
}
