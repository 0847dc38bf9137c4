/**
 * Scrolls an element into sight in the next frame, once the browser has laid that out and before it paints: asked for
 * at once, a large page would be laid out twice. Returns what calls it off.
 */
export function scrollIntoSight(element: Element | null | undefined): () => void {
  if (element === null || element === undefined) return () => undefined;
  // Whatever begins to be observed is told of once, when its size is known.
  const observer = new ResizeObserver(() => {
    observer.disconnect();
    element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  observer.observe(element);
  return () => observer.disconnect();
}
