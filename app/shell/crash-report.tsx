import { useState, type ReactElement } from 'react';
import { saveFile, textFile } from '../export/save-file.js';
import { useText } from '../i18n/text.js';
import { useDocument } from '../state/document.js';
import { wholeLab } from '../state/whole-lab.js';
import { Button } from '../ui/button.js';
import style from './crash-report.module.css';

/** Everything that makes the same lab again, and what it died of. */
async function report(message: string): Promise<string> {
  const lab = await wholeLab();
  const typed = useDocument.getState().files.map(({ name, text }) => ({ name, text }));
  return JSON.stringify({ report: 1, message, browser: navigator.userAgent, ...lab, typed }, null, 2);
}

/** What can be done after a crash, beyond going on: nothing is sent anywhere. */
export function CrashReport({ message }: { readonly message: string }): ReactElement {
  const { notices } = useText().lab;
  const [open, setOpen] = useState(false);
  const save = () =>
    void report(message).then((text) => saveFile('kubehop-report.json', textFile(text, 'application/json')));
  return (
    <>
      <p className={style.row}>
        <Button onClick={save}>{notices.report}</Button>
        <Button look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {notices.details}
        </Button>
      </p>
      {open && (
        <div className={style.details}>
          <code lang="en">{message}</code>
          <p>{notices.reportNote}</p>
        </div>
      )}
    </>
  );
}
