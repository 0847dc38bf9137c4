import type { ReactElement } from 'react';
import { useModesText } from '../i18n/modes-text.js';
import { useText } from '../i18n/text.js';
import { switchTo, useModeQuestion, type ModeQuestion } from '../state/mode-choice.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import style from './mode-dialog.module.css';

/** What kube-proxy says to a mode it does not take, and where the mode can be had. */
export default function ModeDialog({ question }: { readonly question: ModeQuestion }): ReactElement {
  const { panes } = useText().lab;
  const { ask } = useModesText();
  const { name, release, refusal, elsewhere } = question;
  const close = () => useModeQuestion.setState({ question: undefined });
  const windows = elsewhere?.os === 'windows';
  return (
    <Dialog title={ask.title(name, release, windows)} closeLabel={panes.close} onClose={close}>
      <p className={style.said}>{ask.said}</p>
      <pre className={style.refusal} lang="en">
        {refusal}
      </pre>
      <p className={style.what}>{windows ? ask.windows : ask.older(elsewhere?.release ?? '')}</p>
      <div className={style.row}>
        <Button
          look="solid"
          autoFocus
          onClick={() => {
            close();
            void switchTo(name);
          }}
        >
          {windows ? ask.useWindows : ask.useRelease(elsewhere?.release ?? '')}
        </Button>
        <Button look="quiet" onClick={close}>
          {ask.cancel}
        </Button>
      </div>
    </Dialog>
  );
}
