import { useRef, useState, type DragEvent, type ReactElement, type ReactNode } from 'react';
import type { DumpFile } from '../../sim-core/index.js';
import { useBringYourOwnText } from '../i18n/bring-your-own-text.js';
import { Button } from '../ui/button.js';
import style from './bring-your-own.module.css';

interface IntakeProps {
  readonly note: string;
  /** Commands that print what is wanted. */
  readonly commands: readonly string[];
  readonly reading: boolean;
  readonly problem: ReactNode;
  readonly onRead: (files: readonly DumpFile[]) => void;
}

/** A place for a text: to paste it, to drop it, or to choose its files. */
export function Intake({ note, commands, reading, problem, onRead }: IntakeProps): ReactElement {
  const words = useBringYourOwnText();
  const area = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const [filled, setFilled] = useState(false);
  const take = async (list: FileList | null): Promise<void> => {
    const files = await Promise.all(
      [...(list ?? [])].map(async (file) => ({ name: file.name, text: await file.text() })),
    );
    if (files.length > 0) onRead(files);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    void take(event.dataTransfer.files);
  };
  return (
    <div className={style.intake}>
      <p className={style.note}>{note}</p>
      {commands.map((command) => (
        <code key={command} className={style.command}>
          {command}
        </code>
      ))}
      <textarea
        ref={area}
        className={style.text}
        aria-label={words.text}
        placeholder={words.dropHere}
        spellCheck={false}
        wrap="off"
        onInput={(event) => setFilled(event.currentTarget.value.trim() !== '')}
        onDragOver={(event) => event.preventDefault()}
        onDrop={onDrop}
      />
      <div className={style.row}>
        <Button
          look="solid"
          disabled={reading || !filled}
          onClick={() => onRead([{ name: words.pasted, text: area.current?.value ?? '' }])}
        >
          {reading ? words.reading : words.read}
        </Button>
        <Button icon="open" disabled={reading} onClick={() => chooser.current?.click()}>
          {words.choose}
        </Button>
        <input ref={chooser} type="file" multiple hidden onChange={(event) => void take(event.currentTarget.files)} />
        <div role="alert" className={style.problem}>
          {problem}
        </div>
      </div>
    </div>
  );
}
