import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { sentence, useText } from '../../i18n/text.js';
import { useClusterView } from '../../state/cluster-view.js';
import { useLit, usePlayback } from '../../state/playback.js';
import { useElementSize } from './element-size.js';
import type { Point, Rect } from './geometry.js';
import { layoutMap } from './layout.js';
import { layoutTiles } from './layout-tiles.js';
import { MapControls } from './map-controls.js';
import { MapLegend } from './map-legend.js';
import { MapObjects } from './map-objects.js';
import style from './map-view.module.css';
import { MapWires } from './map-wires.js';
import { PacketToken } from './packet-token.js';
import { walkAt } from './station.js';
import { boxText, inPathOrder } from './subjects.js';
import { useMapZoom } from './use-map-zoom.js';
import { usePicking } from './use-picking.js';

/** How much of each node is shown. Scaling changes this before it would make text too small. */
export type Detail = 'nodes' | 'pods' | 'rules';
export const details: readonly Detail[] = ['nodes', 'pods', 'rules'];

/** Up to this many nodes all are drawn with their hooks unless the learner says otherwise. */
const mostNodesInFull = 8;

function useMapLayout(width: number, detail: Detail) {
  const text = useText();
  const cluster = useClusterView((state) => state.cluster);
  const trace = usePlayback((state) => state.trace);
  const leg = usePlayback((state) => state.leg);
  const cursor = usePlayback((state) => state.cursor);
  return useMemo(() => {
    if (cluster === undefined || width === 0) return undefined;
    const walk = walkAt(trace, leg, cursor, cluster.external.name);
    const refusal = walk === undefined ? '' : sentence(walk.hop.reason, text);
    const input = { cluster, trace, leg, cursor, width, words: text.map.layout, refusal };
    const tiles = detail === 'nodes' ? layoutTiles({ ...input, detail: 'pods' }) : undefined;
    return {
      cluster,
      walk,
      tiles,
      layout: tiles ?? layoutMap({ ...input, detail: detail === 'rules' ? 'rules' : 'pods' }),
    };
  }, [cluster, trace, leg, cursor, width, text, detail]);
}

/** The cluster as a map: who is where, what the packet passed, what lies ahead of it. */
export function MapView(): ReactElement {
  const text = useText();
  const frame = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const size = useElementSize(frame);
  const nodes = useClusterView((state) => state.cluster?.nodes.length ?? 0);
  const [chosen, setDetail] = useState<Detail>();
  const detail = chosen ?? (nodes > mostNodesInFull ? 'nodes' : 'rules');
  const drawn = useMapLayout(size.width, detail);
  const lit = useLit();
  const picking = usePicking(drawn?.walk);
  const content = { width: drawn?.layout.width ?? 0, height: drawn?.layout.height ?? 0 };
  const { view, scaleBy, fit, reveal } = useMapZoom(svg, size, content);
  const order = useMemo(() => (drawn === undefined ? [] : inPathOrder(drawn.layout.boxes, drawn.walk)), [drawn]);
  const focus = drawn?.layout.focus ?? drawn?.layout.token?.at;
  const focusKey = JSON.stringify(focus);
  useEffect(() => {
    if (focusKey === undefined) return;
    const part = JSON.parse(focusKey) as Point & Partial<Rect>;
    reveal({ x: part.x, y: part.y, w: part.w ?? 0, h: part.h ?? 0 });
  }, [focusKey, reveal]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && picking.stage !== 'idle') {
      event.preventDefault();
      picking.cancel();
    }
  };
  const step = details.indexOf(detail);
  const zoomIn = () => (step < details.length - 1 ? setDetail(details[step + 1]) : scaleBy(1.25));
  const zoomOut = () => (view.k > 1.01 ? scaleBy(0.8) : step > 0 && setDetail(details[step - 1]));

  const column = drawn?.layout.freeColumn;
  const overlay = column !== undefined;
  const legend = column === undefined || (view.k < 1.01 && size.height - column.top > 150);

  return (
    <div className={style.map} data-natural-height={Math.ceil(content.height)} onKeyDown={onKeyDown}>
      <div ref={frame} className={style.frame}>
        <svg
          ref={svg}
          className={style.canvas}
          role="application"
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
          {drawn !== undefined && (
            <g transform={`translate(${view.x},${view.y}) scale(${view.k})`}>
              <MapObjects
                layout={drawn.layout}
                order={order}
                picking={picking}
                lit={lit}
                nameOf={(box) => boxText(box, drawn.cluster, text)}
                walk={drawn.walk}
                dots={drawn.tiles?.dots}
                onOpen={() => setDetail(detail === 'nodes' ? 'rules' : detail)}
              >
                <MapWires wires={drawn.layout.wires} />
              </MapObjects>
              {drawn.layout.token !== undefined && drawn.walk !== undefined && (
                <PacketToken
                  token={drawn.layout.token}
                  hop={{ traceId: drawn.walk.trace.id, leg: drawn.walk.leg, cursor: drawn.walk.cursor }}
                />
              )}
            </g>
          )}
        </svg>
      </div>
      <p id="map-hint" className="visually-hidden">
        {text.map.hint}
      </p>
      <div className={overlay ? style.corner : style.strip}>
        {legend && <MapLegend dots={detail === 'nodes'} across={!overlay} />}
        <MapControls onIn={zoomIn} onOut={zoomOut} onFit={fit} detail={detail} />
      </div>
      {drawn !== undefined && (
        <ul className="visually-hidden" aria-label={text.map.objects}>
          {order.map((box) => (
            <li key={box.id}>{boxText(box, drawn.cluster, text)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
