import type { ShellPlace } from '../../../sim-core/index.js';
import type { useTerminalText } from '../../i18n/terminal-text.js';
import type { Entry } from '../../state/terminal.js';

type Words = ReturnType<typeof useTerminalText>;

export const noteText = (entry: Extract<Entry, { readonly kind: 'note' }>, { notes }: Words): string =>
  entry.note === 'skipped' ? notes.skipped(entry.count) : notes[entry.note];

export function placeName(place: ShellPlace, words: Words): string {
  if (place.kind === 'laptop') return words.laptop;
  if (place.kind === 'node') return words.node(place.node);
  return words.pod(place.namespace === 'default' ? place.name : `${place.namespace}/${place.name}`);
}
