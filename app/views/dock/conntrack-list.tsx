import type { ReactElement } from 'react';
import type { ConntrackView } from '../../../sim-core/index.js';
import { useDockText } from '../../i18n/dock-text.js';
import { openTrace } from '../../state/actions.js';
import { useClusterView, useQuery } from '../../state/cluster-view.js';
import { ipKind } from '../../state/ip-kind.js';
import { useLit, usePlayback } from '../../state/playback.js';
import { sameConnection, useSelection } from '../../state/selection.js';
import { connectionKey } from '../../state/thing-ids.js';
import { classNames } from '../../ui/class-names.js';
import { IpChip } from '../../ui/ip-chip.js';
import { useArrivals } from './arrivals.js';
import { readConnection, type Direction } from './connection.js';
import style from './conntrack-list.module.css';
import dock from './dock.module.css';

type Entry = ConntrackView['entries'][number];

/** `conntrack -L` of one node, newest first, with both directions side by side. The packet's own entry is lit. */
export function ConntrackList({ node }: { readonly node: string }): ReactElement {
  const words = useDockText();
  const { conntrack } = words;
  const view = useQuery({ kind: 'conntrack', node });
  const entries = (view?.node === node ? view.entries : []).toReversed();
  const keyOf = ({ text }: Entry): string => connectionKey(text) ?? text;
  const arrived = useArrivals(view?.node === node ? node : '', entries.map(keyOf));
  if (entries.length === 0) return <p className={dock.empty}>{words.noEntries(node)}</p>;
  return (
    <table className={style.table} aria-label={conntrack.label(node)}>
      <thead>
        <tr>
          <th>{conntrack.protocol}</th>
          <th>{conntrack.asked}</th>
          <th>{conntrack.nat}</th>
          <th>{conntrack.answered}</th>
          <th>{conntrack.state}</th>
          <th className={style.number}>{conntrack.expires}</th>
          <th>{conntrack.packet}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Row key={keyOf(entry)} node={node} entry={entry} isNew={arrived(keyOf(entry))} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly node: string;
  readonly entry: Entry;
  readonly isNew: boolean;
}

function Row({ node, entry, isNew }: RowProps): ReactElement {
  const { conntrack, openPacket } = useDockText();
  const { text, traceId } = entry;
  const lit = useLit();
  const isOfTrace = usePlayback((state) => traceId !== undefined && state.trace?.id === traceId);
  const key = connectionKey(text);
  const own = key === undefined ? undefined : { connection: { node, key } };
  const isLit = sameConnection(own?.connection, lit?.connection);
  const { hover, pin } = useSelection.getState();
  const connection = readConnection(text);
  return (
    <tr
      className={classNames(isNew && dock.arrived, isOfTrace && style.lit, isLit && style.bright)}
      title={text}
      onPointerEnter={() => hover(own)}
      onPointerLeave={() => hover(undefined)}
      onClick={() => pin(own)}
    >
      {connection === undefined ? (
        <td colSpan={6} lang="en">
          {text}
        </td>
      ) : (
        <>
          <td lang="en">{connection.protocol}</td>
          <td>
            <Way {...connection.asked} />
          </td>
          <td lang="en" className={style.nat}>
            {connection.nat.length === 0 ? conntrack.none : connection.nat.join(' + ')}
          </td>
          <td>
            <Way {...connection.answered} />
          </td>
          <td lang="en">{[connection.state, ...connection.flags].join(' ').trim()}</td>
          <td className={style.number}>{conntrack.seconds(connection.expires)}</td>
        </>
      )}
      <td>
        {traceId !== undefined && (
          <button
            type="button"
            aria-label={openPacket(traceId)}
            title={openPacket(traceId)}
            onClick={(event) => {
              event.stopPropagation();
              void openTrace(traceId).then(() => pin(own));
            }}
          >
            #{traceId}
          </button>
        )}
      </td>
    </tr>
  );
}

function Way({ src, dst, srcIp, dstIp }: Direction): ReactElement {
  const cluster = useClusterView((state) => state.cluster);
  return (
    <span className={style.way} lang="en">
      <IpChip kind={ipKind(srcIp, cluster)} text={src} />
      <span aria-hidden="true">→</span>
      <IpChip kind={ipKind(dstIp, cluster)} text={dst} />
    </span>
  );
}
