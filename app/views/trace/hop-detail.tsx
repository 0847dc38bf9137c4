import { lazy, Suspense, type ReactElement } from 'react';
import type { Hop, RuleVisit, Trace } from '../../../sim-core/index.js';
import { hookBadge, hopWords, placeName } from '../../i18n/hop-words.js';
import { sentence, useText } from '../../i18n/text.js';
import type { Leg } from '../../state/playback.js';
import { ruleId, selectionOfHop, useSelection } from '../../state/selection.js';
import { classNames } from '../../ui/class-names.js';
import { decisiveParts } from '../../i18n/decisive.js';
import { HeaderChange } from './header-change.js';
import style from './hop-detail.module.css';

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
  const pin = useSelection((state) => state.pin);
  const chain = hop.step.kind === 'rule' ? hop.step.visit.ref.chain : undefined;
  return (
    <div className={classNames(style.detail, dropped && style.dropped)}>
      <button type="button" className={style.head} onClick={() => pin(selectionOfHop(trace, leg, hop))}>
        <span className={style.number}>{hop.index + 1}</span>
        <strong className={mono ? style.mono : undefined} title={chain}>
          {title}
        </strong>
        <span className={style.badge}>{hookBadge(hop.step) ?? placeName(hop.place, text)}</span>
      </button>
      <div className={style.body}>
        <p className={style.why}>{sentence(hop.reason, text)}</p>
        <Quoted hop={hop} hops={trace[leg]} />
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

/** The text of the rule that decided: the hop's own, or for a table's verdict that of the rule before it. */
function ruleText(hop: Hop, hops: readonly Hop[]): string | undefined {
  const { rule } = hop;
  if (hop.step.kind === 'rule') return hop.step.text;
  if (rule === undefined) return undefined;
  const decider = hops.findLast(
    (one) =>
      one.index < hop.index && one.step.kind === 'rule' && one.rule !== undefined && ruleId(one.rule) === ruleId(rule),
  );
  return decider?.step.kind === 'rule' ? decider.step.text : undefined;
}

/** The entry of an ipset by which a rule matched, as `ipset list` prints it. */
const memberText = ({ member }: RuleVisit): string | undefined =>
  member === undefined ? undefined : `${member.set}: ${member.element}`;

interface QuotedProps {
  readonly hop: Hop;
  readonly hops: readonly Hop[];
}

/** The machine's own words: the rule as iptables-save prints it, or the route. */
function Quoted({ hop, hops }: QuotedProps): ReactElement | null {
  const rule = ruleText(hop, hops);
  const member = hop.step.kind === 'rule' ? (hop.step.element ?? memberText(hop.step.visit)) : undefined;
  if (hop.step.kind === 'ipvs' || hop.step.kind === 'vfp') {
    return (
      <Suspense>
        <EngineQuote hop={hop} />
      </Suspense>
    );
  }
  if (rule !== undefined) {
    return (
      <pre className={style.quote} lang="en">
        {decisiveParts(rule, hop.reason).map((part, index) =>
          part.decisive ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
        )}
        {member !== undefined && (
          <>
            {'\n'}
            <mark>{member}</mark>
          </>
        )}
      </pre>
    );
  }
  if (hop.step.kind !== 'route' || hop.step.route === '') return null;
  return (
    <pre className={style.quote} lang="en">
      {hop.step.route}
    </pre>
  );
}
