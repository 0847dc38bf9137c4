import { complete } from '../../shell/complete.js';
import { watch } from '../../shell/watch.js';
import type { ShellPlace } from '../../shell/sys.js';
import { ShellPort } from '../shell-port.js';
import type { Snapshot } from '../snapshot.js';
import { WorldTx } from '../transaction.js';
import type { CompletionView, Query, WatchView } from '../view.js';

/** A port to a copy that nobody keeps. */
const portOf = (snapshot: Snapshot, files: readonly string[] = []): ShellPort =>
  new ShellPort(new WorldTx(snapshot), Object.fromEntries(files.map((name) => [name, ''])));

export const completeView = (
  snapshot: Snapshot,
  { place, line, cursor, files }: Extract<Query, { readonly kind: 'complete' }>,
): CompletionView => complete(portOf(snapshot, files).at(place), line, cursor);

export const watchView = (
  snapshot: Snapshot,
  { place, line, since }: Extract<Query, { readonly kind: 'watch' }>,
): WatchView => watch(portOf(snapshot).at(place), line, since);

/** As bash and a container's shell show where they are. */
export function promptOf(place: ShellPlace): string {
  switch (place.kind) {
    case 'laptop':
      return 'learner@laptop:~$ ';
    case 'node':
      return `root@${place.node}:~# `;
    case 'pod':
      return `root@${place.name}:/# `;
  }
}
