import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.js';
import { useHops, usePlayback } from '../../state/playback.js';
import style from './packet-head.module.css';

/** Which packet, where it goes, how far it is: one line on a phone. */
export function PacketHead(): ReactElement | null {
  const { trace: words } = useText();
  const trace = usePlayback((state) => state.trace);
  const leg = usePlayback((state) => state.leg);
  const cursor = usePlayback((state) => state.cursor);
  const total = useHops().length;
  if (trace === undefined) return null;
  return (
    <div className={style.head}>
      <strong>{words.packet(trace.id)}</strong>
      <span className={style.way} title={trace.to}>
        {words.legs[leg]} · <code>{trace.to}</code>
      </span>
      <span className={style.count}>{words.count(cursor + 1, total)}</span>
    </div>
  );
}
