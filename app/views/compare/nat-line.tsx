import type { ReactElement, ReactNode } from 'react';
import type { CompareWalk, Rewriting } from '../../../sim-core/index.js';
import { useCompareText } from '../../i18n/compare-text.js';
import { useClusterView } from '../../state/cluster-view.js';
import { ipKind } from '../../state/ip-kind.js';
import { classNames } from '../../ui/class-names.js';
import { Icon } from '../../ui/icon.js';
import { IpChip } from '../../ui/ip-chip.js';
import style from './nat-line.module.css';

/** What became of the addresses, and whether the first mode came to the same. */
export function NatLine({ walk, first }: { readonly walk: CompareWalk; readonly first: string }): ReactElement {
  const words = useCompareText();
  const { nat, likeness, outcome, refusedHow } = walk;
  const verdict = words.likeness[likeness](first);
  const tag = verdict !== '' && (
    <span className={style.verdict}>
      {likeness === 'same' && <Icon name="check" />}
      {verdict}
    </span>
  );
  return (
    <div className={classNames(style.nat, nat === undefined && style.failed)}>
      {nat === undefined ? (
        <p className={style.line}>
          <strong>{words.outcomes[outcome]}</strong>
          {refusedHow !== undefined && <code lang="en">{refusedHow}</code>}
          {tag}
        </p>
      ) : (
        <>
          <Line label={words.nat} rewriting={nat.destination} />
          <Line label={words.source} rewriting={{ before: nat.source.after, after: nat.source.after }} end={tag} />
        </>
      )}
    </div>
  );
}

const addressOf = (text: string): string => text.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');

interface LineProps {
  readonly label: string;
  readonly rewriting: Rewriting;
  readonly end?: ReactNode;
}

function Line({ label, rewriting, end }: LineProps): ReactElement {
  const cluster = useClusterView((state) => state.cluster);
  const { before, after } = rewriting;
  const kindOf = (text: string) => ipKind(addressOf(text), cluster);
  return (
    <p className={style.line}>
      <span className={style.label}>{label}</span>
      {before !== after && <IpChip kind={kindOf(before)} text={before} state="was" />}
      {before !== after && <span aria-hidden="true">→</span>}
      <IpChip kind={kindOf(after)} text={after} />
      {end}
    </p>
  );
}
