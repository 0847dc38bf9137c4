import { useLayoutEffect, useState, type RefObject } from 'react';

type Ref = RefObject<HTMLElement | null>;

export interface ElementSize {
  readonly width: number;
  readonly height: number;
}

/** What `read` finds of an element, and again whenever its size has changed. */
function useMeasure<T>(ref: Ref, read: (element: HTMLElement) => T, before: T): T {
  const [measure, setMeasure] = useState(before);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const take = () => setMeasure(read(element));
    take();
    const observer = new ResizeObserver(take);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref, read]);
  return measure;
}

const widthOf = ({ clientWidth }: HTMLElement): number => clientWidth;
const sizeOf = ({ clientWidth, clientHeight }: HTMLElement): ElementSize => ({
  width: clientWidth,
  height: clientHeight,
});
const none: ElementSize = { width: 0, height: 0 };

/** The inner width of an element, kept up to date. */
export const useElementWidth = (ref: Ref): number => useMeasure(ref, widthOf, 0);

/** The inner size of an element, kept up to date. */
export const useElementSize = (ref: Ref): ElementSize => useMeasure(ref, sizeOf, none);
