import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.js';
import { apply, revert } from '../../state/actions.js';
import { useClusterView } from '../../state/cluster-view.js';
import { isBlank, manifestFiles } from '../../state/cluster-text.js';
import { applyStateOf, callProblem, isEdited, useDocument } from '../../state/document.js';
import { Button } from '../../ui/button.js';
import { pageParameters } from '../../state/page-parameters.js';
import { classNames } from '../../ui/class-names.js';
import { Icon } from '../../ui/icon.js';
import { withCommand } from '../../ui/kbd.js';
import style from './apply-bar.module.css';

/** Whether the cluster runs what the editor says, and the two ways to make it so. */
export function ApplyBar(): ReactElement {
  const { editor, lab } = useText();
  const starting = useClusterView((state) => state.phase === 'starting');
  const revision = useClusterView((state) => state.revision);
  const state = useDocument(applyStateOf);
  const empty = useDocument((document) => manifestFiles(document.files).every(({ applied }) => isBlank(applied)));
  const edited = useDocument((document) =>
    document.files.find((file) => file.name === document.active && isEdited(file)),
  );
  const anyEdited = useDocument((document) => document.files.some(isEdited));
  if (pageParameters.readonly) return <></>;
  if (starting) {
    return (
      <div className={style.bar}>
        <p className={style.note}>{lab.starting.editor}</p>
      </div>
    );
  }
  const { title, note } =
    empty && state === 'clean' ? { title: lab.empty.objects, note: '' } : editor.states[state](revision);
  return (
    <div className={style.bar}>
      <div className={classNames(style.state, note !== '' && style.strong)} role="status">
        <p className={style.title}>
          {state === 'applied' && <Icon name="check" />}
          {state === 'rejected' ? (
            <button type="button" className={style.show} title={editor.showProblem} onClick={callProblem}>
              {title}
            </button>
          ) : (
            title
          )}
        </p>
        {note !== '' && <p className={style.note}>{note}</p>}
      </div>
      {edited !== undefined && (
        <Button title={editor.revertTo(edited.name)} onClick={() => revert(edited.name)}>
          {editor.revert}
        </Button>
      )}
      <Button
        look="solid"
        keys={withCommand('↵')}
        disabled={!anyEdited || state === 'applying'}
        onClick={() => void apply()}
      >
        {editor.apply}
      </Button>
    </div>
  );
}
