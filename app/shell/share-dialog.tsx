import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { useText } from '../i18n/text.js';
import { useDocument } from '../state/document.js';
import { useLayout, views, type View } from '../state/layout.js';
import { labAddress, shareLink } from '../state/share.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Segmented } from '../ui/segmented.js';
import { Select } from '../ui/select.js';
import { tabPanel, Tabs } from '../ui/tabs.js';
import { CopyButton } from './copy-button.js';
import { embedSnippet, snippetFormats, type EmbedChoice, type SnippetFormat } from './embed-snippet.js';
import style from './share-dialog.module.css';

/** Longer links are cut by some chat apps. */
const safeLength = 8000;

/** Gives the Lab away, as a link or as a part of somebody's page. */
export default function ShareDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { lab, share } = useText();
  const imported = useDocument((state) => state.config?.objects !== undefined);
  const [confirmed, setConfirmed] = useState(false);
  return (
    <Dialog title={share.title} closeLabel={lab.panes.close} onClose={onClose}>
      {imported && !confirmed ? <ImportedWarning onConfirm={() => setConfirmed(true)} /> : <Sharing />}
    </Dialog>
  );
}

/** A real cluster's names and addresses leave the browser only if its owner says so. */
function ImportedWarning({ onConfirm }: { readonly onConfirm: () => void }): ReactElement {
  const { share } = useText();
  return (
    <div className={style.panel}>
      <p className={style.note}>{share.imported}</p>
      <div className={style.row}>
        <Button onClick={onConfirm}>{share.importedAnyway}</Button>
      </div>
    </div>
  );
}

function Sharing(): ReactElement {
  const { share } = useText();
  const [tab, setTab] = useState<'link' | 'embed'>('link');
  const [link, setLink] = useState<string>();
  useEffect(() => {
    let open = true;
    shareLink().then(
      (made) => open && setLink(made),
      () => undefined,
    );
    return () => {
      open = false;
    };
  }, []);
  return (
    <>
      <Tabs
        name="share"
        label={share.tabs.label}
        items={[
          { id: 'link', label: share.tabs.link },
          { id: 'embed', label: share.tabs.embed },
        ]}
        selected={tab}
        onSelect={setTab}
      />
      <div className={style.panel} {...tabPanel('share', tab)}>
        {tab === 'link' ? <LinkPanel link={link} /> : <EmbedPanel link={link} />}
      </div>
    </>
  );
}

interface TextToCopyProps {
  readonly label: string;
  readonly rows: number;
  /** Undefined while it is being made. */
  readonly text: string | undefined;
  /** Beside the button that copies it. */
  readonly children?: ReactNode;
}

function TextToCopy({ label, rows, text, children }: TextToCopyProps): ReactElement {
  const { share } = useText();
  return (
    <>
      <textarea
        className={style.text}
        aria-label={label}
        readOnly
        rows={rows}
        value={text ?? share.making}
        onFocus={(event) => event.target.select()}
      />
      <div className={style.row}>
        <CopyButton text={text} />
        {children}
      </div>
    </>
  );
}

function LinkPanel({ link }: { readonly link: string | undefined }): ReactElement {
  const { share } = useText();
  return (
    <>
      <p className={style.note}>{share.linkNote}</p>
      <TextToCopy label={share.linkLabel} rows={4} text={link}>
        {link !== undefined && (
          <span className={style.count}>
            {link.length > safeLength ? share.long(share.characters(link.length)) : share.characters(link.length)}
          </span>
        )}
      </TextToCopy>
    </>
  );
}

/** What is in view now is what the embedded page shows. */
const firstChoice = (): EmbedChoice => ({
  language: undefined,
  theme: undefined,
  panes: [useLayout.getState().view],
  readonly: false,
  height: 520,
});

function EmbedPanel({ link }: { readonly link: string | undefined }): ReactElement {
  const { share } = useText();
  const [format, setFormat] = useState<SnippetFormat>('element');
  const [choice, setChoice] = useState<EmbedChoice>(firstChoice);
  const fragment = link?.slice(link.indexOf('#'));
  const snippet = fragment === undefined ? undefined : embedSnippet(format, labAddress(), fragment, choice);
  return (
    <>
      <p className={style.note}>{share.embedNote}</p>
      <EmbedChoices choice={choice} onChange={setChoice} />
      <Segmented
        label={share.snippetFor}
        segments={snippetFormats.map((value) => ({ value, label: share.formats[value] }))}
        value={format}
        onChange={setFormat}
      />
      <TextToCopy label={share.snippet} rows={6} text={snippet} />
    </>
  );
}

interface EmbedChoicesProps {
  readonly choice: EmbedChoice;
  readonly onChange: (choice: EmbedChoice) => void;
}

function EmbedChoices({ choice, onChange }: EmbedChoicesProps): ReactElement {
  const { share, lab } = useText();
  const { language, theme, panes, readonly, height } = choice;
  const toggle = (view: View): void => {
    const chosen = views.filter((one) => (one === view ? !panes.includes(one) : panes.includes(one)));
    onChange({ ...choice, panes: chosen.length === 0 ? [view] : chosen });
  };
  return (
    <div className={style.choices}>
      <label>
        <span>{share.language}</span>
        <Select
          label={share.language}
          value={language ?? ''}
          choices={[
            { value: '', label: share.languageAuto },
            { value: 'en', label: 'English' },
            { value: 'zh-CN', label: '中文' },
          ]}
          onChange={(value) =>
            onChange({ ...choice, language: value === 'en' || value === 'zh-CN' ? value : undefined })
          }
        />
      </label>
      <label>
        <span>{share.theme}</span>
        <Select
          label={share.theme}
          value={theme ?? ''}
          choices={[
            { value: '', label: share.themeAuto },
            { value: 'light', label: share.light },
            { value: 'dark', label: share.dark },
          ]}
          onChange={(value) =>
            onChange({ ...choice, theme: value === 'light' || value === 'dark' ? value : undefined })
          }
        />
      </label>
      <label>
        <span>{share.height}</span>
        <input
          className={style.number}
          type="number"
          min={320}
          max={2000}
          step={20}
          value={height}
          onChange={(event) => onChange({ ...choice, height: Math.round(event.target.valueAsNumber) || height })}
        />
      </label>
      <label className={style.check}>
        <input
          type="checkbox"
          checked={readonly}
          onChange={(event) => onChange({ ...choice, readonly: event.target.checked })}
        />
        {share.readonly}
      </label>
      <fieldset className={style.views}>
        <legend>{share.views}</legend>
        {views.map((view) => (
          <label key={view}>
            <input type="checkbox" checked={panes.includes(view)} onChange={() => toggle(view)} />
            {lab.views[view]}
          </label>
        ))}
      </fieldset>
    </div>
  );
}
