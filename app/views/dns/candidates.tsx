import type { ReactElement } from 'react';
import type { DnsTryView, DnsView } from '../../../sim-core/index.js';
import { useDnsText } from '../../i18n/dns-text.js';
import { classNames } from '../../ui/class-names.js';
import { DottedName } from '../../ui/dotted-name.js';
import { Icon } from '../../ui/icon.js';
import style from './candidates.module.css';
import { meaningText } from './names.js';

/** The names of the search list in the order in which they are tried. */
export function Candidates({ answer }: { readonly answer: DnsView }): ReactElement {
  const words = useDnsText();
  return (
    <ol className={style.list} aria-label={words.tried}>
      {answer.tried.map((one, index) => (
        <Candidate key={one.name} tried={one} number={index + 1} won={index === answer.winner} />
      ))}
    </ol>
  );
}

interface CandidateProps {
  readonly tried: DnsTryView;
  readonly number: number;
  readonly won: boolean;
}

function Candidate({ tried, number, won }: CandidateProps): ReactElement {
  const words = useDnsText();
  const { name, suffix, meaning, ending } = tried;
  if (ending === undefined) {
    return (
      <li className={classNames(style.card, style.idle)}>
        <span className={style.plainNumber}>{number}</span>
        <code className={style.name} lang="en">
          <DottedName name={name} />
        </code>
        <span className={style.note}>{words.notAsked}</span>
      </li>
    );
  }
  const start = suffix === undefined ? name : name.slice(0, name.length - suffix.length - 2);
  return (
    <li className={classNames(style.card, won && style.won)}>
      <span className={style.number}>{number}</span>
      <div className={style.text}>
        <code className={style.name} lang="en">
          <strong>{start}</strong>
          {suffix !== undefined && <span className={style.suffix}>.{suffix}.</span>}
        </code>
        <p>
          {meaningText(meaning, ending, words)}
          {won && words.stops}
        </p>
      </div>
      <span className={classNames(style.rcode, ending !== 'answered' && style.none)}>
        <Icon name={ending === 'answered' ? 'check' : 'close'} />
        <span lang="en">{words.endings[ending]}</span>
      </span>
    </li>
  );
}
