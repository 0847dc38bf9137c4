import { useEffect, useMemo, useState } from 'react';
import type { ClusterView } from '../../../sim-core/index.js';
import { sentence, useText } from '../../i18n/text.js';
import { usePlayback } from '../../state/playback.js';
import type { MapLayout } from './box.js';
import { layoutMap } from './layout.js';
import { serviceId } from './layout-ghosts.js';
import { useMapLevel, type Level } from './level.js';
import type { OverviewLayout } from './overview.js';
import type * as Overviews from './overviews.js';
import { walkAt, type Walk } from './station.js';
import { keptFaces, keptLayout, type Faces } from './steady.js';
import { useMapCluster } from './use-map-cluster.js';

export interface MapDrawing {
  readonly level: Level;
  readonly cluster: ClusterView;
  readonly walk: Walk | undefined;
  readonly layout: MapLayout;
  /** How its boxes look, wherever they stand. */
  readonly faces: Faces;
}

/** Large clusters' drawings come when one is looked at. */
function useOverviews(needed: boolean): typeof Overviews | undefined {
  const [overviews, setOverviews] = useState<typeof Overviews>();
  useEffect(() => {
    if (!needed || overviews !== undefined) return;
    let current = true;
    void import('./overviews.js').then((loaded) => current && setOverviews(loaded));
    return () => {
      current = false;
    };
  }, [needed, overviews]);
  return overviews;
}

/** Makes each drawing of the one before, with what did not change in it. */
function drawings(): (next: Omit<MapDrawing, 'faces'>, dots?: OverviewLayout['dots']) => MapDrawing {
  let last: MapDrawing | undefined;
  return (next, dots) => {
    const layout = keptLayout(last?.layout, next.layout);
    last = { ...next, layout, faces: keptFaces(last?.faces, layout, dots) };
    return last;
  };
}

/** The map at a level of detail, as wide as the canvas; undefined until there is something to draw. */
export function useMapDrawing(width: number, level: Level, found: ReadonlySet<string> | undefined) {
  const text = useText();
  const cluster = useMapCluster();
  const [kept] = useState(drawings);
  const trace = usePlayback((state) => state.trace);
  const leg = usePlayback((state) => state.leg);
  const cursor = usePlayback((state) => state.cursor);
  const target = usePlayback((state) => state.target);
  const opened = useMapLevel((state) => state.opened);
  const isOverview = level === 'zones' || level === 'nodes';
  const overviews = useOverviews(isOverview);
  return useMemo((): MapDrawing | undefined => {
    if (cluster === undefined || width === 0 || (isOverview && overviews === undefined)) return undefined;
    const walk = walkAt(trace, leg, cursor, cluster.external.name);
    const refusal = walk === undefined ? '' : sentence(walk.hop.reason, text);
    const { object } = target ?? {};
    const wanted = new Set([...(found ?? []), ...(object?.kind === 'Service' ? [serviceId(object)] : [])]);
    const base = { cluster, trace, leg, cursor, width, words: text.map.layout, refusal, opened, wanted };
    const input = {
      ...base,
      ...(found !== undefined && { found }),
      detail: level === 'rules' ? level : 'pods',
    } as const;
    if (!isOverview || overviews === undefined) {
      return kept({ level, cluster, walk, layout: layoutMap(input) });
    }
    const layout = level === 'zones' ? overviews.layoutZones(input) : overviews.layoutTiles(input);
    return kept({ level, cluster, walk, layout }, layout.dots);
  }, [cluster, trace, leg, cursor, width, text, level, isOverview, overviews, found, opened, target, kept]);
}
