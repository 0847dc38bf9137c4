import { useRef, useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { useText } from '../../i18n/text.js';
import { useSelection, type Selection } from '../../state/selection.js';
import { textWidth } from '../../ui/text-metrics.js';
import { fonts, type Box, type MapLayout } from './box.js';
import type { TileDot } from './layout-tiles.js';
import { MapBox } from './map-box.js';
import style from './map-view.module.css';
import type { Walk } from './station.js';
import { isLit, selectionOf } from './subjects.js';
import type { Picking } from './use-picking.js';

interface MapObjectsProps {
  readonly layout: MapLayout;
  /** Objects one can move to, in path order. */
  readonly order: readonly Box[];
  readonly picking: Picking;
  readonly lit: Selection | undefined;
  readonly nameOf: (box: Box) => string;
  readonly walk: Walk | undefined;
  readonly dots: ReadonlyMap<string, readonly TileDot[]> | undefined;
  /** Double click on a node's tile. */
  readonly onOpen: () => void;
  /** Drawn between the nodes' frames and what is in them. */
  readonly children: ReactNode;
}

const isFrame = (box: Box): boolean => box.shape === 'node';

function moveIn(order: readonly Box[], key: string, from: number): Box | undefined {
  if (key === 'ArrowDown') return order[Math.min(from + 1, order.length - 1)];
  return key === 'ArrowUp' ? order[Math.max(from - 1, 0)] : undefined;
}

/** All boxes: those that stand for something can be pointed at, clicked and moved to with the arrow keys. */
export function MapObjects(props: MapObjectsProps): ReactElement {
  const { layout, order, children } = props;
  const group = useRef<SVGGElement>(null);
  const [focus, setFocus] = useState<string>();
  const entry = order.some((box) => box.id === focus) ? focus : order[0]?.id;
  const onKeyDown = (event: KeyboardEvent) => {
    const from = order.findIndex((box) => box.id === entry);
    const box = order[from];
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      event.stopPropagation();
      if (event.key === 'Enter' && props.picking.confirm()) return;
      if (box !== undefined) props.picking.pick(box);
      return;
    }
    const next = moveIn(order, event.key, from);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setFocus(next.id);
    group.current?.querySelector<SVGGElement>(`[data-id="${CSS.escape(next.id)}"]`)?.focus();
  };
  const draw = (box: Box) => <MapObject key={box.id} box={box} entry={entry} onFocus={setFocus} {...props} />;
  return (
    <g ref={group} onKeyDown={onKeyDown}>
      {layout.boxes.filter(isFrame).map(draw)}
      {children}
      {layout.boxes.filter((box) => !isFrame(box)).map(draw)}
    </g>
  );
}

interface MapObjectProps extends MapObjectsProps {
  readonly box: Box;
  readonly entry: string | undefined;
  readonly onFocus: (id: string) => void;
}

function MapObject({ box, entry, onFocus, picking, lit, nameOf, walk, dots, onOpen }: MapObjectProps): ReactElement {
  const { map } = useText();
  const role = picking.role(box);
  const dim = picking.isDim(box);
  const drawing = <MapBox box={box} lit={isLit(box, lit)} dim={dim} role={role} dots={dots?.get(box.id)} />;
  if (box.subject === undefined) return drawing;
  const name = nameOf(box);
  const hover = useSelection.getState().hover;
  return (
    <g
      className={style.object}
      data-id={box.id}
      role="button"
      tabIndex={box.id === entry ? 0 : -1}
      aria-label={dim ? `${name}. ${map.why.notTarget}` : role === undefined ? name : `${name}, ${map.aria[role]}`}
      aria-disabled={dim}
      onFocus={() => onFocus(box.id)}
      onClick={() => picking.pick(box)}
      onDoubleClick={box.shape === 'tile' ? onOpen : undefined}
      onPointerEnter={() => hover(selectionOf(box, walk))}
      onPointerLeave={() => hover(undefined)}
    >
      <title>{dim ? map.why.notTarget : name}</title>
      {drawing}
      {role !== undefined && <Tag box={box} text={role === 'source' ? map.fromHere : map.toHere} />}
    </g>
  );
}

/** `from here`, on the upper edge of what was picked. */
function Tag({ box, text }: { readonly box: Box; readonly text: string }): ReactElement {
  const width = textWidth(text, { ...fonts.small, weight: 600 }) + 12;
  const { x } = box.rect;
  const y = box.rect.y < 16 ? box.rect.y + box.rect.h - 3 : box.rect.y - 15;
  return (
    <g className={style.tag} aria-hidden="true">
      <rect x={x + 10} y={y} width={width} height={16} rx={4} />
      <text x={x + 16} y={y + 12}>
        {text}
      </text>
    </g>
  );
}
