import type { ClusterView, Problem, TextRange } from '../../../sim-core/index.js';
import { ipKind } from '../../state/ip-kind.js';
import { lastLine } from './lines.js';
import { monaco } from './monaco.js';
import style from './monaco-editor.module.css';
import { findIps } from './yaml-tokens.js';

type Decoration = monaco.editor.IModelDeltaDecoration;

/** Longer texts keep their addresses plain. */
const longestColoured = 200_000;

export function addressDecorations(text: string, cluster: ClusterView | undefined): readonly Decoration[] {
  if (cluster === undefined || text.length > longestColoured) return [];
  return text.split('\n').flatMap((line, index) =>
    findIps(line).map(({ ip, start }) => ({
      range: new monaco.Range(index + 1, start + 1, index + 1, start + 1 + ip.length),
      options: { inlineClassName: style[ipKind(ip, cluster)] ?? null },
    })),
  );
}

export function litDecorations(place: TextRange | undefined): readonly Decoration[] {
  if (place === undefined) return [];
  return [
    {
      range: new monaco.Range(place.startLine, 1, lastLine(place), 1),
      options: { isWholeLine: true, className: style.lit ?? null, marginClassName: style.litMargin ?? null },
    },
  ];
}

export function problemMarkers(problems: readonly Problem[], lineCount: number): monaco.editor.IMarkerData[] {
  return problems.flatMap(({ range, text, severity }) =>
    range === undefined || range.startLine > lineCount
      ? []
      : [
          {
            startLineNumber: range.startLine,
            startColumn: range.startColumn,
            endLineNumber: range.endLine,
            endColumn: range.endColumn,
            message: text,
            severity: severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Info,
          },
        ],
  );
}
