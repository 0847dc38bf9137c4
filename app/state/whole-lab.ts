import { isEdited, useDocument, type FileState } from './document.js';
import { engine, startOf } from './engine.js';
import { remember, type HistoryStep, type WholeLab } from './history.js';

export async function wholeLab(): Promise<WholeLab> {
  const { scenario, seed, config, files, active } = useDocument.getState();
  return { scenario, seed, config, files, active, log: await engine().log() };
}

/** Makes everything as it was then. Texts that were typed since and not applied stay as typed. */
export async function restoreLab(lab: WholeLab): Promise<void> {
  const { seed, config, log, files, ...rest } = lab;
  const now = useDocument.getState().files;
  const typed = (file: FileState): FileState => {
    const same = now.find(({ name }) => name === file.name);
    return same !== undefined && isEdited(same) && same.applied === file.applied ? { ...file, text: same.text } : file;
  };
  await engine().start({ ...startOf({ seed, config }), log });
  useDocument.setState(({ rewinds }) => ({ ...rest, seed, config, files: files.map(typed), rewinds: rewinds + 1 }));
}

/** Does something to files or cluster as one step that can be undone; each file is then as it was, or as is said. */
export async function asLabStep(
  kind: HistoryStep['kind'],
  change: () => Promise<boolean>,
  undone: (file: FileState) => FileState = (file) => file,
): Promise<boolean> {
  const found = await wholeLab();
  const before = { ...found, files: found.files.map(undone) };
  if (!(await change())) return false;
  const lab = { before, after: await wholeLab() };
  remember({ kind, start: before.log.length, commands: [], before: {}, after: {}, lab });
  return true;
}
