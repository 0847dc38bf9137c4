/** What stands between two lines of the coloured text names the line above it so. */
export const roomAttribute = 'data-below-line';

/** A text area, and below it the same text in colours with room between its lines. */
export interface Sheet {
  readonly area: HTMLTextAreaElement;
  readonly rooms: readonly HTMLElement[];
  /** The coloured lines. */
  readonly codes: readonly HTMLElement[];
}

export const sheetOf = (area: HTMLTextAreaElement, element: HTMLElement): Sheet => ({
  area,
  rooms: [...element.querySelectorAll<HTMLElement>(`[${roomAttribute}]`)],
  codes: [...element.querySelectorAll<HTMLElement>('[data-code]')],
});

const lineAbove = (room: HTMLElement): number => Number(room.getAttribute(roomAttribute));

interface Place {
  readonly line: number;
  readonly column: number;
}

export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before[before.length - 1]?.length ?? 0 };
}

const heightOf = (rooms: readonly HTMLElement[]): number => rooms.reduce((sum, room) => sum + room.offsetHeight, 0);

/** How much lower than in the text area a line stands in the coloured text. */
export const roomAboveLine = ({ rooms }: Sheet, line: number): number =>
  heightOf(rooms.filter((room) => lineAbove(room) < line));

export const roomAbovePoint = ({ rooms }: Sheet, y: number): number =>
  heightOf(rooms.filter((room) => room.getBoundingClientRect().bottom <= y));

/** The characters of a coloured line between two columns. */
function rangeIn(code: Element, from: number, to: number): Range {
  const range = new Range();
  range.selectNodeContents(code);
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  let passed = 0;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (from >= passed && from <= passed + length) range.setStart(node, from - passed);
    if (to >= passed && to <= passed + length) range.setEnd(node, to - passed);
    passed += length;
  }
  return range;
}

/** A selection that reaches over a room, as ranges of the coloured lines. */
export function rangesAcross({ area, rooms, codes }: Sheet): readonly Range[] {
  const start = placeOf(area.value, area.selectionStart);
  const end = placeOf(area.value, area.selectionEnd);
  if (!rooms.some((room) => start.line <= lineAbove(room) && lineAbove(room) < end.line)) return [];
  return codes
    .slice(start.line - 1, end.line)
    .map((code, index) =>
      rangeIn(
        code,
        index === 0 ? start.column : 0,
        index === end.line - start.line ? end.column : (code.textContent?.length ?? 0),
      ),
    );
}

/** The place within a text node that a point of the page is nearest to; older browsers cannot tell. */
function textPlace(x: number, y: number): readonly [Node, number] | undefined {
  const found = 'caretPositionFromPoint' in document ? document.caretPositionFromPoint(x, y) : null;
  return found === null ? undefined : [found.offsetNode, found.offset];
}

/** The offset in the text of what stands at a point of the coloured lines. */
export function offsetAt({ area, codes }: Sheet, x: number, y: number): number {
  const nearest = codes.findIndex((code) => y < code.getBoundingClientRect().bottom);
  const line = nearest === -1 ? codes.length : nearest + 1;
  const code = codes[line - 1];
  const start = area.value
    .split('\n')
    .slice(0, line - 1)
    .reduce((sum, text) => sum + text.length + 1, 0);
  if (code === undefined || x < code.getBoundingClientRect().left) return start;
  area.style.pointerEvents = 'none';
  const place = textPlace(x, y);
  area.style.pointerEvents = '';
  if (place === undefined || !code.contains(place[0])) return start + (code.textContent?.length ?? 0);
  const before = new Range();
  before.setStart(code, 0);
  before.setEnd(...place);
  return start + before.toString().length;
}
