import { useState, type ReactElement, type ReactNode } from 'react';
import { currentText, useText } from '../i18n/text.js';
import { useClusterView } from '../state/cluster-view.js';
import { useDocument } from '../state/document.js';
import { useLayout } from '../state/layout.js';
import { hopsOf, usePlayback } from '../state/playback.js';
import { shareLink } from '../state/share.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { clusterYaml } from './cluster-yaml.js';
import style from './export-dialog.module.css';
import { takePicture, type PictureFormat } from './picture.js';
import { saveFile, textFile } from './save-file.js';
import { traceMarkdown } from './trace-markdown.js';

interface ExportDialogProps {
  readonly scenario: string;
  readonly onClose: () => void;
}

type Progress = { readonly state: 'idle' | 'working' | 'failed' } | { readonly state: 'saved'; readonly name: string };

/** One way to make a file: its name, and what is in it. */
interface Making {
  readonly name: string;
  readonly make: () => Promise<Blob>;
}

/** Pictures, the trace and the cluster as files. */
export default function ExportDialog({ scenario, onClose }: ExportDialogProps): ReactElement {
  const { takeAway, lab } = useText();
  const view = useLayout((state) => state.view);
  const trace = usePlayback((state) => state.trace);
  const [caption, setCaption] = useState(useCaption(scenario));
  const [progress, setProgress] = useState<Progress>({ state: 'idle' });

  const run = ({ name, make }: Making): void => {
    setProgress({ state: 'working' });
    make().then(
      (content) => {
        saveFile(name, content);
        setProgress({ state: 'saved', name });
      },
      () => setProgress({ state: 'failed' }),
    );
  };
  const picture = (format: PictureFormat): Making => ({
    name: `kubehop-${view}.${format}`,
    make: async () =>
      takePicture(format, { title: caption, caption, link: await shareLink(), partial: takeAway.partial }),
  });
  return (
    <Dialog title={takeAway.title} closeLabel={lab.panes.close} onClose={onClose}>
      <p className={style.note}>{takeAway.note}</p>
      <Part title={takeAway.picture} note={takeAway.pictureNote(lab.views[view])}>
        <label className={style.caption}>
          <span>{takeAway.caption}</span>
          <input value={caption} maxLength={160} onChange={(event) => setCaption(event.target.value)} />
        </label>
        <Button icon="download" onClick={() => run(picture('svg'))}>
          {takeAway.svg}
        </Button>
        <Button icon="download" onClick={() => run(picture('png'))}>
          {takeAway.png}
        </Button>
      </Part>
      <Part
        title={takeAway.trace}
        note={
          trace === undefined
            ? takeAway.noTrace
            : takeAway.traceNote(trace.id, trace.request.length + trace.reply.length)
        }
      >
        <Button icon="download" disabled={trace === undefined} onClick={() => run(traceFile('md'))}>
          {takeAway.markdown}
        </Button>
        <Button icon="download" disabled={trace === undefined} onClick={() => run(traceFile('json'))}>
          {takeAway.json}
        </Button>
      </Part>
      <Part title={takeAway.cluster} note={takeAway.clusterNote}>
        <Button
          icon="download"
          onClick={() => run({ name: 'cluster.yaml', make: async () => yaml(await clusterYaml()) })}
        >
          {takeAway.objects}
        </Button>
        <Button
          icon="download"
          onClick={() => run({ name: 'manifests.yaml', make: () => Promise.resolve(yaml(manifests())) })}
        >
          {takeAway.manifests}
        </Button>
      </Part>
      <Part title={takeAway.print} note={takeAway.printNote}>
        <Button
          onClick={() => {
            onClose();
            // After the dialog is gone from the page.
            requestAnimationFrame(() => requestAnimationFrame(() => window.print()));
          }}
        >
          {takeAway.print}
        </Button>
      </Part>
      <p className={style.progress} role="status">
        {progress.state === 'working' && takeAway.working}
        {progress.state === 'failed' && takeAway.failed}
        {progress.state === 'saved' && takeAway.saved(progress.name)}
      </p>
    </Dialog>
  );
}

function useCaption(scenario: string): string {
  const { takeAway } = useText();
  const mode = useClusterView((state) => state.cluster?.mode ?? '');
  const revision = useClusterView((state) => state.revision);
  const { trace, leg, cursor } = usePlayback.getState();
  const hop = trace && takeAway.hopCaption(trace.id, cursor + 1, hopsOf(trace, leg).length);
  return [takeAway.defaultCaption(scenario, mode, revision), hop].filter((part) => part !== undefined).join(' ');
}

const yaml = (text: string): Blob => textFile(text, 'application/yaml');

const manifests = (): string =>
  useDocument
    .getState()
    .files.map(({ text }) => text.trimEnd())
    .join('\n---\n') + '\n';

const traceFile = (format: 'md' | 'json'): Making => ({
  name: `kubehop-packet-${usePlayback.getState().trace?.id ?? 0}.${format}`,
  make: async () => {
    const { trace } = usePlayback.getState();
    if (trace === undefined) throw new Error('There is no packet');
    if (format === 'json') return textFile(`${JSON.stringify(trace, null, 2)}\n`, 'application/json');
    return textFile(traceMarkdown(trace, currentText(), await shareLink()), 'text/markdown');
  },
});

interface PartProps {
  readonly title: string;
  readonly note: string;
  readonly children: ReactNode;
}

function Part({ title, note, children }: PartProps): ReactElement {
  return (
    <section className={style.part}>
      <div>
        <h3>{title}</h3>
        <p className={style.note}>{note}</p>
      </div>
      <div className={style.row}>{children}</div>
    </section>
  );
}
