import {
  memo,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
} from 'react';
import { useText } from '../../i18n/text.js';
import { useIsLit } from '../../state/playback.js';
import { useSelection } from '../../state/selection.js';
import { textWidth } from '../../ui/text-metrics.js';
import { fonts, type Box, type MapLayout } from './box.js';
import { bottom, overlaps, right, type Rect } from './geometry.js';
import { MapBox } from './map-box.js';
import style from './map-view.module.css';
import type { Walk } from './station.js';
import type { Face, Faces } from './steady.js';
import { isLit, selectionOf, type WhyNot } from './subjects.js';
import type { Picking } from './use-picking.js';

export interface MapObjectsProps {
  readonly layout: MapLayout;
  /** Objects one can move to, in path order. */
  readonly order: readonly Box[];
  /** What each of them is, in words, by id. */
  readonly words: ReadonlyMap<string, string>;
  readonly picking: Picking;
  readonly walk: Walk | undefined;
  /** How the boxes look, by id. */
  readonly faces: Faces;
  /** Ids of what a search found, while one is under way. */
  readonly found: ReadonlySet<string> | undefined;
  /** Where a search stands. */
  readonly current: string | undefined;
  /** The part of a large map that is drawn. */
  readonly part: Rect | undefined;
  /** Shows more of what was double-clicked. */
  readonly onOpen: (box: Box) => void;
  /** Brings what was moved to into sight. */
  readonly onReach: (box: Box) => void;
  /** Drawn between the nodes' frames and what is in them. */
  readonly children: ReactNode;
}

const isFrame = (box: Box): boolean => box.shape === 'node' || box.shape === 'zone';

function moveIn(order: readonly Box[], key: string, from: number): Box | undefined {
  if (key === 'ArrowDown') return order[Math.min(from + 1, order.length - 1)];
  return key === 'ArrowUp' ? order[Math.max(from - 1, 0)] : undefined;
}

/** What can be done with an object. Stays the same, so that an object is drawn again only when it looks different. */
interface ObjectActions {
  readonly focus: (id: string) => void;
  readonly pick: (box: Box) => void;
  readonly open: (box: Box) => void;
  readonly enter: (box: Box) => void;
}

function useActions(props: MapObjectsProps, focus: (id: string) => void): ObjectActions {
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  }, [props]);
  return useMemo(
    () => ({
      focus,
      pick: (box) => latest.current.picking.pick(box),
      open: (box) => latest.current.onOpen(box),
      enter: (box) => useSelection.getState().hover(selectionOf(box, latest.current.walk)),
    }),
    [focus],
  );
}

/** All boxes: those that stand for something can be pointed at, clicked and moved to with the arrow keys. */
export function MapObjects(props: MapObjectsProps): ReactElement {
  const { layout, order, words, picking, faces, found, part, children } = props;
  const group = useRef<SVGGElement>(null);
  const [focus, setFocus] = useState<string>();
  const [wanted, setWanted] = useState<string>();
  const actions = useActions(props, setFocus);
  const entry = order.some((box) => box.id === focus) ? focus : order[0]?.id;

  useEffect(() => {
    if (wanted === undefined) return;
    group.current?.querySelector<SVGGElement>(`[data-id="${CSS.escape(wanted)}"]`)?.focus({ preventScroll: true });
  }, [wanted]);

  const onKeyDown = (event: KeyboardEvent) => {
    const from = order.findIndex((box) => box.id === entry);
    const box = order[from];
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      event.stopPropagation();
      if (event.key === 'Enter' && picking.confirm()) return;
      if (box !== undefined) picking.pick(box);
      return;
    }
    // With Shift the arrow keys move the map.
    const next = event.shiftKey ? undefined : moveIn(order, event.key, from);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setFocus(next.id);
    setWanted(next.id);
    props.onReach(next);
  };
  const isDrawn = (box: Box): boolean => part === undefined || box.id === entry || overlaps(box.rect, part);
  const draw = (box: Box) => (
    <MapObject
      key={box.id}
      box={box}
      words={words.get(box.id) ?? ''}
      isEntry={box.id === entry}
      isFound={found === undefined ? undefined : found.has(box.id)}
      isCurrent={props.current === box.id}
      role={picking.role(box)}
      why={picking.why(box)}
      face={faces.get(box.id)}
      actions={actions}
    />
  );
  const boxes = layout.boxes.filter(isDrawn);
  return (
    <g ref={group} onKeyDown={onKeyDown}>
      {boxes.filter(isFrame).map(draw)}
      {children}
      {boxes.filter((box) => !isFrame(box)).map(draw)}
    </g>
  );
}

interface MapObjectProps {
  readonly box: Box;
  readonly words: string;
  readonly isEntry: boolean;
  readonly isFound: boolean | undefined;
  readonly isCurrent: boolean;
  readonly role: ReturnType<Picking['role']>;
  readonly why: WhyNot | undefined;
  readonly face: Face | undefined;
  readonly actions: ObjectActions;
}

const opens = (box: Box): boolean => box.shape === 'tile' || box.shape === 'zoneCard' || box.shape === 'node';

/** What a search is about: anything else is not set back while one goes on. */
const canBeFound = (box: Box): boolean => box.shape === 'pod' || box.shape === 'ghost' || box.shape === 'dot';

const MapObject = memo(function MapObject(props: MapObjectProps): ReactElement | null {
  const { box, words, isEntry, isFound, isCurrent, role, why, face, actions } = props;
  const { map } = useText();
  const lit = useIsLit((selection) => isLit(box, selection)) || isCurrent;
  const faded = isFound === false && canBeFound(box);
  const drawing = face && (
    <MapBox at={box.rect} face={face} lit={lit} dim={why !== undefined || faded} found={isFound === true} role={role} />
  );
  if (box.subject === undefined) return drawing ?? null;
  const said = [words, role && map.aria[role], isFound === true && map.aria.found];
  const name = said.filter((part) => typeof part === 'string').join(', ');
  const isSetBack = box.notReady === true || box.terminating === true;
  const reason = why !== undefined ? map.why[why] : isSetBack ? name : undefined;
  return (
    <g
      className={style.object}
      data-id={box.id}
      data-reason={reason}
      role="button"
      tabIndex={isEntry ? 0 : -1}
      aria-label={why === undefined ? name : `${name}. ${reason}`}
      aria-disabled={why !== undefined}
      onFocus={() => actions.focus(box.id)}
      onClick={() => actions.pick(box)}
      onDoubleClick={opens(box) ? () => actions.open(box) : undefined}
      onPointerEnter={() => actions.enter(box)}
      onPointerLeave={() => useSelection.getState().hover(undefined)}
    >
      {/* What has a reason tells it at once: see map-tip.tsx. */}
      {reason === undefined && <title>{name}</title>}
      {drawing}
      {role !== undefined && <Tag box={box} text={role === 'source' ? map.fromHere : map.toHere} />}
    </g>
  );
});

/** `from here`, on the upper edge of what was picked. */
function Tag({ box, text }: { readonly box: Box; readonly text: string }): ReactElement {
  const width = textWidth(text, { ...fonts.small, weight: 600 }) + 12;
  const { x } = box.rect;
  const y = box.rect.y < 16 ? bottom(box.rect) - 3 : box.rect.y - 15;
  const left = Math.min(x + 10, Math.max(x, right(box.rect) - width));
  return (
    <g className={style.tag} aria-hidden="true">
      <rect x={left} y={y} width={width} height={16} rx={4} />
      <text x={left + 6} y={y + 12}>
        {text}
      </text>
    </g>
  );
}
