import type { ReactElement } from 'react';
import { hookBadge, hopWords, placeName } from '../../i18n/hop-words.js';
import { sentence, useText } from '../../i18n/text.js';
import { back, last, send, step } from '../../state/actions.js';
import { useCurrentHop, useHops, usePlayback } from '../../state/playback.js';
import { atEnd } from '../../state/player.js';
import { Button } from '../../ui/button.js';
import { decisiveParts } from '../../i18n/decisive.js';
import style from './stepper-strip.module.css';

/** The trace in one strip: back, step, and what the hop in view is about. `sends` offers the first packet here. */
export function StepperStrip({ sends = false }: { readonly sends?: boolean }): ReactElement {
  const text = useText();
  const { trace: words } = text;
  const hop = useCurrentHop();
  const total = useHops().length;
  const ended = usePlayback(atEnd);
  const started = usePlayback((state) => state.cursor > 0 || state.leg === 'reply');
  return (
    <div className={style.strip}>
      <Button icon="back" label={words.controls.back} disabled={!started} onClick={back} />
      {sends && hop === undefined ? (
        <Button look="solid" icon="play" keys="S" onClick={() => void send()}>
          {text.lab.sender.send}
        </Button>
      ) : (
        <Button look="solid" icon="play" keys="→" disabled={ended} onClick={step}>
          {words.controls.step}
        </Button>
      )}
      {hop === undefined ? (
        <p className={style.why}>{words.empty}</p>
      ) : (
        <div className={style.text}>
          <p className={style.title}>
            <span className={style.count}>{words.count(hop.index + 1, total)}</span>
            <strong>{hopWords(hop, text).title}</strong>
            <span className={style.badge}>{hookBadge(hop.step) ?? placeName(hop.place, text)}</span>
          </p>
          <p className={style.why}>{sentence(hop.reason, text)}</p>
          {hop.step.kind === 'rule' && (
            <code className={style.rule} lang="en" title={hop.step.text}>
              {decisiveParts(hop.step.text, hop.reason).map((part, index) =>
                part.decisive ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
              )}
            </code>
          )}
        </div>
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
