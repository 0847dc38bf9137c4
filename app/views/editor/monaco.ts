import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/caretOperations/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codeAction/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/folding/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/indentation/register';
import 'monaco-editor/features/multicursor/register';
import 'monaco-editor/features/suggest/register';
import 'monaco-editor/editor/contrib/suggest/browser/suggestController.js'; // features/suggest lacks it
import 'monaco-editor/features/wordOperations/register';
import 'monaco-editor/languages/definitions/yaml/register';
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker';
import type { Theme } from '../../state/settings.js';

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };

const canvas = document.createElement('canvas').getContext('2d');

const raw = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A colour token as `#rrggbb`, which is all that Monaco takes; a build may have shortened it. */
function token(name: string): string {
  if (canvas === null) return '#808080';
  canvas.fillStyle = raw(name);
  return canvas.fillStyle;
}

/** Keys grey, values ink: hue is left to addresses, which are decorated. */
function defineTheme(theme: Theme): string {
  const name = `kubehop-${theme}`;
  const ink = token('--ink').slice(1);
  const grey = token('--ink-2').slice(1);
  const faint = token('--ink-3').slice(1);
  monaco.editor.defineTheme(name, {
    base: theme === 'dark' ? 'vs-dark' : 'vs',
    inherit: false,
    rules: [
      { token: '', foreground: ink },
      { token: 'type', foreground: grey },
      { token: 'operators', foreground: grey },
      { token: 'delimiter', foreground: grey },
      { token: 'operators.directivesEnd', foreground: faint },
      { token: 'comment', foreground: faint },
    ],
    colors: {
      'editor.background': token('--panel'),
      'editor.foreground': token('--ink'),
      'editorCursor.foreground': token('--ink'),
      'editorLineNumber.foreground': token('--ink-3'),
      'editorLineNumber.activeForeground': token('--ink'),
      'editor.selectionBackground': token('--line-2'),
      'editor.inactiveSelectionBackground': token('--line'),
      'editor.lineHighlightBackground': '#00000000',
      'editor.lineHighlightBorder': '#00000000',
      'editorIndentGuide.background1': '#00000000',
      'editorError.foreground': token('--bad'),
      'editorWarning.foreground': token('--ink-3'),
      'editorWidget.background': token('--panel-2'),
      'editorWidget.foreground': token('--ink'),
      'editorWidget.border': token('--line-2'),
      'editorSuggestWidget.background': token('--panel'),
      'editorSuggestWidget.foreground': token('--ink'),
      'editorSuggestWidget.border': token('--line-2'),
      'editorSuggestWidget.selectedBackground': token('--hover'),
      'editorSuggestWidget.selectedForeground': token('--ink'),
      'editorSuggestWidget.highlightForeground': token('--ink'),
      'editorSuggestWidget.focusHighlightForeground': token('--ink'),
      'editorHoverWidget.background': token('--panel'),
      'editorHoverWidget.foreground': token('--ink'),
      'editorHoverWidget.border': token('--line-2'),
      'list.hoverBackground': token('--hover'),
      'input.background': token('--panel'),
      'input.foreground': token('--ink'),
      'input.border': token('--line-ui'),
      focusBorder: token('--focus'),
      'editor.findMatchBackground': token('--lit'),
      'editor.findMatchHighlightBackground': token('--lit-soft'),
      'scrollbarSlider.background': `${token('--line-2')}88`,
      'scrollbarSlider.hoverBackground': token('--line-2'),
      'editorBracketMatch.background': token('--hover'),
      'editorBracketMatch.border': token('--line-ui'),
    },
  });
  return name;
}

export function showTheme(theme: Theme): void {
  monaco.editor.setTheme(defineTheme(theme));
}

const uriOf = (file: string): monaco.Uri => monaco.Uri.parse(`inmemory://lab/${encodeURIComponent(file)}`);

/** One model a file, which keeps its undo stack while other files are in view. */
export const modelOf = (file: string, text: string): monaco.editor.ITextModel =>
  monaco.editor.getModel(uriOf(file)) ?? createModel(file, text);

function createModel(file: string, text: string): monaco.editor.ITextModel {
  const model = monaco.editor.createModel(text, 'yaml', uriOf(file));
  model.updateOptions({
    tabSize: 2,
    insertSpaces: true,
    // Hue is for addresses: brackets have none.
    bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
  });
  return model;
}

export function createEditor(host: HTMLElement, label: string): monaco.editor.IStandaloneCodeEditor {
  return monaco.editor.create(host, {
    model: null,
    ariaLabel: label,
    automaticLayout: true,
    bracketPairColorization: { enabled: false },
    contextmenu: false,
    detectIndentation: false,
    fixedOverflowWidgets: true,
    folding: false,
    fontFamily: raw('--font-mono'),
    fontLigatures: false,
    fontSize: 12.5,
    glyphMargin: false,
    guides: { indentation: false },
    hideCursorInOverviewRuler: true,
    lineDecorationsWidth: 12,
    lineHeight: 20,
    lineNumbersMinChars: 3,
    minimap: { enabled: false },
    occurrencesHighlight: 'off',
    overviewRulerBorder: false,
    overviewRulerLanes: 0,
    padding: { top: 8, bottom: 24 },
    quickSuggestions: { other: true, comments: false, strings: true },
    suggest: { showIcons: false, showStatusBar: false, preview: false },
    hover: { delay: 500, above: false },
    renderFinalNewline: 'on',
    renderLineHighlight: 'none',
    renderWhitespace: 'none',
    scrollBeyondLastLine: false,
    scrollbar: {
      verticalScrollbarSize: 10,
      horizontalScrollbarSize: 10,
      useShadows: false,
      alwaysConsumeMouseWheel: false,
    },
    selectionHighlight: false,
    stickyScroll: { enabled: false },
    unicodeHighlight: { ambiguousCharacters: false, nonBasicASCII: false },
    wordBasedSuggestions: 'off',
  });
}

export { monaco };
