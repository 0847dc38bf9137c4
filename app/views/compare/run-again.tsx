import type { ReactElement } from 'react';
import { useCompareText } from '../../i18n/compare-text.js';
import { connections, setSeed, useCompare } from '../../state/compare.js';
import { Button } from '../../ui/button.js';
import style from './compare-bar.module.css';

/** Said of the packet's ends, which all modes are given. */
export const SamePacket = (): ReactElement => <span className={style.same}>{useCompareText().same}</span>;

/** The seed of all that is left to chance, and the next one. */
export default function RunAgain(): ReactElement {
  const words = useCompareText();
  const seed = useCompare((state) => state.seed);
  return (
    <div className={style.run}>
      <label className={style.seed}>
        {words.seed}
        <input
          type="text"
          inputMode="numeric"
          value={String(seed)}
          onChange={({ target }) => /^\d{0,9}$/.test(target.value) && setSeed(Number(target.value))}
        />
      </label>
      <Button icon="restart" onClick={() => setSeed(seed + 1)}>
        {words.again(connections)}
      </Button>
    </div>
  );
}
