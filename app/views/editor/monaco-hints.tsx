import { useEffect, useMemo, type ReactElement } from 'react';
import { createPortal } from 'react-dom';
import { textOfFinding, useDiagnosisText } from '../../i18n/diagnoses-text.js';
import { diagnosisKey, isVeiled, useDiagnoses } from '../../state/diagnoses.js';
import type { FileState } from '../../state/document.js';
import { edit } from '../../state/typing.js';
import { DiagnosisLens } from './diagnosis-lens.js';
import { monaco } from './monaco.js';
import style from './monaco-editor.module.css';
import { useDiagnosedText, useFileDiagnoses } from './use-file-diagnoses.js';
import { useZones } from './use-zones.js';

type Editor = monaco.editor.IStandaloneCodeEditor;

/** Hints between the lines, below the one that causes them. */
export function useHintZones(editor: Editor | undefined, file: FileState): readonly ReactElement[] {
  const words = useDiagnosisText();
  const hints = useFileDiagnoses(file);
  const nodes = useZones(
    editor,
    'hint',
    file.name,
    hints.map(({ line }) => line),
  );
  const state = useDiagnoses();
  useEffect(() => {
    const model = editor?.getModel();
    if (!model) return;
    const told = hints.filter(({ diagnosis }) => !isVeiled(state, diagnosisKey(diagnosis)));
    const markers = told.flatMap(({ diagnosis, line }): monaco.editor.IMarkerData[] => {
      const range = diagnosis.place?.range;
      if (range === undefined || line > model.getLineCount()) return [];
      const single = range.startLine === range.endLine;
      return [
        {
          startLineNumber: line,
          startColumn: single ? range.startColumn : model.getLineFirstNonWhitespaceColumn(line),
          endLineNumber: line,
          endColumn: single ? range.endColumn : model.getLineMaxColumn(line),
          message: textOfFinding(diagnosis.finding, words).title,
          severity: monaco.MarkerSeverity.Warning,
        },
      ];
    });
    monaco.editor.setModelMarkers(model, 'hints', markers);
  }, [editor, file.name, hints, state, words]);
  const text = useDiagnosedText(file);
  return useMemo(() => {
    const fix = (mended: string) => {
      edit(file.name, mended);
      // Its button goes with the hint: the focus does not.
      editor?.focus();
    };
    return hints.flatMap(({ diagnosis }, index) => {
      const node = nodes[index];
      if (node === undefined) return [];
      const lens = <DiagnosisLens diagnosis={diagnosis} text={text} onFix={fix} />;
      return [createPortal(<div className={style.zone}>{lens}</div>, node, diagnosisKey(diagnosis))];
    });
  }, [editor, file.name, hints, nodes, text]);
}
