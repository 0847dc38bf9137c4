import { openingFiles, openingSeed, type Command, type SourceRef } from '../../sim-core/index.js';
import type { EngineClient } from '../engine/protocol.js';
import { asScenarioSlug, type ScenarioSlug } from '../scenarios/list.js';
import { chosenTarget, type TargetChoice } from '../scenarios/scenario.js';
import { ask, refresh, useClusterView } from './cluster-view.js';
import { isBlank, manifestFiles, withClusterFile } from './cluster-text.js';
import { newFile, useDocument, type FileState } from './document.js';
import { connectEngine, engine, startOf } from './engine.js';
import { useHistory } from './history.js';
import { useLayout } from './layout.js';
import { configInMode } from './mode-config.js';
import { tell, useNotices } from './notices.js';
import { pageParameters } from './page-parameters.js';
import { hopsOf, usePlayback } from './playback.js';
import { useSelection } from './selection.js';
import {
  hasEarlierSession,
  loadSession,
  setSessionAside,
  takeEarlierSession,
  watchSession,
  type Session,
} from './session.js';
import { scenarioSource } from './scenarios.js';
import { isLink } from './link-form.js';
import type { SharedLab } from './share-link.js';
import { inTurn, settleView, showNewestTrace } from './turns.js';
import { asLabStep } from './whole-lab.js';

/** What a Lab is made from, wherever it was kept: the last visit, a link, a scenario. */
export interface LabSource extends Pick<SharedLab, 'scenario' | 'seed' | 'config' | 'active' | 'packet'> {
  readonly files: readonly FileState[];
  readonly log: readonly Command[];
  /** The packet to offer first. */
  readonly offer?: { readonly from: SourceRef; readonly to: TargetChoice };
}

const openingLab = (): LabSource => ({
  scenario: 'opening',
  seed: openingSeed,
  active: Object.keys(openingFiles)[0] ?? '',
  files: Object.entries(openingFiles).map(([name, text]) => newFile(name, text)),
  log: [],
  ...inPageMode(undefined),
});

/** The address of the page may ask for a mode to begin with. */
export function inPageMode(config: LabSource['config']): Pick<LabSource, 'config'> {
  const asked = configInMode(config, pageParameters.mode);
  return asked === undefined ? {} : { config: asked };
}

/** The Lab of a link; a text that was not accepted when the link was made is still only typed. */
export function sharedSource({ files, ...lab }: SharedLab): LabSource {
  return {
    ...lab,
    ...inPageMode(lab.config),
    files: files.map(({ name, text, applied }) => ({ ...newFile(name, text), applied: applied ?? text })),
  };
}

const buildLog = (files: readonly FileState[]): readonly Command[] => [
  ...manifestFiles(files)
    .filter(({ applied }) => !isBlank(applied))
    .map((file): Command => ({ type: 'apply', manifest: file.applied, file: file.name })),
  { type: 'settle' },
];

function openDocument({ files: given, active, scenario, seed, config }: LabSource): void {
  const files = withClusterFile(given, config);
  const shown = files.some((file) => file.name === active) ? active : files[0]?.name;
  useDocument.setState({ files, active: shown ?? '', scenario, seed, config, appliedRevision: undefined });
}

async function startWorld({ files, seed, config, log }: LabSource): Promise<void> {
  const start = startOf({ seed, config });
  const rebuilt = buildLog(files);
  try {
    await engine().start({ ...start, log: log.length > 0 ? log : rebuilt });
  } catch {
    tell({ kind: 'session-unusable' });
    await engine().start({ ...start, log: rebuilt });
  }
}

async function afterRestart(message: string): Promise<void> {
  const { cursor, trace } = usePlayback.getState();
  const commands = (await engine().log()).length;
  const hop = trace === undefined ? undefined : cursor + 1;
  await refresh();
  tell({ kind: 'engine-restarted', commands, seed: useDocument.getState().seed, hop, message });
}

/** The packet that was looked at, at the hop it was at. */
async function showPacket(packet: SharedLab['packet']): Promise<void> {
  const trace = packet === undefined ? undefined : await ask({ kind: 'trace', id: packet.id });
  if (packet === undefined || trace === undefined) return showNewestTrace();
  const cursor = Math.min(packet.cursor, Math.max(hopsOf(trace, packet.leg).length - 1, 0));
  usePlayback.getState().set({ trace, leg: packet.leg, cursor });
}

function offer({ from, to }: NonNullable<LabSource['offer']>): void {
  const target = chosenTarget(useClusterView.getState().cluster?.targets ?? [], to);
  if (target !== undefined) usePlayback.getState().set({ source: from, target });
}

