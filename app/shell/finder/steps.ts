import type { Catalogue } from '../../i18n/text.js';
import { back, first, last, playOrPause, revert, step } from '../../state/actions.js';
import { useClusterView } from '../../state/cluster-view.js';
import { isEdited, useDocument } from '../../state/document.js';
import { useLayout } from '../../state/layout.js';
import { useMapSearch } from '../../state/map-search.js';
import { usePlayback } from '../../state/playback.js';
import { lookAt } from '../../state/time-travel.js';
import type { Entry } from './entry.js';

const entry = (id: string, body: string, keys: string, also: string, onSelect: () => void): Entry => ({
  id,
  text: `${body} ${also}`,
  body,
  ...(keys !== '' && { keys }),
  onSelect,
});

/** What moves the packet, time, or the text in view: only what can be done now. */
export function stepEntries({ lab, editor, timeline }: Catalogue): readonly Entry[] {
  const { keys } = lab;
  const { trace } = usePlayback.getState();
  const { at } = useClusterView.getState();
  const { files, active } = useDocument.getState();
  const edited = files.find((file) => file.name === active && isEdited(file));
  const search = (): void => {
    useLayout.getState().set({ view: 'map' });
    useMapSearch.getState().show();
  };
  return [
    ...(trace === undefined
      ? []
      : [
          entry('step', keys.step, '→', 'step next hop', step),
          entry('step-back', keys.back, '←', 'back hop', back),
          entry('step-first', keys.first, 'Home', 'first hop', first),
          entry('step-last', keys.last, 'End', 'last hop', last),
          entry('step-play', keys.play, 'Space', 'play pause', playOrPause),
        ]),
    ...(at === undefined ? [] : [entry('now', timeline.now, '', 'now present time', () => void lookAt(undefined))]),
    ...(edited === undefined
      ? []
      : [entry('revert', editor.revertTo(edited.name), '', 'revert', () => revert(edited.name))]),
    entry('search', keys.search, '/', 'search map', search),
  ];
}
