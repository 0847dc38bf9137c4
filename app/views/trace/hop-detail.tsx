import { lazy, Suspense, type ReactElement } from 'react';
import type { Hop, Trace } from '../../../sim-core/index.js';
import { hopBadge, hopWords } from '../../i18n/hop-words.js';
import { sentence, useText } from '../../i18n/text.js';
import type { Leg } from '../../state/playback.js';
import { ruleQuote } from '../../state/quote.js';
import { isHopLit, selectionOfHop, useSelection } from '../../state/selection.js';
import { classNames } from '../../ui/class-names.js';
import { HeaderChange } from './header-change.js';
import style from './hop-detail.module.css';
import { Quoted } from './quoted.js';

const EngineQuote = lazy(() => import('./engine-quote.js'));

interface HopDetailProps {
  readonly trace: Trace;
  readonly leg: Leg;
  readonly hop: Hop;
  readonly dropped: boolean;
}

/** The hop the packet is at: why, by which rule, and what it did to the header. */
export function HopDetail({ trace, leg, hop, dropped }: HopDetailProps): ReactElement {
  const text = useText();
  const { trace: words } = text;
  const { title, mono } = hopWords(hop, text);
  const badge = hopBadge(hop, text);
  const pin = useSelection((state) => state.pin);
  const pinned = useSelection((state) => isHopLit(trace, leg, hop, state.pinned));
  const chain = hop.step.kind === 'rule' ? hop.step.visit.ref.chain : undefined;
  return (
    <div className={classNames(style.detail, dropped && style.dropped)}>
      <button
        type="button"
        data-hop={hop.index}
        className={style.head}
        aria-pressed={pinned}
        onClick={() => pin(pinned ? undefined : selectionOfHop(trace, leg, hop))}
      >
        <span className={style.number}>{hop.index + 1}</span>
        <strong className={mono ? style.mono : undefined} title={chain}>
          {title}
        </strong>
        {badge !== undefined && <span className={style.badge}>{badge}</span>}
      </button>
      <div className={style.body}>
        <p className={style.why}>{sentence(hop.reason, text)}</p>
        <HopQuote hop={hop} hops={trace[leg]} />
        <h3>{words.header}</h3>
        <HeaderChange hop={hop} />
        {hop.conntrack !== undefined && (
          <>
            <h3>{hop.conntrack.isNew ? words.conntrackNew : words.conntrack}</h3>
            <pre className={style.quote} lang="en">
              {hop.conntrack.text}
            </pre>
          </>
        )}
      </div>
    </div>
  );
}

interface HopQuoteProps {
  readonly hop: Hop;
  readonly hops: readonly Hop[];
}

/** The rule, the route, or what an engine without rules keeps. */
function HopQuote({ hop, hops }: HopQuoteProps): ReactElement {
  if (hop.step.kind !== 'ipvs' && hop.step.kind !== 'vfp') return <Quoted quote={ruleQuote(hop, hops)} />;
  return (
    <Suspense>
      <EngineQuote hop={hop} />
    </Suspense>
  );
}
