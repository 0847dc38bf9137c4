import type { ReactElement } from 'react';
import type { DnsQueryView, SourceRef } from '../../../sim-core/index.js';
import { useDockText } from '../../i18n/dock-text.js';
import { useQuery } from '../../state/cluster-view.js';
import { openQuestion } from '../../state/dns-question.js';
import { clockText } from '../../state/clock.js';
import { useSelection } from '../../state/selection.js';
import { classNames } from '../../ui/class-names.js';
import { useArrivals } from './arrivals.js';
import style from './dock.module.css';
import own from './dns-list.module.css';

type Words = ReturnType<typeof useDockText>;

function asker(from: SourceRef, words: Words): string {
  if (from.kind === 'external') return words.client;
  if (from.kind === 'node') return words.node(from.node);
  return words.pod(from.namespace === 'default' ? from.name : `${from.namespace}/${from.name}`);
}

/** What the cluster's DNS was asked, newest first; each question can be asked again in its view. */
export function DnsList(): ReactElement {
  const words = useDockText();
  const log = useQuery({ kind: 'dnsLog' });
  const arrived = useArrivals(
    log === undefined ? '' : 'dns',
    (log ?? []).map(({ sequence }) => `${sequence}`),
  );
  if (log === undefined || log.length === 0) return <p className={style.empty}>{words.noQuestions}</p>;
  return (
    <ol className={classNames(style.log, own.questions)} aria-label={words.questions}>
      {log.toReversed().map((query) => (
        <Question key={query.sequence} query={query} isNew={arrived(`${query.sequence}`)} />
      ))}
    </ol>
  );
}

function Question({ query, isNew }: { readonly query: DnsQueryView; readonly isNew: boolean }): ReactElement {
  const words = useDockText();
  const { time, from, name, type, rcode, answer } = query;
  const { hover } = useSelection.getState();
  const object =
    from.kind === 'pod' ? ({ kind: 'Pod', namespace: from.namespace, name: from.name } as const) : undefined;
  return (
    <li className={classNames(style.entry, own.question, isNew && style.arrived)}>
      <time>{clockText(time)}</time>
      <span
        className={style.whose}
        onPointerEnter={() => object !== undefined && hover({ object })}
        onPointerLeave={() => hover(undefined)}
      >
        {asker(from, words)}
      </span>
      <span lang="en">{type}</span>
      <button
        type="button"
        className={style.text}
        lang="en"
        title={words.openQuestion(name)}
        onClick={() => openQuestion({ from, name, type })}
      >
        {name}
      </button>
      <span lang="en" className={rcode === 'NOERROR' ? undefined : own.failed}>
        {rcode}
      </span>
      <span className={classNames(style.text, own.answer)}>
        {answer.length > 0 ? <span lang="en">{answer.join(', ')}</span> : rcode === 'NOERROR' && words.noRecord}
      </span>
    </li>
  );
}
