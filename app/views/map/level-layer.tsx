import { useLayoutEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { lessMotion } from './motion.js';
import style from './map-view.module.css';

const fadeMillis = 240;

/** One level of detail. When another takes its place, what was here fades while that comes. */
export function LevelLayer({ children }: { readonly children: ReactNode }): ReactElement {
  const ref = useRef<SVGGElement>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    const parent = element?.parentNode;
    return () => {
      if (element === null || !(parent instanceof SVGElement) || !parent.isConnected || lessMotion()) return;
      const ghost = element.cloneNode(true);
      if (!(ghost instanceof SVGElement)) return;
      ghost.setAttribute('aria-hidden', 'true');
      ghost.setAttribute('pointer-events', 'none');
      for (const one of ghost.querySelectorAll('[data-id]')) one.removeAttribute('data-id');
      parent.append(ghost);
      ghost.animate([{ opacity: 1 }, { opacity: 0 }], { duration: fadeMillis }).finished.then(
        () => ghost.remove(),
        () => ghost.remove(),
      );
    };
  }, []);
  return (
    <g ref={ref} className={style.level}>
      {children}
    </g>
  );
}
