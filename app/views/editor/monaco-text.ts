import { pinField } from '../../state/actions.js';
import { edit } from '../../state/typing.js';
import { useDocument } from '../../state/document.js';
import { takeCaret } from './caret.js';
import { modelOf, monaco } from './monaco.js';

type Editor = monaco.editor.IStandaloneCodeEditor;

let fromOutside = false;
let seenRewinds = 0;

/** Puts a text in without telling the document, which it comes from. */
function replaceText(model: monaco.editor.ITextModel, text: string): void {
  const { rewinds } = useDocument.getState();
  fromOutside = true;
  // What the Lab's own undo brought back must not be on Monaco's stack too; a revert should be.
  if (rewinds !== seenRewinds) model.setValue(text);
  else model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
  seenRewinds = rewinds;
  fromOutside = false;
}

/** Shows a file; the plain editor's caret is taken over when it had the focus. */
export function showFile(editor: Editor, name: string, text: string): void {
  const model = modelOf(name, text);
  if (model.getValue() !== text) replaceText(model, text);
  if (editor.getModel() === model) return;
  editor.setModel(model);
  const caret = takeCaret();
  if (caret === undefined) return;
  editor.setPosition(model.getPositionAt(caret));
  editor.focus();
}

export const fileOf = (model: monaco.editor.ITextModel): string => decodeURIComponent(model.uri.path.slice(1));

/** Tells the document what is typed, and the selection where the caret is put. */
export function connectText(editor: Editor): monaco.IDisposable {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const content = editor.onDidChangeModelContent(() => {
    clearTimeout(timer);
    const model = editor.getModel();
    if (model !== null && !fromOutside) edit(fileOf(model), model.getValue());
  });
  const caret = editor.onDidChangeCursorPosition(({ position, source, reason }) => {
    const moved = source === 'mouse' || reason === monaco.editor.CursorChangeReason.Explicit;
    clearTimeout(timer);
    if (!moved) return;
    timer = setTimeout(() => {
      const text = editor.getModel()?.getValue();
      if (text !== undefined) void pinField(text, position.lineNumber, position.column);
    }, 120);
  });
  return {
    dispose: () => {
      clearTimeout(timer);
      content.dispose();
      caret.dispose();
    },
  };
}
