import { useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTerminalText } from '../../i18n/terminal-text.js';
import { finishEditing, type Editing } from '../../state/terminal.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import style from './terminal.module.css';

/** The text editor that `kubectl edit` and `vi` open. */
export function EditDialog({ id, editing }: { readonly id: number; readonly editing: Editing }): ReactElement {
  const { editing: words } = useTerminalText();
  const [text, setText] = useState(editing.text);
  const finish = (result: string | undefined) => void finishEditing(id, result);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    finish(text);
  };
  return (
    <Dialog title={words.title(editing.name)} closeLabel={words.close} onClose={() => finish(undefined)}>
      <div className={style.editor}>
        <textarea
          lang="en"
          aria-label={words.text}
          value={text}
          spellCheck={false}
          autoCapitalize="none"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <div className={style.actions}>
          <Button onClick={() => finish(undefined)}>{words.cancel}</Button>
          <Button look="solid" onClick={() => finish(text)}>
            {words.save}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
