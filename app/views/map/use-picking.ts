import { useState } from 'react';
import { chooseSource, chooseTarget, send } from '../../state/actions.js';
import { useClusterView } from '../../state/cluster-view.js';
import { usePlayback } from '../../state/playback.js';
import { sameSource, sameTarget } from '../../state/routes.js';
import { useSelection } from '../../state/selection.js';
import type { Box } from './box.js';
import type { Walk } from './station.js';
import { selectionOf, sourceOf, targetOf } from './subjects.js';

/** Nothing is being picked, a source is and waits for its target, or both are and wait to be sent. */
type Stage = 'idle' | 'target' | 'ready';

export interface Picking {
  readonly stage: Stage;
  readonly pick: (box: Box) => void;
  readonly cancel: () => void;
  readonly confirm: () => boolean;
  readonly role: (box: Box) => 'source' | 'target' | undefined;
  /** True while a target is looked for and this is none. */
  readonly isDim: (box: Box) => boolean;
}

/** Click a source, then a target; Enter sends, Escape cancels. Every click also pins the selection. */
export function usePicking(walk: Walk | undefined): Picking {
  const sent = usePlayback((state) => state.trace?.id);
  const [picked, setPicked] = useState<{ readonly stage: Stage; readonly sent: number | undefined }>();
  // However the packet was sent: picking is over then.
  const stage = picked?.sent === sent && picked !== undefined ? picked.stage : 'idle';
  const setStage = (next: Stage) => setPicked({ stage: next, sent });
  const cluster = useClusterView((state) => state.cluster);
  const source = usePlayback((state) => state.source);
  const target = usePlayback((state) => state.target);
  const targetFor = (box: Box) => (cluster === undefined ? undefined : targetOf(box.subject, cluster, target));
  const sourceFor = (box: Box) => (cluster === undefined ? undefined : sourceOf(box.subject, cluster));

  const pick = (box: Box) => {
    useSelection.getState().pin(selectionOf(box, walk));
    const asTarget = targetFor(box);
    const asSource = sourceFor(box);
    if (stage === 'target') {
      if (asTarget === undefined) return;
      chooseTarget(asTarget);
      setStage('ready');
    } else if (asSource !== undefined) {
      chooseSource(asSource);
      setStage('target');
    } else if (asTarget !== undefined) {
      chooseTarget(asTarget);
      setStage('ready');
    }
  };
  const role = (box: Box) => {
    if (stage === 'idle') return undefined;
    const asSource = sourceFor(box);
    if (box.subject?.kind !== 'node' && asSource !== undefined && sameSource(asSource, source)) return 'source';
    const asTarget = targetFor(box);
    const isTarget = stage === 'ready' && asTarget !== undefined && sameTarget(asTarget, target);
    return isTarget && box.subject?.kind !== 'node' ? 'target' : undefined;
  };
  const cancel = () => {
    setStage('idle');
    useSelection.getState().pin(undefined);
  };
  const confirm = () => {
    if (stage !== 'ready') return false;
    setStage('idle');
    void send();
    return true;
  };
  const isDim = (box: Box) =>
    stage === 'target' && box.subject !== undefined && role(box) === undefined && targetFor(box) === undefined;
  return { stage, pick, cancel, confirm, role, isDim };
}
