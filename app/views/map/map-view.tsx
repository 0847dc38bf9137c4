import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
} from 'react';
import { useText } from '../../i18n/text.js';
import { useClusterView } from '../../state/cluster-view.js';
import { useFlights } from '../../state/flights.js';
import { useMapSearch } from '../../state/map-search.js';
import { classNames } from '../../ui/class-names.js';
import { useElementSize } from '../../ui/element-size.js';
import type { Box } from './box.js';
import { contains, type Point, type Rect } from './geometry.js';
import { nodeId } from './node-parts.js';
import { nextLevel, useMapLevel, usualLevel, type Level } from './level.js';
import { LevelLayer } from './level-layer.js';
import { MapControls } from './map-controls.js';
import { MapLegend } from './map-legend.js';
import { MapObjects } from './map-objects.js';
import style from './map-view.module.css';
import { MapWires } from './map-wires.js';
import { useObjectWords } from './object-words.js';
import { PacketToken } from './packet-token.js';
import { useDrawnPart } from './drawn-part.js';
import { useMapDrawing, type MapDrawing } from './use-map-drawing.js';
import { useMapZoom, type MapZoom } from './use-map-zoom.js';
import { usePicking } from './use-picking.js';

const MapSearch = lazy(() => import('./map-search.js'));
const Minimap = lazy(() => import('./minimap.js'));
const FlightLayer = lazy(() => import('./flight-layer.js'));
const LegendButton = lazy(() => import('./legend-button.js'));
const MapTip = lazy(() => import('./map-tip.js'));

/** From this many nodes on there is always a minimap, not only while a part of the map is out of sight. */
const minimapNodes = 20;
/** Controls lie over the canvas where at least this much of it is free below the map. */
const controlsHeight = 50;
const minimapHeight = 124;

const largestScale = (level: Level): number => (level === 'rules' ? 2.5 : 1.6);

/** The box of a zone or node at a point of the map. */
function placeAt({ layout }: MapDrawing, at: Point): Box | undefined {
  const point = { ...at, w: 0, h: 0 };
  return layout.boxes.findLast(
    ({ shape, rect }) => (shape === 'zoneCard' || shape === 'tile' || shape === 'node') && contains(rect, point),
  );
}

/** Where something found is drawn: its own box, else that of its node or zone. */
function boxOfFound({ layout, cluster }: MapDrawing, id: string): Box | undefined {
  const boxOf = (wanted: string): Box | undefined => layout.boxes.find((box) => box.id === wanted);
  const own = boxOf(id);
  if (own !== undefined && own.shape !== 'zone') return own;
  const node = cluster.nodes.find(
    ({ name, pods }) => nodeId(name) === id || pods.some((pod) => `pod/${pod.namespace}/${pod.name}` === id),
  );
  return node && (boxOf(nodeId(node.name)) ?? boxOf(`zone/${node.zone}`));
}

/** Ids of tiles and cards in which something was found, for the minimap. */
function boxesOfFound(drawing: MapDrawing, found: ReadonlySet<string> | undefined): ReadonlySet<string> {
  const ids = new Set<string>();
  if (found === undefined || found.size === 0) return ids;
  for (const { name, zone, pods } of drawing.cluster.nodes) {
    const has = found.has(nodeId(name)) || pods.some((pod) => found.has(`pod/${pod.namespace}/${pod.name}`));
    if (has) ids.add(nodeId(name)).add(`zone/${zone}`);
  }
  return ids;
}

/** Keeps the packet, what is searched, and what the level was changed for in sight. */
function useReveals(drawing: MapDrawing | undefined, { reveal, rest }: MapZoom): string | undefined {
  const focus = drawing?.layout.focus ?? drawing?.layout.token?.at;
  const focusKey = JSON.stringify(focus);
  const current = useMapSearch(({ found, current: index }) => (index === undefined ? undefined : found?.[index]));
  const show = useEffectEvent((part: (Point & Partial<Rect>) | undefined) => {
    if (part !== undefined) reveal({ x: part.x, y: part.y, w: part.w ?? 0, h: part.h ?? 0 });
  });
  const showLevel = useEffectEvent(() => {
    rest();
    const { aim } = useMapLevel.getState();
    show(drawing?.layout.boxes.find(({ id }) => id === aim)?.rect ?? focus);
  });
  const showFound = useEffectEvent((id: string) => show(drawing && boxOfFound(drawing, id)?.rect));
  const level = drawing?.level;
  useEffect(() => {
    if (level !== undefined) showLevel();
  }, [level]);
  useEffect(() => {
    if (focusKey !== undefined) show(JSON.parse(focusKey) as Point & Partial<Rect>);
  }, [focusKey]);
  useEffect(() => {
    if (current !== undefined) showFound(current);
  }, [current]);
  return current;
}

