import { useLayoutEffect, useMemo } from 'react';
import type { monaco } from './monaco.js';

type Editor = monaco.editor.IStandaloneCodeEditor;

/** Makes room below lines, as much as what is put into the returned elements needs. */
export function useZones(editor: Editor | undefined, file: string, lines: readonly number[]): readonly HTMLElement[] {
  const key = `${file} ${lines.join(' ')}`;
  const zones = useMemo(
    () => lines.map((line) => ({ line, node: document.createElement('div') })),
    // The key stands for the lines, which are a new array each time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [key],
  );
  useLayoutEffect(() => {
    if (editor === undefined) return;
    const closers = zones.map(({ line, node }) => openZone(editor, line, node));
    return () => {
      for (const close of closers) close();
    };
  }, [editor, zones]);
  return useMemo(() => zones.map((zone) => zone.node), [zones]);
}

function openZone(editor: Editor, afterLineNumber: number, node: HTMLElement): () => void {
  const outer = document.createElement('div');
  outer.append(node);
  outer.style.zIndex = '1';
  const zone: monaco.editor.IViewZone = { afterLineNumber, heightInPx: 60, domNode: outer, suppressMouseDown: false };
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
  return () => {
    observer.disconnect();
    editor.changeViewZones((accessor) => accessor.removeZone(id));
  };
}
