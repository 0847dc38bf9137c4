import { useId, type ReactElement } from 'react';
import type { CompareColumn, CompareWalk, LookupCounts } from '../../../sim-core/index.js';
import { useCompareText } from '../../i18n/compare-text.js';
import { GrowthLines } from './growth-lines.js';
import { HopRows } from './hop-rows.js';
import style from './mode-column.module.css';
import { NatLine } from './nat-line.js';
import type { Packet } from './packet.js';
import { SpreadTable } from './spread-table.js';

interface ModeColumnProps {
  readonly column: CompareColumn;
  /** The mode that the others are held against. */
  readonly first: string;
  readonly packet: Packet;
  readonly seed: number;
}

/** One mode's way with the packet: what decided, what it cost, where it went. */
export function ModeColumn({ column, first, packet, seed }: ModeColumnProps): ReactElement {
  const { mode, walk, failure } = column;
  const id = useId();
  return (
    <section className={style.column} aria-labelledby={id}>
      <ModeHead column={column} id={id} />
      {walk === undefined ? (
        <Failure text={failure ?? ''} />
      ) : (
        <>
          <Costs walk={walk} />
          <HopRows mode={mode} walk={walk} first={first} />
          <NatLine walk={walk} first={first} />
          <SpreadTable mode={mode} packet={packet} seed={seed} />
          <GrowthLines mode={mode} packet={packet} />
        </>
      )}
    </section>
  );
}

function ModeHead({ column, id }: { readonly column: CompareColumn; readonly id: string }): ReactElement {
  const words = useCompareText();
  const { mode, release, os, refusal, walk } = column;
  const isElsewhere = walk !== undefined && refusal !== undefined;
  return (
    <header className={style.head}>
      <h3 id={id} lang="en">
        {mode}
      </h3>
      <span className={style.about}>{words.about[mode]}</span>
      {isElsewhere && (
        <details className={style.elsewhere}>
          <summary>{words.from(release, os)}</summary>
          <p>{words.refused}</p>
          <code lang="en">{refusal}</code>
        </details>
      )}
    </header>
  );
}

function Failure({ text }: { readonly text: string }): ReactElement {
  const words = useCompareText();
  return (
    <div className={style.failure}>
      <p>{words.failed}</p>
      <code lang="en">{text}</code>
    </div>
  );
}

/** The lookups that took place, each in its own words. */
const lookups = ['maps', 'sets', 'servers', 'policies', 'crossings'] as const satisfies readonly (keyof LookupCounts)[];

function Costs({ walk }: { readonly walk: CompareWalk }): ReactElement {
  const words = useCompareText();
  const { counts, rulesByNode } = walk;
  const others = lookups.flatMap((kind) => (counts[kind] === 0 ? [] : [words.counted[kind](counts[kind])]));
  const rest = [
    counts.rules === 0 ? '' : others.length === 0 ? words.evaluated(counts.rules) : words.rules(counts.rules),
  ];
  // What is counted stays beside its number; lines break between the counts.
  const tail = [...rest.filter((text) => text !== ''), ...others]
    .map((text) => text.replaceAll(' ', '\u00a0'))
    .join(' + ');
  // The number that stands first is the large one, of whatever is counted.
  const [, first = '', said = tail] = counts.rules > 0 ? [] : (/^([\d,]+)(.*)$/.exec(tail) ?? []);
  const large = counts.rules > 0 ? counts.rules.toLocaleString('en') : first;
  return (
    <div className={style.costs}>
      <p>
        {large !== '' && <strong>{large} </strong>}
        {said.trimStart()}
      </p>
      <p className={style.byNode}>{rulesByNode.length === 0 ? words.noRules : words.byNode(rulesByNode)}</p>
    </div>
  );
}
