import { useEffect, useLayoutEffect, useRef, useState, type ReactElement } from 'react';
import { createPortal } from 'react-dom';
import type { TextRange } from '../../../sim-core/index.js';
import { useText } from '../../i18n/text.js';
import { whenIdle } from '../../state/calm.js';
import { edit } from '../../state/typing.js';
import { useClusterView } from '../../state/cluster-view.js';
import { standingProblems, useDocument, type FileState } from '../../state/document.js';
import { useSelection } from '../../state/selection.js';
import { useSettings } from '../../state/settings.js';
import { createEditor, monaco, showTheme } from './monaco.js';
import style from './monaco-editor.module.css';
import { addressDecorations, litDecorations, problemMarkers } from './monaco-decorations.js';
import { connectHelp } from './monaco-help.js';
import { connectKeys } from './monaco-keys.js';
import { useHintZones } from './monaco-hints.js';
import { connectText, showFile } from './monaco-text.js';
import { ProblemBox } from './problem-box.js';
import { groupProblems } from './problem-words.js';
import { useZones } from './use-zones.js';

type Editor = monaco.editor.IStandaloneCodeEditor;

interface MonacoEditorProps {
  readonly file: FileState;
  readonly place: TextRange | undefined;
}

export default function MonacoEditor({ file, place }: MonacoEditorProps): ReactElement {
  const { editor: words } = useText();
  const host = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor>();
  const hint = useFirstFocus(editor);
  const label = `${words.text(file.name)}. ${words.leaveHint}`;

  useLayoutEffect(() => {
    if (host.current === null) return;
    const created = createEditor(host.current, '');
    const links = [connectText(created), connectKeys(created), connectHelp()];
    setEditor(created);
    return () => {
      for (const link of links) link.dispose();
      created.dispose();
      setEditor(undefined);
    };
  }, []);

  const theme = useSettings((state) => state.theme);
  useEffect(() => {
    // The page's own attribute decides the tokens; it is set in a layout effect, before this one.
    showTheme(theme);
  }, [theme]);
  useEffect(() => editor?.updateOptions({ ariaLabel: label }), [editor, label]);
  useLayoutEffect(() => {
    if (editor !== undefined) showFile(editor, file.name, file.text);
  }, [editor, file.name, file.text]);
  useDecorations(editor, file, place);
  const zones = useProblemZones(editor, file);
  const hints = useHintZones(editor, file);

  return (
    <div className={style.frame}>
      <div ref={host} className={style.host} />
      {zones}
      {hints}
      {hint && <p className={style.hint}>{words.leaveHint}</p>}
    </div>
  );
}

/** True from the first time the editor has the focus until it loses it, or somebody types: the hint is never in the way. */
function useFirstFocus(editor: Editor | undefined): boolean {
  const [state, setState] = useState<'never' | 'first' | 'over'>('never');
  useEffect(() => {
    const first = () => setState((before) => (before === 'never' ? 'first' : before));
    // It may have taken the focus over from the plain editor, before anybody listened.
    if (editor?.hasTextFocus() === true) first();
    const focus = editor?.onDidFocusEditorText(first);
    const pass = () => setState((before) => (before === 'first' ? 'over' : before));
    const blur = editor?.onDidBlurEditorText(pass);
    const typed = editor?.onDidChangeModelContent(pass);
    return () => {
      typed?.dispose();
      focus?.dispose();
      blur?.dispose();
    };
  }, [editor]);
  return state === 'first';
}

function useDecorations(editor: Editor | undefined, file: FileState, place: TextRange | undefined): void {
  const cluster = useClusterView((state) => state.cluster);
  const previewing = useSelection((state) => state.preview !== undefined);
  const decorations = useRef<monaco.editor.IEditorDecorationsCollection>(undefined);
  const start = place?.startLine;
  const addresses = useRef<monaco.editor.IEditorDecorationsCollection>(undefined);
  useEffect(() => {
    decorations.current = editor?.createDecorationsCollection();
    addresses.current = editor?.createDecorationsCollection();
    return () => {
      decorations.current?.clear();
      addresses.current?.clear();
    };
  }, [editor, file.name]);
  useEffect(() => {
    decorations.current?.set([...litDecorations(place)]);
  }, [editor, file.name, place]);
  // The whole text is looked through; meanwhile the colours move along with the text.
  useEffect(
    () => whenIdle(() => addresses.current?.set([...addressDecorations(file.text, cluster)])),
    [editor, file.name, file.text, cluster],
  );
  useEffect(() => {
    const model = editor?.getModel();
    if (model)
      monaco.editor.setModelMarkers(model, 'api-server', problemMarkers(standingProblems(file), model.getLineCount()));
  }, [editor, file]);
  useEffect(() => {
    if (start !== undefined && !previewing)
      editor?.revealLineInCenterIfOutsideViewport(start, monaco.editor.ScrollType.Smooth);
  }, [editor, file.name, start, previewing]);
}

/** The API server's words below the line they are about. */
function useProblemZones(editor: Editor | undefined, file: FileState): readonly ReactElement[] {
  const groups = groupProblems(standingProblems(file), file.text.split('\n').length);
  const calls = useDocument((state) => state.problemCalls);
  const line = groups[0]?.line;
  const answered = useRef(calls);
  useEffect(() => {
    if (calls === answered.current || line === undefined) return;
    answered.current = calls;
    editor?.revealLineInCenterIfOutsideViewport(line);
  }, [editor, calls, line]);
  const nodes = useZones(
    editor,
    'problem',
    file.name,
    groups.map((group) => group.line),
  );
  return groups.flatMap((group, index) => {
    const node = nodes[index];
    if (node === undefined) return [];
    const fix = (text: string) => {
      edit(file.name, text);
      // Its button goes with the problem: the focus does not.
      editor?.focus();
    };
    const box = <ProblemBox problem={group.first} file={file.name} text={file.text} onFix={fix} />;
    return [createPortal(<div className={style.zone}>{box}</div>, node, group.first.text)];
  });
}
