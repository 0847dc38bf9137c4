import type { Catalogue } from '../i18n/text.js';
import type { HistoryStep } from '../state/history.js';

/** What undo would take back, in words. */
export function undoLabel(last: HistoryStep['kind'] | undefined, words: Catalogue['lab']['topBar']): string {
  if (last === undefined) return words.undo;
  const labels: Readonly<Record<HistoryStep['kind'], string>> = {
    apply: words.undoApply,
    send: words.undoSend,
    mode: words.undoMode,
    shell: words.undo,
    file: words.undoFile,
    cluster: words.undoCluster,
    scenario: words.undoScenario,
    time: words.undoTime,
  };
  return labels[last];
}
