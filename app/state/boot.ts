import { openingFiles, openingSeed, type Command } from '../../sim-core/index.js';
import type { EngineClient } from '../engine/protocol.js';
import { apply, inTurn, settleView, showNewestTrace } from './actions.js';
import { refresh, useClusterView } from './cluster-view.js';
import { newFile, updateFile, useDocument, type FileState } from './document.js';
import { connectEngine, engine } from './engine.js';
import { tell } from './notices.js';
import { usePlayback } from './playback.js';
import { loadSession, watchSession, type Session } from './session.js';

const buildLog = (files: readonly FileState[]): readonly Command[] => [
  ...files.map((file): Command => ({ type: 'apply', manifest: file.applied, file: file.name })),
  { type: 'settle' },
];

function openDocument(session: Session | undefined): void {
  const files =
    session === undefined ? Object.entries(openingFiles).map(([name, text]) => newFile(name, text)) : session.files;
  const active = files.some((file) => file.name === session?.active) ? session?.active : files[0]?.name;
  useDocument.setState({ files, active: active ?? '', seed: session?.seed ?? openingSeed });
}

async function startWorld(session: Session | undefined): Promise<void> {
  const { files, seed } = useDocument.getState();
  const rebuilt = buildLog(files);
  const log = session !== undefined && session.log.length > 0 ? session.log : rebuilt;
  try {
    await engine().start({ seed, log });
  } catch {
    tell({ kind: 'session-unusable' });
    await engine().start({ seed, log: rebuilt });
  }
}

async function afterRestart(): Promise<void> {
  const { cursor, trace } = usePlayback.getState();
  const commands = (await engine().log()).length;
  const hop = trace === undefined ? undefined : cursor + 1;
  await refresh();
  tell({ kind: 'engine-restarted', commands, seed: useDocument.getState().seed, hop });
}

/** Shows the texts at once, then brings up the cluster they describe, as the last visit left it. */
export function boot(client: EngineClient): Promise<void> {
  connectEngine(client);
  const session = loadSession();
  openDocument(session);
  client.onRestart(() => void afterRestart());
  watchSession();
  return inTurn(async () => {
    try {
      await startWorld(session);
      await settleView();
      await showNewestTrace();
    } catch (error) {
      useClusterView.setState({ phase: 'failed' });
      throw error;
    }
  });
}

/** Puts the files back that the page first opened with, as an edit like any other: it can be undone. */
export function restoreOpening(): Promise<void> {
  for (const [name, text] of Object.entries(openingFiles)) updateFile(name, { text });
  return apply();
}
