import { memo, useMemo, type ReactElement } from 'react';
import { useText } from '../../i18n/text.js';
import type { Box } from './box.js';
import { boxText, inPathOrder } from './subjects.js';
import type { MapDrawing } from './use-map-drawing.js';

const ObjectWords = memo(function ObjectWords({ words }: { readonly words: string }): ReactElement {
  return <li>{words}</li>;
});

interface SaidObjects {
  /** Objects one can move to, in path order. */
  readonly order: readonly Box[];
  /** What each is, by id. */
  readonly words: ReadonlyMap<string, string>;
  /** All of them as a list to be read. */
  readonly said: ReactElement | false;
}

/** The objects of a map in words. */
export function useObjectWords(drawing: MapDrawing | undefined): SaidObjects {
  const text = useText();
  return useMemo(() => {
    if (drawing === undefined) return { order: [], words: new Map(), said: false };
    const { onWay, elsewhere } = inPathOrder(drawing.layout.boxes, drawing.walk);
    const order = [...onWay, ...elsewhere];
    const words = new Map(order.map((box) => [box.id, boxText(box, drawing.cluster, text)]));
    const item = ({ id }: Box) => <ObjectWords key={id} words={words.get(id) ?? ''} />;
    const said = (
      <ul className="visually-hidden" aria-label={text.map.objects}>
        {/* Two lists in one: what joins the packet's way moves, and all else stays in its place. */}
        {onWay.map(item)}
        {elsewhere.map(item)}
      </ul>
    );
    return { order, words, said };
  }, [drawing, text]);
}
