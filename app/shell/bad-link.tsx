import { useState, type FormEvent, type ReactElement } from 'react';
import { useText, type Catalogue } from '../i18n/text.js';
import { openLink, openScenario } from '../state/boot.js';
import { useNotices } from '../state/notices.js';
import type { LinkProblem } from '../state/share-link.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { CopyButton } from './copy-button.js';
import style from './share-dialog.module.css';

function words(problem: LinkProblem, { share: { bad } }: Catalogue): readonly [title: string, body: string] {
  switch (problem.kind) {
    case 'incomplete':
      return [bad.incomplete, bad.incompleteBody];
    case 'damaged':
      return [bad.damaged, bad.damagedBody];
    case 'newer':
      return [bad.newer, bad.newerBody];
    case 'too-large':
      return [bad.tooLarge, bad.tooLargeBody];
  }
}

/** As much of a link as fits under a sentence. */
const shownCharacters = 140;

/** As it stood in the address bar. */
const whole = (link: string): string =>
  link.startsWith('#') ? `${window.location.origin}${window.location.pathname}${link}` : link;

/** A share link that cannot be opened: what is wrong with it, and what can be done. */
export function BadLink(): ReactElement | null {
  const text = useText();
  const { share, lab } = text;
  const bad = useNotices((state) => state.badLink);
  const [pasting, setPasting] = useState(false);
  const [pasted, setPasted] = useState('');
  const [failed, setFailed] = useState(false);
  if (bad === undefined) return null;
  const { link, problem } = bad;
  const [title, body] = words(problem, text);
  const close = () => useNotices.setState({ badLink: undefined });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void openLink(pasted.trim()).then((opened) => setFailed(!opened));
  };
  const counts = problem.kind === 'incomplete' ? share.bad.counts(problem.expected, problem.found) : undefined;
  return (
    <Dialog title={title} closeLabel={lab.panes.close} onClose={close}>
      <p className={style.note}>{body}</p>
      <p className={style.quoted}>
        <code lang="en">{whole(link).slice(0, shownCharacters)}</code>
        {counts !== undefined && <mark>{counts}</mark>}
      </p>
      {pasting ? (
        <form className={style.row} onSubmit={submit}>
          <input
            className={style.field}
            aria-label={share.bad.pasteLabel}
            value={pasted}
            autoFocus
            onChange={(event) => setPasted(event.target.value)}
          />
          <Button look="solid" type="submit" disabled={pasted.trim() === ''}>
            {share.bad.open}
          </Button>
        </form>
      ) : (
        <div className={style.row}>
          <Button look="solid" data-first-focus onClick={() => setPasting(true)}>
            {share.bad.paste}
          </Button>
          <Button onClick={close}>{share.bad.keep}</Button>
          <Button onClick={() => void openScenario('empty')}>{share.bad.empty}</Button>
          <span className={style.end}>
            <CopyButton look="quiet" text={`${title}. ${counts ?? ''} ${link}`} label={share.bad.copyDetails} />
          </span>
        </div>
      )}
      {failed && pasting && (
        <p role="alert" className={style.note}>
          {share.bad.stillBad}
        </p>
      )}
    </Dialog>
  );
}
