import type { Command } from '../../sim-core/index.js';
import { apply } from './actions.js';
import { newFile, useDocument, type FileState } from './document.js';
import { engine, startOf } from './engine.js';
import { tell } from './notices.js';
import { clusterFile } from './cluster-text.js';
import { inTurn, settleView } from './turns.js';
import { asLabStep } from './whole-lab.js';

/** As many, and as large, as a share link can hold. */
export const fileLimits = { count: 50, characters: 1_000_000 };

/** A name that a file may have: `service.yaml`. */
export const isFileName = (name: string): boolean => /^\w[\w .-]{0,80}$/.test(name);

const names = (): readonly string[] => useDocument.getState().files.map(({ name }) => name);

/** The name itself, or with a number where it is taken: `service-2.yaml`. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  const [, stem = wanted, ending = ''] = /^(.*?)(\.[a-z]+)?$/i.exec(wanted) ?? [];
  for (let number = 2; ; number++) {
    const name = `${stem}-${number}${ending}`;
    if (!taken.includes(name)) return name;
  }
}

function append(files: readonly FileState[]): void {
  const [first] = files;
  if (first === undefined) return;
  useDocument.setState((state) => ({ files: [...state.files, ...files], active: first.name }));
}

const changed = (change: () => Promise<boolean>): Promise<void> =>
  inTurn(async () => {
    if (await asLabStep('file', change)) await settleView();
  });

export const createFile = (): Promise<void> =>
  changed(() => {
    if (names().length >= fileLimits.count) return refuse({ kind: 'file-refused', file: '', why: 'too-many' });
    append([newFile(freeName('manifest.yaml', names()), '')]);
    return Promise.resolve(true);
  });

function refuse(notice: Parameters<typeof tell>[0]): Promise<false> {
  tell(notice);
  return Promise.resolve(false);
}

const renamed =
  (from: string, to: string) =>
  (command: Command): Command => {
    if (command.type === 'apply' && command.file === from) return { ...command, file: to };
    if (command.type !== 'partly' || command.command.type !== 'apply' || command.command.file !== from) return command;
    return { ...command, command: { ...command.command, file: to } };
  };

/** The cluster keeps what the file made: only its name differs, as if it had always been so. */
export const renameFile = (from: string, to: string): Promise<void> =>
  changed(async () => {
    if (from === to || !isFileName(to) || names().includes(to)) return false;
    const { seed, config } = useDocument.getState();
    const log = (await engine().log()).map(renamed(from, to));
    await engine().start({ ...startOf({ seed, config }), log });
    useDocument.setState(({ files, active }) => ({
      files: files.map((file) => (file.name === from ? { ...file, name: to } : file)),
      active: active === from ? to : active,
    }));
    return true;
  });

/** What only this file made goes with it. */
export const deleteFile = (name: string): Promise<void> =>
  changed(async () => {
    const { files } = useDocument.getState();
    const index = files.findIndex((file) => file.name === name);
    const file = files[index];
    if (file === undefined || files.length === 1 || name === clusterFile) return false;
    if (file.applied.trim() !== '') {
      await engine().dispatch({ type: 'apply', manifest: '', file: name });
      await engine().dispatch({ type: 'settle' });
    }
    const left = files.filter((other) => other !== file);
    useDocument.setState({ files: left, active: left[Math.max(index - 1, 0)]?.name ?? '' });
    return true;
  });

/** The words with which a file cannot be taken. */
export type FileRefusal = 'too-many' | 'too-large' | 'not-yaml';

export interface DroppedFile {
  readonly name: string;
  readonly size: number;
  text(): Promise<string>;
}

/** Text that YAML may be: no bytes that only programs read. */
const isText = (text: string): boolean => !/[\u0000-\u0008\u000e-\u001a\ufffd]/.test(text.slice(0, 20_000));

const yamlName = /\.(ya?ml|json)$/i;

async function readDropped(file: DroppedFile): Promise<FileState | FileRefusal> {
  if (file.size > fileLimits.characters) return 'too-large';
  if (!yamlName.test(file.name)) return 'not-yaml';
  const text = await file.text();
  if (!isText(text)) return 'not-yaml';
  return { ...newFile('', text.replaceAll('\r\n', '\n')), applied: '' };
}

/** A name of ours for a file from elsewhere. */
const ownName = (name: string): string => {
  const plain = name.replaceAll(/[^\w .-]+/g, '-').replace(/^[^\w]+/, '');
  return isFileName(plain) ? plain : 'manifest.yaml';
};

/** Takes files in beside those that are there, and applies them. A text that is there already is only shown. */
export async function openFiles(dropped: readonly DroppedFile[]): Promise<void> {
  await changed(async () => {
    const taken: FileState[] = [];
    for (const file of dropped) {
      const read = names().length + taken.length >= fileLimits.count ? 'too-many' : await readDropped(file);
      if (typeof read === 'string') {
        tell({ kind: 'file-refused', file: file.name, why: read });
        continue;
      }
      const name = ownName(file.name);
      const known = useDocument.getState().files.find((other) => other.name === name && other.text === read.text);
      if (known !== undefined) useDocument.setState({ active: name });
      else taken.push({ ...read, name: freeName(name, [...names(), ...taken.map((one) => one.name)]) });
    }
    append(taken);
    return taken.length > 0;
  });
  await apply();
}
