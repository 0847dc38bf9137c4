import { useLanguage } from '../../i18n/language.js';
import { currentText } from '../../i18n/text.js';
import { standingProblems, useDocument } from '../../state/document.js';
import { clusterFile } from '../../state/cluster-text.js';
import { completions, fieldHelp } from './field-help.js';
import { monaco } from './monaco.js';
import { fileOf } from './monaco-text.js';
import { quickFixes } from './quick-fixes.js';
import { clusterVocabulary, yamlPlace, type Vocabulary, type YamlPlace } from './schema-place.js';

type Model = monaco.editor.ITextModel;

const placeIn = (model: Model, { lineNumber, column }: monaco.IPosition): YamlPlace =>
  yamlPlace(model.getValue(), lineNumber, column);

/** `cluster.yaml` has words of its own; a manifest's depend on its kind. */
const vocabularyIn = (model: Model): Vocabulary | undefined =>
  fileOf(model) === clusterFile ? clusterVocabulary : undefined;

const suggesting: monaco.languages.CompletionItemProvider = {
  triggerCharacters: [' '],
  provideCompletionItems(model, position) {
    const { startColumn, endColumn } = model.getWordUntilPosition(position);
    const range = new monaco.Range(position.lineNumber, startColumn, position.lineNumber, endColumn);
    const suggestions = completions(placeIn(model, position), vocabularyIn(model)).map(
      ({ label, insert, note }, index) => ({
        label: note === '' ? label : { label, description: note },
        kind: monaco.languages.CompletionItemKind.Field,
        insertText: insert,
        sortText: String(index).padStart(3, '0'),
        range,
      }),
    );
    return { suggestions };
  },
};

const explaining: monaco.languages.HoverProvider = {
  provideHover(model, position) {
    const help = fieldHelp(placeIn(model, position), useLanguage.getState().language, vocabularyIn(model));
    if (help === undefined) return null;
    const contents = [{ value: `\`${help.title}\`` }, ...(help.text === '' ? [] : [{ value: help.text }])];
    return { contents };
  },
};

const fixing: monaco.languages.CodeActionProvider = {
  provideCodeActions(model, range) {
    const text = model.getValue();
    const file = useDocument.getState().files.find(({ name }) => name === fileOf(model));
    const { fixes } = currentText().editor;
    const actions = (file === undefined ? [] : standingProblems(file))
      .filter(
        (problem) => problem.range !== undefined && monaco.Range.areIntersectingOrTouching(whole(problem.range), range),
      )
      .flatMap((problem) => quickFixes(problem, text))
      .map((fix) => ({
        title: fixes[fix.kind](fix.what),
        kind: 'quickfix',
        edit: {
          edits: [
            {
              resource: model.uri,
              versionId: model.getVersionId(),
              textEdit: { range: model.getFullModelRange(), text: fix.text },
            },
          ],
        },
      }));
    return { actions, dispose: () => undefined };
  },
};

const whole = ({ startLine, endLine }: { readonly startLine: number; readonly endLine: number }): monaco.Range =>
  new monaco.Range(startLine, 1, endLine, Number.MAX_SAFE_INTEGER);

/** Names and values at the cursor, what a field is for, and the ways out of a problem. */
export function connectHelp(): monaco.IDisposable {
  const links = [
    monaco.languages.registerCompletionItemProvider('yaml', suggesting),
    monaco.languages.registerHoverProvider('yaml', explaining),
    monaco.languages.registerCodeActionProvider('yaml', fixing),
  ];
  return {
    dispose: () => {
      for (const link of links) link.dispose();
    },
  };
}
