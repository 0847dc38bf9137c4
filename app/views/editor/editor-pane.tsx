import { useEffect, type ReactElement } from 'react';
import { useDocument } from '../../state/document.js';
import { pageParameters } from '../../state/page-parameters.js';
import { useSelection } from '../../state/selection.js';
import { PaneHead } from '../../ui/pane-head.js';
import { tabPanel } from '../../ui/tabs.js';
import { ApplyBar } from './apply-bar.js';
import style from './editor-pane.module.css';
import { FileEditor } from './file-editor.js';
import { FileMenu } from './file-menu.js';
import { FileTabs } from './file-tabs.js';
import { useLitPlace } from './use-lit-line.js';

/** The YAML the cluster is made from. `plain` keeps to a text area, as on phones. */
export function EditorPane({ plain = false }: { readonly plain?: boolean }): ReactElement {
  const files = useDocument((state) => state.files);
  const active = useDocument((state) => state.active);
  const file = files.find((candidate) => candidate.name === active);
  const pinned = useSelection((state) => state.pinned);
  const place = useLitPlace();

  useEffect(() => {
    if (pinned !== undefined && place !== undefined) useDocument.setState({ active: place.file });
  }, [pinned, place]);

  return (
    <>
      <PaneHead tight end={!pageParameters.readonly && <FileMenu />}>
        <FileTabs />
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
