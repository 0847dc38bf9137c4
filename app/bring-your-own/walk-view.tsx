import { useEffect, useRef, type ReactElement } from 'react';
import {
  hostPort,
  type CapturedPass,
  type CapturedVisit,
  type CapturedWalk,
  type Packet,
} from '../../sim-core/index.js';
import { useBringYourOwnText } from '../i18n/bring-your-own-text.js';
import { sentence, useText } from '../i18n/text.js';
import { classNames } from '../ui/class-names.js';
import style from './bring-your-own.module.css';

const flow = ({ protocol, src, sport, dst, dport }: Packet): string =>
  `${protocol} ${hostPort(src, sport)} → ${hostPort(dst, dport)}`;

interface WalkViewProps {
  readonly walk: CapturedWalk;
  readonly lines: readonly string[];
  readonly onLine: (line: number) => void;
}

/** Hook by hook and chain by chain: what the packet met and what became of it. */
export function WalkView({ walk, lines, onLine }: WalkViewProps): ReactElement {
  const words = useBringYourOwnText();
  const { outcome } = walk;
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    summary.current?.scrollIntoView({ block: 'nearest' });
  }, [walk]);
  const said =
    outcome.kind === 'rejected'
      ? words.outcome.rejected(outcome.with)
      : outcome.kind === 'forwarded'
        ? words.outcome.forwarded(outcome.outInterface ?? '')
        : words.outcome[outcome.kind];
  const before = walk.passes[0]?.before;
  const bad = outcome.kind === 'dropped' || outcome.kind === 'rejected';
  return (
    <section className={style.walk}>
      <div ref={summary} className={classNames(style.outcome, bad && style.bad)} role="status">
        <strong>{said}</strong>
        <span>
          {before !== undefined && flow(before) === flow(walk.packet) ? words.unchanged : words.changed}{' '}
          <code>{flow(walk.packet)}</code>
        </span>
        <span>{words.examined(walk.examined)}</span>
      </div>
      <ol className={style.passes}>
        {walk.passes.map((pass, index) => (
          <Pass key={index} pass={pass} lines={lines} onLine={onLine} />
        ))}
      </ol>
    </section>
  );
}

function Pass({ pass, lines, onLine }: Omit<WalkViewProps, 'walk'> & { readonly pass: CapturedPass }): ReactElement {
  const words = useBringYourOwnText();
  const { hook, table, chain, visits, verdict, byPolicy, examined, before, after, skipped } = pass;
  const name = chain === hook ? table : `${table} ${chain}`;
  return (
    <li className={classNames(style.pass, visits.length === 0 && style.quiet)}>
      <h4>
        {hook} <span>{name}</span>
        <em>{skipped ? '' : `${verdict}${byPolicy ? ` · ${words.byPolicy}` : ''} · ${words.examined(examined)}`}</em>
      </h4>
      {skipped && <p className={style.note}>{words.skipped}</p>}
      {!skipped && visits.length === 0 && <p className={style.note}>{words.nothingMatched}</p>}
      <ol>
        {visits.map((visit, index) => (
          <Visit key={index} visit={visit} source={lines[(visit.line ?? 0) - 1]} onLine={onLine} />
        ))}
      </ol>
      {before !== after && (
        <p className={style.change}>
          <code>{flow(before)}</code>
          <br />
          <code>{flow(after)}</code>
        </p>
      )}
    </li>
  );
}

/** Packets that the real node has counted: `[12:720] -A …`, or `counter packets 12 bytes 720`. */
const countOf = (source: string | undefined): string | undefined => {
  const [, saved, nft] = /^\s*\[(\d+):\d+\]|counter packets (\d+)/.exec(source ?? '') ?? [];
  return saved ?? nft;
};

interface VisitProps {
  readonly visit: CapturedVisit;
  readonly source: string | undefined;
  readonly onLine: (line: number) => void;
}

function Visit({ visit, source, onLine }: VisitProps): ReactElement {
  const words = useBringYourOwnText();
  const text = useText();
  const { chain, line, matched, unevaluated, reason, text: rule } = visit;
  const role = Object.entries(words.chains).find(([prefix]) => chain.startsWith(prefix))?.[1];
  const counted = countOf(source);
  return (
    <li className={classNames(style.visit, !matched && style.unmatched)}>
      <p>
        <strong>{chain}</strong> {role !== undefined && <span className={style.role}>{role}</span>}
        {line !== undefined && (
          <button type="button" onClick={() => onLine(line)}>
            {words.line(line)}
          </button>
        )}
      </p>
      <code>{rule}</code>
      <p className={style.why}>
        {unevaluated !== undefined
          ? words.unevaluated(unevaluated)
          : matched || visit.roll
            ? sentence(reason, text)
            : words.notMatched}
        {counted !== undefined && <span className={style.role}> · {words.counted(counted)}</span>}
      </p>
    </li>
  );
}
