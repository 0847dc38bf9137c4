import type { ReactElement } from 'react';
import { hopBadge, hopWords } from '../../i18n/hop-words.js';
import { sentence, useText } from '../../i18n/text.js';
import { back, last, send, step } from '../../state/actions.js';
import { useClusterView } from '../../state/cluster-view.js';
import { useCurrentHop, useHops, usePlayback } from '../../state/playback.js';
import { atEnd } from '../../state/player.js';
import { ruleQuote } from '../../state/quote.js';
import { Button } from '../../ui/button.js';
import { classNames } from '../../ui/class-names.js';
import style from './stepper-strip.module.css';

interface StepperStripProps {
  /** There is no other button that sends: the first packet and the next one begin here. */
  readonly sends?: boolean;
  /** What the hop is about is told elsewhere already. */
  readonly brief?: boolean;
}

/** The trace in one strip of a height that no hop changes: back, step, and what the hop in view is about. */
export function StepperStrip({ sends = false, brief = false }: StepperStripProps): ReactElement {
  const { trace: words } = useText();
  const hop = useCurrentHop();
  const ended = usePlayback(atEnd);
  const started = usePlayback((state) => state.cursor > 0 || state.leg === 'reply');
  return (
    <div className={classNames(style.strip, brief && style.brief)}>
      <Button icon="back" label={words.controls.back} disabled={!started} onClick={back} />
      {sends && hop === undefined ? (
        <SendButton look="solid" />
      ) : (
        <Button look="solid" icon="play" keys="→" disabled={ended} onClick={step}>
          {words.controls.step}
        </Button>
      )}
      {brief ? <Count /> : <About />}
      {sends && hop !== undefined && ended && <SendButton look="line" />}
    </div>
  );
}

function SendButton({ look }: { readonly look: 'solid' | 'line' }): ReactElement {
  const { sender } = useText().lab;
  const ready = usePlayback((state) => state.source !== undefined && state.target !== undefined);
  const up = useClusterView((state) => state.phase === 'ready');
  return (
    <Button look={look} icon="play" keys="S" disabled={!ready || !up} onClick={() => void send()}>
      {sender.send}
    </Button>
  );
}

function Count(): ReactElement | null {
  const { count } = useText().trace;
  const hop = useCurrentHop();
  const total = useHops().length;
  return hop === undefined ? null : <span className={style.count}>{count(hop.index + 1, total)}</span>;
}

function About(): ReactElement {
  const text = useText();
  const hop = useCurrentHop();
  const hops = useHops();
  if (hop === undefined) return <p className={classNames(style.why, style.text)}>{text.trace.empty}</p>;
  const [rule] = ruleQuote(hop, hops);
  const badge = hopBadge(hop, text);
  return (
    <div className={style.text}>
      <p className={style.title}>
        <Count />
        <strong>{hopWords(hop, text).title}</strong>
        {badge !== undefined && <span className={style.badge}>{badge}</span>}
      </p>
      <p className={style.why} title={sentence(hop.reason, text)}>
        {sentence(hop.reason, text)}
      </p>
      {rule !== undefined && (
        <code className={style.rule} lang="en" title={rule.map(({ text: part }) => part).join('')}>
          {rule.map((part, index) =>
            part.decisive ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
          )}
        </code>
      )}
    </div>
  );
}

/** Under the thumb on a phone. */
export function PhoneStepper(): ReactElement | null {
  const { controls } = useText().trace;
  const shown = usePlayback((state) => state.trace !== undefined);
  const ended = usePlayback(atEnd);
  const cursor = usePlayback((state) => state.cursor);
  const leg = usePlayback((state) => state.leg);
  const total = useHops().length;
  if (!shown) return null;
  return (
    <div className={style.phone}>
      <Button icon="back" label={controls.back} disabled={cursor === 0 && leg === 'request'} onClick={back} />
      <Button look="solid" icon="play" wide disabled={ended} onClick={step}>
        {controls.step}
      </Button>
      <Button icon="last" label={controls.last} disabled={cursor + 1 >= total} onClick={last} />
    </div>
  );
}
