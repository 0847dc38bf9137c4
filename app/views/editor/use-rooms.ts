import { useEffect, useLayoutEffect, useRef, type MouseEvent, type PointerEvent, type RefObject } from 'react';
import { useDocument } from '../../state/document.js';
import {
  offsetAt,
  placeOf,
  rangesAcross,
  roomAboveLine,
  roomAbovePoint,
  roomAttribute,
  sheetOf,
  type Sheet,
} from './sheet.js';

/** As `::highlight()` in the style sheet names it. */
const highlightName = 'editor-selection';

const caretOf = ({ selectionDirection, selectionStart, selectionEnd }: HTMLTextAreaElement): number =>
  selectionDirection === 'backward' ? selectionStart : selectionEnd;
const anchorOf = ({ selectionDirection, selectionStart, selectionEnd }: HTMLTextAreaElement): number =>
  selectionDirection === 'backward' ? selectionEnd : selectionStart;

const isBelow = ({ area }: Sheet, room: number): boolean => area.style.getPropertyValue('--room') === `${room}px`;
const moveBelow = ({ area }: Sheet, room: number): void => area.style.setProperty('--room', `${room}px`);

/** A selection that reaches over a room is shown on the coloured text: the area's own is off on one side of it. */
function showAcross(sheet: Sheet): void {
  const ranges = rangesAcross(sheet);
  sheet.area.toggleAttribute('data-across', ranges.length > 0);
  // Browsers without it show no such selection; what is selected is the same.
  if (!('highlights' in CSS)) return;
  CSS.highlights.delete(highlightName);
  if (ranges.length > 0) CSS.highlights.set(highlightName, new Highlight(...ranges));
}

/** Has the lines of the area stand where the coloured ones do, from the last room above the caret on. */
function follow(sheet: Sheet): void {
  moveBelow(sheet, roomAboveLine(sheet, placeOf(sheet.area.value, caretOf(sheet.area)).line));
  showAcross(sheet);
}

interface RoomEvents {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerCancel: () => void;
  readonly onMouseDown: (event: MouseEvent) => void;
  readonly onMouseMove: (event: MouseEvent) => void;
}

/**
 * Lets something stand between the lines of a text area. The area lies over the same text in colours and shows nothing
 * itself but caret and selection: so it is moved to where the coloured line of the caret stands, whenever the caret
 * goes to the other side of a room. Typing, undo, input methods and screen readers are those of a plain text area.
 */
export function useRooms(
  area: RefObject<HTMLTextAreaElement | null>,
  element: RefObject<HTMLElement | null>,
): RoomEvents {
  /** Where the mouse was pressed, while it draws a selection that the browser does not. */
  const drawn = useRef<number>(undefined);
  const sheet = (): Sheet | undefined =>
    area.current === null || element.current === null ? undefined : sheetOf(area.current, element.current);
  const followCaret = () => {
    const found = sheet();
    if (found !== undefined) follow(found);
  };
  useLayoutEffect(() => {
    followCaret();
    const observer = new ResizeObserver(followCaret);
    for (const room of sheet()?.rooms ?? []) observer.observe(room);
    return () => observer.disconnect();
  });
  useEffect(() => {
    document.addEventListener('selectionchange', followCaret);
    return () => {
      document.removeEventListener('selectionchange', followCaret);
      if ('highlights' in CSS) CSS.highlights.delete(highlightName);
    };
    // It reads nothing but what the two elements are at that time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useCalls(element);

  return {
    // A finger's tap sets the caret later, a pan never.
    onPointerDown: ({ pointerType, clientY, target }) => {
      const found = sheet();
      if (pointerType !== 'mouse' && found?.area === target) moveBelow(found, roomAbovePoint(found, clientY));
    },
    onPointerCancel: followCaret,
    onMouseDown: (event) => {
      const found = sheet();
      if (event.button !== 0 || found?.area !== event.target) return;
      if (isBelow(found, roomAbovePoint(found, event.clientY))) return;
      // The browser has already looked up which line is there, and would take one of the other side.
      event.preventDefault();
      const at = offsetAt(found, event.clientX, event.clientY);
      const anchor = event.shiftKey ? anchorOf(found.area) : at;
      drawn.current = anchor;
      found.area.focus({ preventScroll: true });
      select(found.area, anchor, at);
    },
    onMouseMove: ({ buttons, clientX, clientY }) => {
      const found = sheet();
      if ((buttons & 1) === 0) drawn.current = undefined;
      else if (found !== undefined && drawn.current !== undefined)
        select(found.area, drawn.current, offsetAt(found, clientX, clientY));
    },
  };
}

const select = (area: HTMLTextAreaElement, anchor: number, at: number): void =>
  area.setSelectionRange(Math.min(anchor, at), Math.max(anchor, at), at < anchor ? 'backward' : 'forward');

const touches = ['pointerdown', 'keydown', 'wheel'] as const;

/**
 * Whoever applies wants to see what was refused: the first room comes into sight with its line, and stays so while
 * what stands in it still comes, until something else is done.
 */
function useCalls(element: RefObject<HTMLElement | null>): void {
  const calls = useDocument((state) => state.problemCalls);
  const answered = useRef(calls);
  useEffect(() => {
    const room = element.current?.querySelector(`[${roomAttribute}]`);
    if (calls === answered.current || room === null || room === undefined) return;
    answered.current = calls;
    const observer = new ResizeObserver(() => room.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
    observer.observe(room);
    const leave = () => observer.disconnect();
    for (const touch of touches) document.addEventListener(touch, leave, { once: true });
    return () => {
      leave();
      for (const touch of touches) document.removeEventListener(touch, leave);
    };
  }, [element, calls]);
}
