import { captureKindOf, type DumpFile } from '../../sim-core/index.js';
import { openFiles } from '../state/files.js';
import { openBringYourOwn, useBringYourOwn } from './request.js';

/** Larger files are no text of a cluster or a node. */
const maxBytes = 24_000_000;

/** Files dropped on the page: a real cluster's dump, a node's rules, or else manifests for the editor. */
export async function openDropped(dropped: readonly File[]): Promise<void> {
  const fits = dropped.every(({ size }) => size <= maxBytes);
  const files: readonly DumpFile[] = fits
    ? await Promise.all(dropped.map(async (file) => ({ name: file.name, text: await file.text() })))
    : [];
  const kinds = files.map(({ text }) => captureKindOf(text));
  const kind = kinds.find((found) => found !== undefined);
  const { tab } = useBringYourOwn.getState();
  if (tab !== undefined && fits) return openBringYourOwn(kind ?? tab, files);
  if (kind === undefined) return openFiles(dropped);
  openBringYourOwn(kind, kind === 'cluster' ? files : files.filter((_, index) => kinds[index] === 'rules'));
}
