import type { ReactElement } from 'react';
import { useCompareText } from '../../i18n/compare-text.js';
import { useText } from '../../i18n/text.js';
import { comparable, fewestCompared, toggleCompared, useCompare, type ComparableMode } from '../../state/compare.js';
import type { Segment } from '../../ui/segmented.js';
import { Toggles } from '../../ui/toggles.js';

/** Which modes stand side by side; the last two cannot be taken away. */
export default function ModeToggles(): ReactElement {
  const words = useCompareText();
  const notes: Readonly<Record<string, string>> = useText().lab.topBar.modeVersions;
  const modes = useCompare((state) => state.modes);
  const segments = comparable.map((value): Segment<ComparableMode> => {
    const isLast = modes.length <= fewestCompared && modes.includes(value);
    const [note, hint] = [notes[value], words.about[value]];
    return {
      value,
      label: value,
      lang: 'en',
      ...(note !== undefined && { note }),
      ...(hint !== undefined && { hint }),
      ...(isLast && { unavailable: words.atLeast }),
    };
  });
  return <Toggles label={words.modes} segments={segments} values={modes} onToggle={toggleCompared} />;
}
