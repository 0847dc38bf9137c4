import type { ReactElement } from 'react';
import { useCompareText } from '../../i18n/compare-text.js';
import { useCompare, useSlowQuery } from '../../state/compare.js';
import { CompareBar } from './compare-bar.js';
import style from './compare-view.module.css';
import { ModeColumn } from './mode-column.js';
import { usePacket } from './packet.js';

/** The same packet in two to five modes of kube-proxy, side by side. */
export default function CompareView(): ReactElement {
  const words = useCompareText();
  const modes = useCompare((state) => state.modes);
  const seed = useCompare((state) => state.seed);
  const packet = usePacket();
  const answer = useSlowQuery(packet && { kind: 'compare', modes, seed, ...packet }, 0, true);
  const first = answer?.columns.find(({ walk }) => walk?.likeness === 'first')?.mode ?? '';
  return (
    <div className={style.compare}>
      <CompareBar flow={answer?.flow} />
      {answer?.problem !== undefined && (
        <p className={style.problem} lang="en">
          <code>{answer.problem}</code>
        </p>
      )}
      {answer === undefined || packet === undefined ? (
        <p className={style.loading} role="status">
          {words.loading}
        </p>
      ) : (
        <div className={style.columns} role="region" aria-label={words.region} tabIndex={0}>
          {answer.columns.map((column) => (
            <ModeColumn key={column.mode} column={column} first={first} packet={packet} seed={answer.seed} />
          ))}
        </div>
      )}
    </div>
  );
}
