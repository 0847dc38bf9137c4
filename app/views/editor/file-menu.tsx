import { useState, type FormEvent, type ReactElement } from 'react';
import { useText } from '../../i18n/text.js';
import { clusterFile } from '../../state/cluster-text.js';
import { useDocument } from '../../state/document.js';
import { createFile, deleteFile, isFileName, renameFile } from '../../state/files.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Menu } from '../../ui/menu.js';
import style from './file-menu.module.css';
import { pickFiles } from './pick-files.js';

/** A new file is there to be written in. */
const focusText = (): void =>
  document.querySelector<HTMLElement>('[data-pane=editor] [role=tabpanel] :is(textarea, [role=textbox])')?.focus();

/** What can be done with the files as a whole, and with the one in view. */
export function FileMenu(): ReactElement {
  const { fileMenu } = useText().editor;
  const active = useDocument((state) => state.active);
  const only = useDocument((state) => state.files.length < 2);
  const [renaming, setRenaming] = useState<string>();
  const fixed = active === clusterFile;
  return (
    <>
      <Menu
        label={fileMenu.label}
        icon="plus"
        items={[
          { label: fileMenu.create, icon: 'plus', onSelect: () => void createFile().then(focusText) },
          { label: fileMenu.open, icon: 'open', onSelect: pickFiles },
          { label: fileMenu.rename(active), icon: 'code', disabled: fixed, onSelect: () => setRenaming(active) },
          {
            label: fileMenu.remove(active),
            icon: 'close',
            disabled: fixed || only,
            onSelect: () => void deleteFile(active),
          },
        ]}
      />
      {renaming !== undefined && <RenameDialog file={renaming} onClose={() => setRenaming(undefined)} />}
    </>
  );
}

function RenameDialog({ file, onClose }: { readonly file: string; readonly onClose: () => void }): ReactElement {
  const { editor, lab } = useText();
  const { fileMenu } = editor;
  const [name, setName] = useState(file);
  const taken = useDocument((state) => name !== file && state.files.some((other) => other.name === name));
  const wrong = taken ? fileMenu.taken : isFileName(name) ? undefined : fileMenu.badName;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wrong !== undefined) return;
    onClose();
    void renameFile(file, name);
  };
  return (
    <Dialog title={fileMenu.rename(file)} closeLabel={lab.panes.close} onClose={onClose}>
      <form className={style.form} onSubmit={submit}>
        <input
          className={style.name}
          aria-label={fileMenu.name}
          aria-invalid={wrong !== undefined}
          aria-describedby="rename-problem"
          value={name}
          autoFocus
          spellCheck={false}
          autoComplete="off"
          onFocus={(event) => event.target.setSelectionRange(0, file.replace(/\.[a-z]+$/i, '').length)}
          onChange={(event) => setName(event.target.value)}
        />
        <Button look="solid" type="submit" disabled={wrong !== undefined}>
          {fileMenu.renameButton}
        </Button>
      </form>
      <p id="rename-problem" className={style.problem} role="status">
        {wrong}
      </p>
    </Dialog>
  );
}