async function raise(source: LabSource): Promise<void> {
  try {
    await startWorld(source);
    await settleView();
    await showPacket(source.packet);
    if (source.offer !== undefined) offer(source.offer);
  } catch (error) {
    useClusterView.setState({ phase: 'failed' });
    throw error;
  }
}

/** Takes the place of everything there was: texts, cluster, packets, what could be undone. */
export function openLab(source: LabSource): Promise<void> {
  return inTurn(async () => {
    useHistory.setState({ past: [], future: [] });
    await enter(source);
  });
}

async function enter(source: LabSource): Promise<void> {
  openDocument(source);
  useSelection.getState().pin(undefined);
  usePlayback.getState().set({ trace: undefined, source: undefined, target: undefined });
  await raise(source);
}

/** Opens a scenario of ours. What was here before is kept aside, and undo brings it back. */
export async function openScenario(slug: ScenarioSlug): Promise<void> {
  const source = await scenarioSource(slug);
  const mode = inPageMode(source.config);
  setSessionAside();
  useNotices.setState({ badLink: undefined });
  await inTurn(async () => {
    await asLabStep('scenario', async () => {
      await enter({ ...source, ...mode });
      return true;
    });
  });
}

/** Opens what a link holds; what was here before is kept aside. Says whether it could be read. */
export async function openLink(link: string): Promise<boolean> {
  const { readLink } = await import('./share-link.js');
  const read = await readLink(link.slice(link.indexOf('#')));
  if (!read.ok) {
    useNotices.setState({ badLink: { link, problem: read.problem } });
    return false;
  }
  useNotices.setState({ badLink: undefined });
  setSessionAside();
  const { view } = read.lab;
  useLayout.getState().set({ view, phoneTab: view === 'map' ? 'path' : view });
  await openLab(sharedSource(read.lab));
  if (hasEarlierSession()) tell({ kind: 'earlier-kept' });
  return true;
}

/** Back to the Lab that a link took the place of. */
export async function openEarlier(): Promise<void> {
  const session = takeEarlierSession();
  if (session !== undefined) await openLab(session);
}

const fragment = (): string => (typeof window === 'undefined' ? '' : window.location.hash);

/** A reload is to bring back what was done since, so the link leaves the address bar once it is open. */
function clearFragment(): void {
  try {
    window.history.replaceState(null, '', window.location.pathname + window.location.search);
  } catch {
    // Some sandboxes forbid it; then a reload opens the link again.
  }
}

async function openFragment(): Promise<boolean> {
  const opened = await openLink(fragment());
  if (opened) clearFragment();
  return opened;
}

/**
 * Shows the texts at once, then brings up the cluster they describe: what a link holds, or else what
 * the last visit left.
 */
export function boot(client: EngineClient, { keepFragment = false } = {}): Promise<void> {
  connectEngine(client);
  client.onRestart((message) => void afterRestart(message));
  const session = loadSession();
  const asked = askedScenario(session);
  const linked = isLink(fragment()) && (session === undefined || !keepFragment);
  const source = session ?? openingLab();
  if (asked === undefined || linked) openDocument(source);
  watchSession();
  if (typeof window !== 'undefined' && !keepFragment) {
    window.addEventListener('hashchange', () => {
      if (isLink(fragment())) void openFragment();
    });
  }
  const opened = linked ? (keepFragment ? openLink(fragment()) : openFragment()) : Promise.resolve(false);
  return opened.then((done) => {
    if (done) return undefined;
    return asked === undefined ? inTurn(() => raise(source)) : openAsked(asked);
  });
}

/** The scenario that the address asks for, unless the last visit left it here already. */
function askedScenario(session: Session | undefined): ScenarioSlug | undefined {
  const { scenario } = pageParameters;
  if (scenario === undefined || scenario === session?.scenario) return undefined;
  const slug = asScenarioSlug(scenario);
  if (slug === undefined) tell({ kind: 'no-scenario', slug: scenario });
  return slug;
}

async function openAsked(slug: ScenarioSlug): Promise<void> {
  setSessionAside();
  const source = await scenarioSource(slug);
  await openLab({ ...source, ...inPageMode(source.config) });
  if (hasEarlierSession()) tell({ kind: 'earlier-kept' });
}

/** Starts over with the cluster the page first opened with; what was here is kept aside. */
export function openOpening(): Promise<void> {
  useNotices.setState({ badLink: undefined });
  setSessionAside();
  return openLab(openingLab());
}
