import { create } from 'zustand';
import { readStored, writeStored } from '../../state/storage.js';

const key = 'kubehop.terminal';

interface Reader {
  /** What is printed is read out, and the screen can be read line by line. */
  readonly on: boolean;
}

export const useReader = create<Reader>()(() => ({ on: readStored<Reader>(key)?.on === true }));

export function setReader(on: boolean): void {
  useReader.setState({ on });
  writeStored(key, { on });
}
