import type { ObjectKey } from '../../../sim-core/index.js';
import { ask } from '../../state/cluster-view.js';
import { appliedTexts, useDocument } from '../../state/document.js';
import { useLayout } from '../../state/layout.js';
import { useSelection } from '../../state/selection.js';

/** Opens the text that made an object, or that of its owner. */
export async function showYaml(object: ObjectKey): Promise<void> {
  const origin = { object, field: 'metadata.name' };
  const place = await ask({ kind: 'locate', origin, files: appliedTexts() });
  if (place === undefined) return;
  useSelection.getState().pin({ object, origin });
  useDocument.setState({ active: place.file });
  useLayout.getState().set({ editorOpen: true, editorOpenInRules: true, phoneTab: 'yaml' });
}
