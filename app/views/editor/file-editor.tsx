import { lazy, Suspense, useEffect, useState, type ReactElement } from 'react';
import type { TextRange } from '../../../sim-core/index.js';
import type { FileState } from '../../state/document.js';
import { PlainEditor } from './plain-editor.js';

const MonacoEditor = lazy(() => import('./monaco-editor.js'));

export interface FileEditorProps {
  readonly file: FileState;
  readonly plain: boolean;
  /** The lines that the selection comes from. */
  readonly place: TextRange | undefined;
}

/** True once the page has nothing better to do. */
function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    const ready = () => setIdle(true);
    // Safari has no requestIdleCallback.
    if (typeof window.requestIdleCallback !== 'function') {
      const timer = setTimeout(ready, 1200);
      return () => clearTimeout(timer);
    }
    const handle = window.requestIdleCallback(ready, { timeout: 3000 });
    return () => window.cancelIdleCallback(handle);
  }, []);
  return idle;
}

/** Readable and writable at once; the full editor takes over when the page is idle, or at the first touch. */
export function FileEditor({ file, plain, place }: FileEditorProps): ReactElement {
  const [touched, setTouched] = useState(false);
  const idle = useIdle();
  const simple = <PlainEditor file={file} place={place} onTouch={() => setTouched(true)} />;
  if (plain || !(idle || touched)) return simple;
  return (
    <Suspense fallback={simple}>
      <MonacoEditor file={file} place={place} />
    </Suspense>
  );
}
