import { seek } from '../state/actions.js';
import { inPageMode, openLab, openLink } from '../state/boot.js';
import { useClusterView } from '../state/cluster-view.js';
import { newFile, useDocument } from '../state/document.js';
import { useLayout } from '../state/layout.js';
import { useNotices } from '../state/notices.js';
import { pageParameters } from '../state/page-parameters.js';
import { hopsOf, usePlayback } from '../state/playback.js';
import { atEnd } from '../state/player.js';
import { useSettings } from '../state/settings.js';
import { protocolVersion, readIncoming, type ExportFormat, type Incoming, type Outgoing } from './protocol.js';

/**
 * The origin of the page around this one: as the address names it, else as the browser tells it.
 * Without either nothing is heard, and only what holds nothing of the learner's is said.
 */
function hostOrigin(): string | undefined {
  if (pageParameters.origin !== undefined) return pageParameters.origin;
  try {
    return document.referrer === '' ? undefined : new URL(document.referrer).origin;
  } catch {
    return undefined;
  }
}

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
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source !== window.parent || event.origin !== origin) return;
    const message = readIncoming(event.data);
    if (message !== undefined) void obey(message, say);
  });
}

type Say = (message: Outgoing) => void;

function tellReady(say: Say): void {
  const isReady = () => useClusterView.getState().phase === 'ready';
  if (isReady()) return say({ type: 'ready' });
  const stop = useClusterView.subscribe(() => {
    if (!isReady()) return;
    stop();
    say({ type: 'ready' });
  });
}

function tellSteps(say: Say): void {
  usePlayback.subscribe((state, before) => {
    const { trace, leg, cursor } = state;
    if (trace === undefined) return;
    if (trace === before.trace && leg === before.leg && cursor === before.cursor) return;
    const hops = hopsOf(trace, leg);
    const hop = hops[cursor];
    if (hop === undefined) return;
    const { place, reason } = hop;
    const where = 'node' in place ? place.node : 'name' in place ? place.name : place.kind;
    say({
      type: 'step',
      packet: trace.id,
      leg,
      hop: cursor + 1,
      hops: hops.length,
      reason: reason.code,
      place: where,
    });
    if (atEnd()) say({ type: 'completed', packet: trace.id, outcome: trace.outcome });
  });
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
      if ('link' in message) await openLink(message.link);
      else {
        const files = Object.entries(message.files).map(([name, text]) => newFile(name, text));
        await openLab({ seed: message.seed, active: files[0]?.name ?? '', files, log: [], ...inPageMode(undefined) });
      }
      return;
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

async function exported(format: ExportFormat): Promise<string> {
  if (format === 'link') return (await import('../state/share.js')).shareLink();
  if (format === 'trace') return JSON.stringify(usePlayback.getState().trace ?? null);
  return useDocument
    .getState()
    .files.map(({ text }) => text.trimEnd())
    .join('\n---\n');
}
