import { useEffect, type ReactElement } from 'react';
import { useText } from '../../i18n/text.js';
import { standingProblems, useDocument } from '../../state/document.js';
import { pageParameters } from '../../state/page-parameters.js';
import { useSelection } from '../../state/selection.js';
import { PaneHead } from '../../ui/pane-head.js';
import { tabPanel, Tabs } from '../../ui/tabs.js';
import { ApplyBar } from './apply-bar.js';
import style from './editor-pane.module.css';
import { FileEditor } from './file-editor.js';
import { FileMenu } from './file-menu.js';
import { useLitPlace } from './use-lit-line.js';

/** The YAML the cluster is made from. `plain` keeps to a text area, as on phones. */
export function EditorPane({ plain = false }: { readonly plain?: boolean }): ReactElement {
  const { editor } = useText();
  const files = useDocument((state) => state.files);
  const active = useDocument((state) => state.active);
  const file = files.find((candidate) => candidate.name === active);
  const pinned = useSelection((state) => state.pinned);
  const place = useLitPlace();

  useEffect(() => {
    if (pinned !== undefined && place !== undefined) useDocument.setState({ active: place.file });
  }, [pinned, place]);

  const items = files.map((candidate) => {
    const count = standingProblems(candidate).filter((problem) => problem.severity === 'error').length;
    return count === 0
      ? { id: candidate.name, label: candidate.name }
      : { id: candidate.name, label: candidate.name, count, alarming: true, countLabel: editor.problems(count) };
  });
  return (
    <>
      <PaneHead tight end={!pageParameters.readonly && <FileMenu />}>
        <Tabs
          name="files"
          label={editor.files}
          items={items}
          selected={active}
          onSelect={(name) => useDocument.setState({ active: name })}
          mono
        />
      </PaneHead>
      <div className={style.body} {...tabPanel('files', active)}>
        {file !== undefined && (
          <FileEditor
            key={plain ? file.name : 'any'}
            file={file}
            plain={plain}
            place={place?.file === file.name ? place.range : undefined}
          />
        )}
      </div>
      <ApplyBar />
    </>
  );
}
