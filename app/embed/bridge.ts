import { seek, submit } from '../state/actions.js';
import { inPageMode, openLab, openLink, openOpening } from '../state/boot.js';
import { manifestFiles } from '../state/cluster-text.js';
import { useClusterView } from '../state/cluster-view.js';
import { isRejected, newFile, useDocument } from '../state/document.js';
import { useHistory } from '../state/history.js';
import { useLayout } from '../state/layout.js';
import { useNotices } from '../state/notices.js';
import { hopsOf, usePlayback } from '../state/playback.js';
import { atEnd } from '../state/player.js';
import { useSettings } from '../state/settings.js';
import { hostOrigin } from './host-origin.js';
import { isOurs, protocolVersion, readIncoming, type ExportFormat, type Incoming, type Outgoing } from './protocol.js';

/** Tells the page around what happens here, and does what it asks. */
export function openBridge(): void {
  if (window.parent === window) return;
  const origin = hostOrigin();
  const say = (message: Outgoing): void => {
    window.parent.postMessage({ kubehop: protocolVersion, ...message }, origin ?? '*');
  };
  tellReady(say);
  tellSteps(say);
  tellErrors(say);
  tellHeight(say);
  if (origin === undefined) return;
  tellRefusals(say);
  const obeyInTurn = turns(say);
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source !== window.parent || event.origin !== origin) return;
    const message = readIncoming(event.data);
    if (message !== undefined) obeyInTurn(message);
    else if (isOurs(event.data)) say({ type: 'error', message: 'message: not understood' });
  });
}

/** A host that says more than this without waiting is not listened to further. */
const mostWaiting = 2000;

/** One message after another; a Lab that another one takes the place of at once is not opened first. */
function turns(say: Say): (message: Incoming) => void {
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  let newestLoad: Incoming | undefined;
  return (message) => {
    if (waiting >= mostWaiting) return;
    waiting += 1;
    if (message.type === 'load') newestLoad = message;
    last = last
      .then(() => (message.type === 'load' && message !== newestLoad ? undefined : obey(message, say)))
      .catch((error: unknown) => say({ type: 'error', message: String(error) }))
      .finally(() => (waiting -= 1));
  };
}

type Say = (message: Outgoing) => void;

function tellReady(say: Say): void {
  const isReady = () => useClusterView.getState().phase === 'ready';
  const tell = (): void => {
    say({ type: 'ready' });
    // A link may open in the middle of a packet's way.
    tellStep(say);
  };
  if (isReady()) return tell();
  const stop = useClusterView.subscribe(() => {
    if (!isReady()) return;
    stop();
    tell();
  });
}

function tellSteps(say: Say): void {
  usePlayback.subscribe(({ trace, leg, cursor }, before) => {
    if (trace !== before.trace || leg !== before.leg || cursor !== before.cursor) tellStep(say);
  });
}

function tellStep(say: Say): void {
  const { trace, leg, cursor } = usePlayback.getState();
  if (trace === undefined) return;
  const hops = hopsOf(trace, leg);
  const hop = hops[cursor];
  if (hop === undefined) return;
  const { place, reason } = hop;
  const where = 'node' in place ? place.node : 'name' in place ? place.name : place.kind;
  say({ type: 'step', packet: trace.id, leg, hop: cursor + 1, hops: hops.length, reason: reason.code, place: where });
  if (atEnd()) say({ type: 'completed', packet: trace.id, outcome: trace.outcome });
}

function tellErrors(say: Say): void {
  useNotices.subscribe(({ notice, badLink }, before) => {
    if (badLink !== undefined && badLink !== before.badLink) {
      say({ type: 'error', message: `link: ${badLink.problem.kind}` });
    }
    if (notice === undefined || notice === before.notice) return;
    if (notice.kind === 'engine-failed') say({ type: 'error', message: notice.message });
    if (notice.kind === 'not-sent') say({ type: 'error', message: notice.text });
  });
}

/** What the API server has against a text, in its own words. */
function tellRefusals(say: Say): void {
  useDocument.subscribe(({ files }, before) => {
    for (const file of files) {
      const known = before.files.find(({ name }) => name === file.name);
      if (file.problems === known?.problems || !isRejected(file)) continue;
      for (const problem of file.problems.filter(({ severity }) => severity === 'error')) {
        say({ type: 'error', message: `${file.name}: ${problem.text}` });
      }
    }
  });
}

/** The page's own height, plus what its canvas would need beyond the room it has. */
function tellHeight(say: Say): void {
  let told = 0;
  const tell = (): void => {
    const canvas = document.querySelector<HTMLElement>('[data-natural-height]');
    if (canvas === null) return;
    const wanted = Number(canvas.dataset['naturalHeight']);
    const height = Math.ceil(document.documentElement.clientHeight - canvas.clientHeight + wanted);
    if (!Number.isFinite(height) || wanted === 0 || Math.abs(height - told) < 2) return;
    told = height;
    say({ type: 'resize', height });
  };
  const soon = (): void => void requestAnimationFrame(tell);
  usePlayback.subscribe(soon);
  useClusterView.subscribe(soon);
  useLayout.subscribe(soon);
  window.addEventListener('resize', soon);
}

async function obey(message: Incoming, say: Say): Promise<void> {
  switch (message.type) {
    case 'load':
      return 'link' in message ? loadLink(message.link) : loadFiles(message.files, message.seed);
    case 'goto':
      return seek(message.hop - 1, message.leg);
    case 'set': {
      const { language, theme, view } = message;
      const settings = useSettings.getState();
      if (language !== undefined) settings.setLanguage(language);
      if (theme !== undefined) settings.setTheme(theme);
      if (view !== undefined) useLayout.getState().set({ view });
      return;
    }
    case 'export':
      return say({ type: 'exported', id: message.id, format: message.format, data: await exported(message.format) });
  }
}

async function loadLink(link: string): Promise<void> {
  if (link.trim() === '') await openOpening();
  else await openLink(link);
}

/** The texts are given to an empty cluster, so that what its API server refuses can be seen in the editor. */
async function loadFiles(texts: Readonly<Record<string, string>>, seed: number): Promise<void> {
  const files = Object.entries(texts).map(([name, text]) => ({ ...newFile(name, text), applied: '' }));
  await openLab({ seed, active: files[0]?.name ?? '', files, log: [], ...inPageMode(undefined) });
  await submit(() => true, true);
  useHistory.setState({ past: [], future: [] });
}

async function exported(format: ExportFormat): Promise<string> {
  if (format === 'link') return (await import('../state/share.js')).shareLink();
  if (format === 'trace') return JSON.stringify(usePlayback.getState().trace ?? null);
  // What kubectl would take: cluster.yaml, which says what the cluster itself is made of, goes with a link.
  return manifestFiles(useDocument.getState().files)
    .map(({ text }) => text.trimEnd())
    .join('\n---\n');
}
