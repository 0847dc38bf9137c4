import { redo, undo } from '../../state/actions.js';
import { monaco } from './monaco.js';

type Editor = monaco.editor.IStandaloneCodeEditor;

/** Esc, then Tab, leaves the editor; undo is the editor's own until its stack is empty. */
export function connectKeys(editor: Editor): monaco.IDisposable {
  const { KeyCode, KeyMod } = monaco;
  editor.addCommand(KeyMod.CtrlCmd | KeyCode.KeyZ, () => {
    const model = editor.getModel();
    if (model?.canUndo() === true) model.undo();
    else void undo();
  });
  const again = () => {
    const model = editor.getModel();
    if (model?.canRedo() === true) model.redo();
    else void redo();
  };
  editor.addCommand(KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyZ, again);
  editor.addCommand(KeyMod.CtrlCmd | KeyCode.KeyY, again);
  const keys = editor.onKeyDown(({ keyCode }) => {
    if (keyCode === KeyCode.Escape) editor.updateOptions({ tabFocusMode: true });
    else if (keyCode !== KeyCode.Tab && keyCode !== KeyCode.Shift) editor.updateOptions({ tabFocusMode: false });
  });
  const blur = editor.onDidBlurEditorText(() => editor.updateOptions({ tabFocusMode: false }));
  return {
    dispose: () => {
      keys.dispose();
      blur.dispose();
    },
  };
}
