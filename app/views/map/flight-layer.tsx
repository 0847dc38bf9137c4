import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { createPortal } from 'react-dom';
import type { ClusterView } from '../../../sim-core/index.js';
import { useText } from '../../i18n/text.js';
import { useFlights, type FlightBatch } from '../../state/flights.js';
import { ipKind } from '../../state/ip-kind.js';
import { useSettings } from '../../state/settings.js';
import { useFilm } from '../../state/time-travel.js';
import { Icon } from '../../ui/icon.js';
import type { MapLayout } from './box.js';
import style from './flight-layer.module.css';
import { FlightPainter, readColours } from './flight-painter.js';
import { inFlight, momentOf, planFlights, repliesOf, shareOf } from './flight-plan.js';
import { lessMotion } from './motion.js';
import type { Size, View } from './pan-zoom.js';

interface FlightLayerProps {
  readonly batch: FlightBatch;
  readonly layout: MapLayout;
  readonly cluster: ClusterView;
  readonly view: View;
  readonly canvas: Size;
  /** Where the numbers are put; over the canvas when absent. */
  readonly dock: HTMLElement | null;
}

/** How often the numbers under way are written anew. */
const countMillis = 120;

/** Many packets at once: a canvas over the map, and what each endpoint got. */
export default function FlightLayer({ batch, layout, cluster, view, canvas, dock }: FlightLayerProps): ReactElement {
  const ref = useRef<HTMLCanvasElement>(null);
  const seen = useRef({ view, canvas });
  const clock = useRef<{ readonly batch: FlightBatch; readonly run: number; elapsed: number }>(undefined);
  const [run, setRun] = useState(0);
  const [counts, setCounts] = useState({ landed: 0, replies: 0 });
  const theme = useSettings((state) => state.theme);
  const plan = useMemo(() => {
    const kindOf = (ip: string) => ipKind(ip, cluster);
    return planFlights(batch, { client: cluster.external.name, wayOf: layout.wayOf, kindOf });
  }, [batch, cluster, layout]);

  useEffect(() => {
    seen.current = { view, canvas };
  }, [view, canvas]);

  useEffect(() => {
    const element = ref.current;
    const pen = element?.getContext('2d');
    if (element === null || pen === null || pen === undefined) return;
    const ratio = Math.min(2, window.devicePixelRatio);
    const still = lessMotion();
    if (clock.current?.batch !== batch || clock.current.run !== run) clock.current = { batch, run, elapsed: 0 };
    const now = clock.current;
    if (still) now.elapsed = plan.end + 1;
    const painter = new FlightPainter(pen, readColours(element), ratio);
    let before = performance.now();
    let counted = -Infinity;
    let frame = requestAnimationFrame(function draw(time) {
      const { view: where, canvas: size } = seen.current;
      const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
      if (element.width !== width || element.height !== height) [element.width, element.height] = [width, height];
      now.elapsed += Math.min(100, Math.max(0, time - before)) * useFilm.getState().speed;
      before = time;
      painter.paint(plan, now.elapsed, where, size, still);
      const moment = momentOf(plan, now.elapsed);
      element.dataset['inFlight'] = String(inFlight(plan, moment));
      if (time - counted > countMillis || moment.over === plan.packets.length) {
        counted = time;
        const [landed, replies] = [moment.landed, repliesOf(plan, moment.over)];
        setCounts((shown) => (shown.landed === landed && shown.replies === replies ? shown : { landed, replies }));
      }
      frame = requestAnimationFrame(draw);
    });
    return () => cancelAnimationFrame(frame);
  }, [batch, plan, run, theme]);

  const chip = (
    <ResultChip batch={batch} {...counts} docked={dock !== null} onAgain={() => setRun((before) => before + 1)} />
  );
  return (
    <>
      <canvas ref={ref} className={style.canvas} data-flights aria-hidden="true" />
      {dock === null ? chip : createPortal(chip, dock)}
    </>
  );
}

/** Names as many endpoints as one can read. */
const mostNamed = 12;

interface ResultChipProps {
  readonly batch: FlightBatch;
  readonly landed: number;
  /** How many answers are back. */
  readonly replies: number;
  readonly docked: boolean;
  readonly onAgain: () => void;
}

/** `67 / 66 / 67`: what each endpoint got so far; read out once all have arrived. */
function ResultChip({ batch, landed, replies, docked, onAgain }: ResultChipProps): ReactElement {
  const { flights } = useText().map;
  const total = batch.flights.packets.length;
  const { endpoints, lost } = shareOf(batch, landed);
  const shown = endpoints.slice(0, mostNamed);
  const numbers = shown.map(({ count }) => count).join(' / ') + (endpoints.length > mostNamed ? ' / …' : '');
  const names = endpoints.map(({ name, count }) => `${name}: ${count}`).join('\n');
  const done = landed === total;
  return (
    <div
      className={docked ? style.docked : style.chip}
      role="group"
      aria-label={flights.label}
      data-landed={landed}
      data-replies={replies}
    >
      <span className={style.total}>{flights.sent(total)}</span>
      {endpoints.length > 0 && (
        <span className={style.share} title={`${flights.share}\n${names}`}>
          {numbers}
        </span>
      )}
      {replies > 0 && (
        <span className={style.replies}>
          <svg width="9" height="9" aria-hidden="true">
            <circle cx="4.5" cy="4.5" r="3.4" />
          </svg>
          {flights.replies(replies)}
        </span>
      )}
      {lost > 0 && <span className={style.lost}>✕ {flights.lost(lost)}</span>}
      <span className="visually-hidden" role="status">
        {done ? `${flights.sent(total)}. ${names.replaceAll('\n', ', ')}` : ''}
      </span>
      <button type="button" aria-label={flights.again} title={flights.again} onClick={onAgain}>
        <Icon name="restart" size={14} />
      </button>
      <button
        type="button"
        aria-label={flights.close}
        title={flights.close}
        onClick={() => useFlights.getState().show(undefined)}
      >
        <Icon name="close" size={14} />
      </button>
    </div>
  );
}
