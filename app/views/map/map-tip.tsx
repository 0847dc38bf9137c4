import { useEffect, useRef, useState, type ReactElement, type RefObject } from 'react';
import style from './map-tip.module.css';

/** An object of the map that says why it is set back, and whatever else its looks do not tell. */
const reasonAttribute = 'data-reason';

const objectAt = (target: EventTarget | null): Element | undefined =>
  (target instanceof Element ? target.closest(`[${reasonAttribute}]`) : null) ?? undefined;

const isOfTip = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[data-tip]') !== null;

/** The object that the pointer is over, else the one that has the focus; none after Escape or a choice. */
function useTold(frame: RefObject<HTMLElement | null>): Element | undefined {
  const [told, setTold] = useState<Element>();
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const focused = (): Element | undefined =>
      document.activeElement?.matches(':focus-visible') === true ? objectAt(document.activeElement) : undefined;
    const events = new AbortController();
    const on = (type: string, act: (event: Event) => void): void =>
      element.addEventListener(type, act, { signal: events.signal });
    on('pointerover', ({ target }) => {
      if (!isOfTip(target)) setTold(objectAt(target) ?? focused());
    });
    on('pointerleave', () => setTold(focused()));
    on('focusin', () => setTold(focused()));
    on('focusout', () => setTold(undefined));
    // What came before this was there is told, too.
    const first = requestAnimationFrame(() =>
      setTold(element.querySelector(`[${reasonAttribute}]:hover`) ?? focused()),
    );
    // Of the whole page: what is pointed at need not have the focus.
    const leave = (event: KeyboardEvent) => event.key === 'Escape' && setTold(undefined);
    document.addEventListener('keydown', leave, { signal: events.signal });
    return () => {
      cancelAnimationFrame(first);
      events.abort();
    };
  }, [frame]);
  return told;
}

const edge = 6;

/** Keeps the tip below its object, above it where there is no room, while the map moves or the object changes. */
function place(tip: HTMLElement, object: Element, frame: HTMLElement): void {
  const [of, around] = [object.getBoundingClientRect(), frame.getBoundingClientRect()];
  const { offsetWidth: width, offsetHeight: height } = tip;
  const left = Math.min(Math.max(of.left, around.left + edge), around.right - edge - width) - around.left;
  const isBelow = of.bottom + height <= around.bottom;
  const top = (isBelow ? of.bottom : Math.max(of.top - height, around.top)) - around.top;
  tip.style.transform = `translate(${Math.max(left, 0)}px,${top}px)`;
}

/** Says on hover and on focus what an object's looks do not: a screen reader has it from the object's name. */
export default function MapTip({ frame }: { readonly frame: RefObject<HTMLElement | null> }): ReactElement | null {
  const told = useTold(frame);
  const tip = useRef<HTMLDivElement>(null);
  const words = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (told === undefined) return;
    let next = 0;
    const follow = () => {
      next = requestAnimationFrame(follow);
      if (tip.current === null || words.current === null || frame.current === null) return;
      const reason = told.isConnected ? told.getAttribute(reasonAttribute) : null;
      tip.current.hidden = reason === null;
      if (words.current.textContent !== reason) words.current.textContent = reason;
      if (reason !== null) place(tip.current, told, frame.current);
    };
    follow();
    return () => cancelAnimationFrame(next);
  }, [told, frame]);
  if (told === undefined) return null;
  return (
    <div ref={tip} className={style.tip} hidden aria-hidden="true" data-tip>
      <p ref={words} className={style.words} />
    </div>
  );
}
