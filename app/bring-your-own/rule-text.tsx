import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useBringYourOwnText } from '../i18n/bring-your-own-text.js';
import { classNames } from '../ui/class-names.js';
import style from './bring-your-own.module.css';

const lineHeight = 20;
const overscan = 20;

interface RuleTextProps {
  readonly lines: readonly string[];
  /** Lines that the packet met, counted from 1. */
  readonly lit: ReadonlySet<number>;
  /** The line to bring into view. */
  readonly shown: number | undefined;
}

/** The text that was read, of which only what is in view is on the page. */
export function RuleText({ lines, lit, shown }: RuleTextProps): ReactElement {
  const words = useBringYourOwnText();
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = box.current;
    if (element === null || shown === undefined) return;
    const at = (shown - 1) * lineHeight;
    if (at < element.scrollTop || at > element.scrollTop + element.clientHeight - 2 * lineHeight) {
      element.scrollTop = Math.max(0, at - element.clientHeight / 3);
    }
  }, [shown]);
  const first = Math.max(0, Math.floor(top / lineHeight) - overscan);
  const last = Math.min(lines.length, Math.ceil((top + height) / lineHeight) + overscan);
  return (
    <div
      ref={box}
      className={style.lines}
      role="region"
      aria-label={words.rulesText}
      tabIndex={0}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <div className={style.sheet} style={{ height: lines.length * lineHeight }}>
        <ol start={first + 1} style={{ transform: `translateY(${first * lineHeight}px)` }}>
          {lines.slice(first, last).map((text, index) => {
            const number = first + index + 1;
            return (
              <li key={number} className={classNames(lit.has(number) && style.lit, number === shown && style.shown)}>
                <span aria-hidden="true">{number}</span>
                <code>{text}</code>
              </li>
            );
          })}
        </ol>
      </div>
    </div>
  );
}
