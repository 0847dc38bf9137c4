import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import type { ClusterView, Hop } from '../../../sim-core/index.js';
import { endAddress, endsPacket, hopWords } from '../../i18n/hop-words.js';
import { sentence, useText } from '../../i18n/text.js';
import { seek } from '../../state/actions.js';
import { useClusterView } from '../../state/cluster-view.js';
import { useEngineQuote } from '../../state/engine-quote.js';
import { ipKind } from '../../state/ip-kind.js';
import { useHops, usePlayback } from '../../state/playback.js';
import { ruleQuote } from '../../state/quote.js';
import { classNames } from '../../ui/class-names.js';
import { IpChip } from '../../ui/ip-chip.js';
import { QuoteLines } from '../../ui/quote-lines.js';
import { scrollIntoSight } from '../../ui/scroll-into-sight.js';
import style from './path-view.module.css';
import { pathStations, stationNote, type PathNames, type PathStation } from './stations.js';

function namesOf(cluster: ClusterView | undefined): PathNames {
  const pods = cluster?.nodes.flatMap((node) => node.pods) ?? [];
  return {
    ipOfNode: (name) => cluster?.nodes.find((node) => node.name === name)?.ip,
    ipOfPod: (namespace, name) => pods.find((pod) => pod.namespace === namespace && pod.name === name)?.ip,
    router: cluster?.router.ip,
    client: cluster?.external.ip,
  };
}

interface PathViewProps {
  /** What to offer before there is a packet, on a screen with room for the path alone. */
  readonly first?: ReactNode;
}

/** The packet's way as a list of stations, the current one open. */
export function PathView({ first }: PathViewProps): ReactElement {
  const text = useText();
  const hops = useHops();
  const cursor = usePlayback((state) => state.cursor);
  const cluster = useClusterView((state) => state.cluster);
  const trace = usePlayback((state) => state.trace);
  const list = useRef<HTMLOListElement>(null);
  const stations = pathStations(hops, text, namesOf(cluster));
  useEffect(() => scrollIntoSight(list.current?.querySelector('[aria-current]')), [cursor, hops]);
  if (hops.length === 0) {
    return (
      <div className={style.empty}>
        <h3>{text.path.emptyTitle}</h3>
        <p>{text.path.empty}</p>
        {trace === undefined && first !== undefined && <div className={style.first}>{first}</div>}
      </div>
    );
  }
  return (
    <div className={style.scroll} tabIndex={0} role="region" aria-label={text.path.label}>
      <ol ref={list} className={style.path}>
        {stations.map((station) => (
          <Station key={station.id} station={station} cursor={cursor} cluster={cluster} />
        ))}
      </ol>
    </div>
  );
}

interface StationProps {
  readonly station: PathStation;
  readonly cursor: number;
  readonly cluster: ClusterView | undefined;
}

function Station({ station, cursor, cluster }: StationProps): ReactElement {
  const text = useText();
  const end = station.first + station.hops.length;
  const when = cursor >= end ? 'past' : cursor >= station.first ? 'current' : 'ahead';
  const hop = when === 'current' ? station.hops[cursor - station.first] : undefined;
  const ended = station.hops.some(endsPacket) && when !== 'ahead';
  const note = hop === undefined ? stationNote(station, text) : hopWords(hop, text).title;
  return (
    <li
      className={classNames(style.station, style[when], ended && style.ended)}
      aria-current={hop === undefined ? undefined : 'step'}
    >
      <button type="button" className={style.head} onClick={() => seek(station.first)}>
        <span className={style.title}>{station.title}</span>
        <span className={style.note}>{note}</span>
      </button>
      <span className={style.end}>
        {hop !== undefined && <span className={style.badge}>{text.path.hop(cursor + 1)}</span>}
        {hop === undefined && station.ip !== undefined && (
          <IpChip kind={ipKind(station.ip, cluster)} text={station.ip} />
        )}
      </span>
      {hop !== undefined && <OpenHop hop={hop} cluster={cluster} />}
    </li>
  );
}

interface OpenHopProps {
  readonly hop: Hop;
  readonly cluster: ClusterView | undefined;
}

/** The header as it is and was, why, and the rule that did it. */
function OpenHop({ hop, cluster }: OpenHopProps): ReactElement {
  const text = useText();
  const hops = useHops();
  return (
    <div className={classNames(style.card, endsPacket(hop) && style.bad)}>
      <dl className={style.header}>
        {(['src', 'dst'] as const).map((end) => {
          const [was, now] = [endAddress(hop.before, end), endAddress(hop.after, end)];
          return (
            <div key={end} className={style.row}>
              <dt lang="en">{end}</dt>
              <dd>
                {was !== now && <IpChip kind={ipKind(hop.before[end], cluster)} text={was} state="was" />}
                <IpChip kind={ipKind(hop.after[end], cluster)} text={now} state={was === now ? 'rest' : 'now'} />
              </dd>
            </div>
          );
        })}
      </dl>
      <p className={style.why}>{sentence(hop.reason, text)}</p>
      <HopQuote hop={hop} hops={hops} />
      {hop.conntrack !== undefined && (
        <>
          <h4 className={style.caption}>{hop.conntrack.isNew ? text.trace.conntrackNew : text.trace.conntrack}</h4>
          <code className={style.rule} lang="en">
            {hop.conntrack.text}
          </code>
        </>
      )}
    </div>
  );
}

/** The machine's own words for it, where it has any. */
function HopQuote({ hop, hops }: { readonly hop: Hop; readonly hops: readonly Hop[] }): ReactElement | null {
  const ofEngine = useEngineQuote(hop);
  const quote = ofEngine.length > 0 ? ofEngine : ruleQuote(hop, hops);
  if (quote.length === 0) return null;
  return (
    <code className={style.rule} lang="en">
      <QuoteLines lines={quote} />
    </code>
  );
}