/** Which level is shown, and how it is changed. */
function useLevel() {
  const nodes = useClusterView((state) => state.cluster?.nodes.length ?? 0);
  const chosen = useMapLevel((state) => state.chosen);
  const level = chosen ?? usualLevel(nodes);
  const goTo = useCallback((next: Level | undefined, place?: Box) => {
    const { choose, open } = useMapLevel.getState();
    if (next === undefined) return;
    if (next === 'rules' && place?.subject?.kind === 'node') open(place.subject.node, place.id);
    else choose(next, place?.id);
  }, []);
  return { level, goTo, nodes };
}

interface MapMoves {
  readonly in: () => void;
  readonly out: () => void;
  readonly rest: () => void;
  readonly pan: (dx: number, dy: number) => void;
}

const keyStep = 120;
const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: keyStep, y: 0 },
  ArrowRight: { x: -keyStep, y: 0 },
  ArrowUp: { x: 0, y: keyStep },
  ArrowDown: { x: 0, y: -keyStep },
};

/** Keys that move the map while something on it has the focus. */
function mapKey(event: KeyboardEvent, moves: MapMoves): (() => void) | undefined {
  const inField = event.target instanceof HTMLInputElement;
  if (event.ctrlKey || event.metaKey || event.altKey || inField) return undefined;
  const arrow = event.shiftKey ? arrows[event.key] : undefined;
  if (arrow !== undefined) return () => moves.pan(arrow.x, arrow.y);
  if (event.key === '+' || event.key === '=') return moves.in;
  if (event.key === '-') return moves.out;
  return event.key === '0' ? moves.rest : undefined;
}

const idleMillis = 1500;

/** Whether it is time for the search, and for tips: nothing else is going on, or it is asked for. */
function useSearchTime(wanted: boolean): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIdle(true), idleMillis);
    return () => clearTimeout(timer);
  }, []);
  return idle || wanted;
}

const noFound: ReadonlySet<string> = new Set();

interface MapViewProps {
  /** In a small page no row is spent on legend and controls while there is a column for them. */
  readonly compact?: boolean;
}

