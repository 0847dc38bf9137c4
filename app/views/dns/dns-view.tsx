import type { ReactElement } from 'react';
import type { DnsView as DnsAnswer, SourceRef } from '../../../sim-core/index.js';
import { useDnsText } from '../../i18n/dns-text.js';
import { useClusterView, useQuery } from '../../state/cluster-view.js';
import { AnswerCard } from './answer-card.js';
import { AskMore, AskPane } from './ask-pane.js';
import { Candidates } from './candidates.js';
import { ComparePane } from './compare-pane.js';
import style from './dns-view.module.css';
import { firstSource, sourceKey } from './names.js';
import { PacketCard } from './packet-card.js';
import { QuestionPath } from './question-path.js';
import { useQuestion } from './question.js';

/** A name on its way through a client's resolver: what is tried, who answers what, and what it stands for. */
export default function DnsView(): ReactElement | null {
  const words = useDnsText();
  const cluster = useClusterView((state) => state.cluster);
  const chosen = useQuestion((state) => state.from);
  const name = useQuestion((state) => state.name);
  const type = useQuestion((state) => state.type);
  const known = cluster?.sources.some((source) => chosen !== undefined && sourceKey(source) === sourceKey(chosen));
  const from = known === true ? chosen : cluster && firstSource(cluster);
  const first = useFirstName(from, name === undefined);
  const answer = useQuery(
    from === undefined || (name ?? first) === undefined
      ? undefined
      : { kind: 'dns', from, name: name ?? first ?? '', type },
  );
  if (from === undefined || answer === undefined) return <p className={style.loading}>{words.loading}</p>;
  return (
    <div className={style.dns}>
      <div className={style.side}>
        <AskPane answer={answer} />
        <AskMore answer={answer} />
      </div>
      <Answers answer={answer} />
      <ComparePane answer={answer} />
    </div>
  );
}

/** What is asked before anything was: the first name worth it. */
function useFirstName(from: SourceRef | undefined, wanted: boolean): string | undefined {
  const view = useQuery(from === undefined || !wanted ? undefined : { kind: 'dns', from, name: '', type: 'A' });
  return view?.names[0]?.name;
}

function Answers({ answer }: { readonly answer: DnsAnswer }): ReactElement {
  const words = useDnsText();
  const unready = answer.server.service !== undefined && !answer.server.endpoints.some(({ ready }) => ready);
  return (
    <section className={style.answers} aria-label={words.tried}>
      <QuestionPath answer={answer} />
      {unready && <p className={style.warning}>{words.noneReadyWhy}</p>}
      <Candidates answer={answer} />
      <AnswerCard answer={answer} />
      <PacketCard answer={answer} />
    </section>
  );
}
