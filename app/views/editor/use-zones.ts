import { useLayoutEffect, useMemo } from 'react';
import { monaco } from './monaco.js';

type Editor = monaco.editor.IStandaloneCodeEditor;

interface Zone {
  readonly id: string;
  readonly line: number;
  readonly node: HTMLElement;
}

/** Makes room below lines, as much as what is put into the returned elements needs. `name` tells several sets apart. */
export function useZones(
  editor: Editor | undefined,
  name: string,
  file: string,
  lines: readonly number[],
): readonly HTMLElement[] {
  const key = `${file} ${lines.join(' ')}`;
  const zones = useMemo(
    () => lines.map((line) => ({ line, node: document.createElement('div') })),
    // The key stands for the lines, which are a new array each time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [key],
  );
  useLayoutEffect(() => {
    if (editor === undefined) return;
    const closers = zones.map(({ line, node }, index) => openZone(editor, { id: `${name} ${index}`, line, node }));
    return () => {
      for (const close of closers) close();
    };
  }, [editor, name, zones]);
  return useMemo(() => zones.map((zone) => zone.node), [zones]);
}

/**
 * The zone only makes the room: Monaco hides all zones from screen readers. What is seen and pressed lies over it, as an
 * overlay widget, which stands after the text in the order of the Tab key.
 */
function openZone(editor: Editor, { id: widgetId, line, node }: Zone): () => void {
  const widget: monaco.editor.IOverlayWidget = {
    getId: () => widgetId,
    getDomNode: () => node,
    getPosition: () => null,
  };
  const zone: monaco.editor.IViewZone = {
    afterLineNumber: line,
    heightInPx: 60,
    domNode: document.createElement('div'),
    // Out of sight it is far above, where the keyboard and a screen reader still find it.
    onDomNodeTop: (top) => {
      node.style.top = `${top}px`;
    },
  };
  const fit = () => {
    const { contentLeft, contentWidth, verticalScrollbarWidth } = editor.getLayoutInfo();
    node.style.left = `${contentLeft}px`;
    node.style.width = `${contentWidth - verticalScrollbarWidth}px`;
  };
  const reveal = () => editor.revealLineInCenterIfOutsideViewport(line, monaco.editor.ScrollType.Immediate);
  // The wheel over it scrolls the text, as anywhere in the editor.
  const scroll = ({ deltaY, ctrlKey }: WheelEvent) => {
    if (!ctrlKey) editor.setScrollTop(editor.getScrollTop() + deltaY);
  };
  fit();
  editor.addOverlayWidget(widget);
  let id = '';
  editor.changeViewZones((accessor) => {
    id = accessor.addZone(zone);
  });
  const observer = new ResizeObserver(() => {
    const height = node.offsetHeight;
    if (height === 0 || height === zone.heightInPx) return;
    zone.heightInPx = height;
    editor.changeViewZones((accessor) => accessor.layoutZone(id));
  });
  observer.observe(node);
  const layout = editor.onDidLayoutChange(fit);
  node.addEventListener('focusin', reveal);
  node.addEventListener('wheel', scroll, { passive: true });
  return () => {
    node.removeEventListener('focusin', reveal);
    node.removeEventListener('wheel', scroll);
    layout.dispose();
    observer.disconnect();
    editor.removeOverlayWidget(widget);
    editor.changeViewZones((accessor) => accessor.removeZone(id));
  };
}