/** The cluster as a map: who is where, what the packet passed, what lies ahead of it. */
export function MapView({ compact = false }: MapViewProps): ReactElement {
  const text = useText();
  const outer = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const whole = useElementSize(outer);
  const size = useElementSize(frame);
  const [dock, setDock] = useState<HTMLElement | null>(null);
  const { level, goTo, nodes } = useLevel();
  const searching = useMapSearch((state) => state.open);
  const searchable = useSearchTime(searching);
  const ids = useMapSearch((state) => state.found);
  const found = useMemo(() => (ids === undefined ? undefined : new Set(ids)), [ids]);
  const drawing = useMapDrawing(size.width, level, found);
  const picking = usePicking(drawing?.walk);
  const [width, height] = [drawing?.layout.width ?? 0, drawing?.layout.height ?? 0];
  const overflows = height > size.height && nodes > 3;
  const hasMinimap = drawing !== undefined && (overflows || (level === 'nodes' && nodes >= minimapNodes));
  // What lies under the minimap can be moved out from under it.
  const extra = hasMinimap && height > size.height - minimapHeight ? minimapHeight : 0;
  const content = useMemo(() => ({ width, height: height + extra }), [width, height, extra]);
  const onLevel = useCallback(
    (direction: 1 | -1, at: Point) => {
      if (drawing !== undefined) goTo(nextLevel(drawing.level, direction), placeAt(drawing, at));
    },
    [drawing, goTo],
  );
  const range = useMemo(() => ({ most: largestScale(level), onLevel }), [level, onLevel]);
  const zoom = useMapZoom(svg, size, content, range);
  const current = useReveals(drawing, zoom);
  const part = useDrawnPart(drawing?.layout, zoom.view, size);
  const { reveal, view } = zoom;
  const { order, words, said } = useObjectWords(drawing);

  const objects = useMemo(
    () =>
      drawing !== undefined && (
        <LevelLayer key={drawing.level}>
          <MapObjects
            layout={drawing.layout}
            order={order}
            words={words}
            picking={picking}
            walk={drawing.walk}
            faces={drawing.faces}
            found={found}
            current={current === undefined ? undefined : boxOfFound(drawing, current)?.id}
            part={part}
            onOpen={(box) => goTo(nextLevel(drawing.level, 1) ?? 'rules', box)}
            onReach={(box) => reveal(box.rect)}
          >
            <MapWires wires={drawing.layout.wires} part={part} />
          </MapObjects>
          {drawing.layout.token !== undefined && drawing.walk !== undefined && (
            <PacketToken
              token={drawing.layout.token}
              hop={{ traceId: drawing.walk.trace.id, leg: drawing.walk.leg, cursor: drawing.walk.cursor }}
            />
          )}
        </LevelLayer>
      ),
    [drawing, order, words, picking, found, current, part, goTo, reveal],
  );
  const inward = nextLevel(level, 1);
  const outward = nextLevel(level, -1);
  const middle = { x: (size.width / 2 - view.x) / view.k, y: (size.height / 2 - view.y) / view.k };
  const goIn = () => (inward === undefined ? zoom.scaleBy(1.25) : drawing && goTo(inward, placeAt(drawing, middle)));
  const goOut = () => (view.k > 1.01 ? zoom.scaleBy(0.8) : goTo(outward));
  const onKeyDown = (event: KeyboardEvent) => {
    const act =
      event.key === 'Escape'
        ? picking.stage !== 'idle' && picking.cancel
        : mapKey(event, { in: goIn, out: goOut, rest: zoom.rest, pan: zoom.panBy });
    if (act === undefined || act === false) return;
    event.preventDefault();
    act();
  };

  const column = drawing?.layout.freeColumn;
  const free = whole.height - height >= controlsHeight;
  const legendInColumn = column !== undefined && view.k < 1.01 && whole.height - column.top > (compact ? 190 : 150);

  const inColumn = compact && column !== undefined;
  const legendButton = (
    <Suspense>
      <LegendButton level={level} searching={found !== undefined} />
    </Suspense>
  );
  const controls = (
    <MapControls
      level={level}
      onLevel={goTo}
      onIn={view.k < range.most - 0.01 || inward !== undefined ? goIn : undefined}
      onOut={view.k > 1.01 || outward !== undefined ? goOut : undefined}
      compact={compact}
    >
      {inColumn && !legendInColumn && legendButton}
    </MapControls>
  );
  return (
    <div
      ref={outer}
      className={style.map}
      data-natural-height={Math.ceil(height)}
      data-level={drawing?.level}
      onKeyDown={onKeyDown}
    >
      <div ref={frame} className={classNames(style.frame, legendInColumn && style.withLegend)}>
        <svg
          ref={svg}
          className={style.canvas}
          role="application"
          data-partial={part === undefined ? undefined : ''}
          aria-label={text.map.label}
          aria-describedby="map-hint"
          width="100%"
          height="100%"
        >
          <defs>
            <pattern id="map-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <line className={style.hatch} x1="0" y1="0" x2="0" y2="6" />
            </pattern>
          </defs>
          <g transform={`translate(${view.x},${view.y}) scale(${view.k})`}>{objects}</g>
        </svg>
        {/* One boundary each: what is on its way hides nothing that is there. */}
        <Suspense>
          {drawing !== undefined && <Flights drawing={drawing} zoom={zoom} canvas={size} dock={dock} />}
        </Suspense>
        <Suspense>{drawing !== undefined && searchable && <MapSearch cluster={drawing.cluster} />}</Suspense>
        {hasMinimap && (
          <Suspense>
            <div className={style.minimap}>
              <Minimap
                layout={drawing.layout}
                view={view}
                canvas={size}
                found={boxesOfFound(drawing, found ?? noFound)}
                onCentre={zoom.centre}
                onPan={zoom.panBy}
              />
            </div>
          </Suspense>
        )}
        {(legendInColumn || inColumn || free) && (
          <div className={style.corner}>
            {legendInColumn || column === undefined ? (
              <MapLegend level={level} searching={found !== undefined} across={column === undefined} />
            ) : (
              !inColumn && legendButton
            )}
            {inColumn && controls}
          </div>
        )}
        {free && !inColumn && <div className={style.over}>{controls}</div>}
        <Suspense>{searchable && <MapTip frame={frame} />}</Suspense>
      </div>
      <p id="map-hint" className="visually-hidden">
        {text.map.hint}
      </p>
      {!free && !inColumn && (
        <div className={style.strip}>
          <div ref={setDock} className={style.dock} />
          {!legendInColumn && !(compact && size.width < 480) && (
            <MapLegend level={level} searching={found !== undefined} across />
          )}
          {controls}
        </div>
      )}
      {said}
    </div>
  );
}

interface FlightsProps {
  readonly drawing: MapDrawing;
  readonly zoom: MapZoom;
  readonly canvas: { readonly width: number; readonly height: number };
  /** Where the numbers are put; over the canvas when absent. */
  readonly dock: HTMLElement | null;
}

/** Packets sent together, while the moment they were sent in is in view. */
function Flights({ drawing, zoom, canvas, dock }: FlightsProps): ReactElement | null {
  const batch = useFlights((state) => state.batch);
  const known = useClusterView(({ timeline }) => timeline.some(({ traceId }) => traceId === batch?.flights.first));
  if (batch === undefined || !known) return null;
  const { layout, cluster } = drawing;
  return <FlightLayer batch={batch} layout={layout} cluster={cluster} view={zoom.view} canvas={canvas} dock={dock} />;
}
