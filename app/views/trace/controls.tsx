import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.js';
import { back, first, last, step } from '../../state/actions.js';
import { useHops, usePlayback } from '../../state/playback.js';
import { atEnd } from '../../state/player.js';
import { Button } from '../../ui/button.js';
import style from './controls.module.css';

/** Moves the packet along its way, hop by hop. */
export function Controls(): ReactElement {
  const { trace: words } = useText();
  const cursor = usePlayback((state) => state.cursor);
  const leg = usePlayback((state) => state.leg);
  const total = useHops().length;
  const ended = usePlayback(atEnd);
  const started = cursor > 0 || leg === 'reply';
  return (
    <div className={style.controls} role="toolbar" aria-label={words.controls.label}>
      <Button look="quiet" icon="first" label={words.controls.first} disabled={cursor === 0} onClick={first} />
      <Button look="quiet" icon="back" label={words.controls.back} disabled={!started} onClick={back} />
      <Button
        look="solid"
        icon="play"
        keys="→"
        aria-keyshortcuts="ArrowRight"
        disabled={ended}
        onClick={step}
        data-next-focus
      >
        {words.controls.step}
      </Button>
      <Button look="quiet" icon="last" label={words.controls.last} disabled={cursor + 1 >= total} onClick={last} />
      <span className={style.count}>{words.count(cursor + 1, total)}</span>
    </div>
  );
}
