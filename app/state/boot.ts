import type { Command } from '../../sim-core/index.js';
import type { EngineClient } from '../engine/protocol.js';
import { inTurn, settleView, showNewestTrace } from './actions.js';
import { refresh, useClusterView } from './cluster-view.js';
import { newFile, useDocument, type FileState } from './document.js';
import { connectEngine, engine } from './engine.js';
import { tell } from './notices.js';
import { usePlayback } from './playback.js';
import { loadSession, watchSession, type Session } from './session.js';

/** Any seed gives a valid world; this one is kept so that a first visit looks the same everywhere. */
const openingSeed = 42;

const buildLog = (files: readonly FileState[]): readonly Command[] => [
  ...files.map((file): Command => ({ type: 'apply', manifest: file.applied, file: file.name })),
  { type: 'settle' },
];

function openDocument(session: Session | undefined, opening: Readonly<Record<string, string>>): void {
  const names = Object.keys(opening);
  const files =
    session === undefined
      ? names.map((name) => newFile(name, opening[name] ?? ''))
      : session.files.map(({ name, applied, text }) => newFile(name, applied, text));
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
export function boot(client: EngineClient, opening: Readonly<Record<string, string>>): Promise<void> {
  connectEngine(client);
  const session = loadSession();
  openDocument(session, opening);
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
