import { lazy, Suspense, useState, type ReactElement } from 'react';
import type { TextRange } from '../../../sim-core/index.js';
import { useCalm } from '../../state/calm.js';
import type { FileState } from '../../state/document.js';
import { PlainEditor } from './plain-editor.js';

const MonacoEditor = lazy(() => import('./monaco-editor.js'));

export interface FileEditorProps {
  readonly file: FileState;
  readonly plain: boolean;
  /** The lines that the selection comes from. */
  readonly place: TextRange | undefined;
}

/** Readable and writable at once; the full editor takes over when all else stands, or at the first touch. */
export function FileEditor({ file, plain, place }: FileEditorProps): ReactElement {
  const [touched, setTouched] = useState(false);
  const calm = useCalm();
  const simple = <PlainEditor file={file} place={place} onTouch={() => setTouched(true)} stays={plain} />;
  if (plain || !(calm || touched)) return simple;
  return (
    <Suspense fallback={simple}>
      <MonacoEditor file={file} place={place} />
    </Suspense>
  );
}
