import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.js';
import { openTrace } from '../../state/actions.js';
import { useQuery } from '../../state/cluster-view.js';
import { useCurrentHop, usePlayback } from '../../state/playback.js';
import { classNames } from '../../ui/class-names.js';
import style from './dock.module.css';

/** `conntrack -L` of one node. The packet's own entry is lit. */
export function ConntrackList({ node }: { readonly node: string }): ReactElement {
  const { dock } = useText().lab;
  const view = useQuery({ kind: 'conntrack', node });
  const traceId = usePlayback((state) => state.trace?.id);
  const current = useCurrentHop()?.conntrack?.text;
  if (view === undefined || view.entries.length === 0) return <p className={style.empty}>{dock.noEntries(node)}</p>;
  return (
    <ul className={style.list} lang="en">
      {view.entries.map(({ text, traceId: id }, index) => (
        <li key={`${index} ${text}`}>
          {id === undefined ? (
            <span className={classNames(style.line, style.arrived)}>{text}</span>
          ) : (
            <button
              type="button"
              className={classNames(
                style.line,
                style.arrived,
                id === traceId && style.lit,
                text === current && style.bright,
              )}
              title={dock.openPacket(id)}
              onClick={() => void openTrace(id)}
            >
              {text}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
