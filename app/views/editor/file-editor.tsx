import { createElement, useEffect, useState, type ComponentType, type ReactElement } from 'react';
import type { TextRange } from '../../../sim-core/index.js';
import { useCalm } from '../../state/calm.js';
import type { FileState } from '../../state/document.js';
import { PlainEditor } from './plain-editor.js';

interface EditorProps {
  readonly file: FileState;
  /** The lines that the selection comes from. */
  readonly place: TextRange | undefined;
}

export interface FileEditorProps extends EditorProps {
  readonly plain: boolean;
}

/** Once loaded it is there at once, whenever the pane comes back. */
let loaded: ComponentType<EditorProps> | undefined;

/** The full editor as soon as its code has come; none where it cannot come, as without a network. */
function useFullEditor(wanted: boolean): ComponentType<EditorProps> | undefined {
  const [full, setFull] = useState(() => loaded);
  useEffect(() => {
    if (!wanted || full !== undefined) return;
    let current = true;
    // Apart from what is done with it: the build asks for styles first, and their failure, too, is to be caught below.
    const code = import('./monaco-editor.js');
    code.then(
      (module) => {
        loaded = module.default;
        if (current) setFull(() => module.default);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [wanted, full]);
  return full;
}

/**
 * Readable and writable at once; the full editor takes over when the page is idle, or at the first touch. Until all of
 * it is there the plain one stays as it is: it may have the focus, and a word half typed.
 */
export function FileEditor({ file, plain, place }: FileEditorProps): ReactElement {
  const [touched, setTouched] = useState(false);
  const calm = useCalm();
  // An input method's half-composed word would be lost.
  const [composing, setComposing] = useState(false);
  const full = useFullEditor(!plain && (calm || touched));
  if (!plain && full !== undefined && !composing) return createElement(full, { file, place });
  return (
    <PlainEditor file={file} place={place} onTouch={() => setTouched(true)} onComposing={setComposing} stays={plain} />
  );
}
