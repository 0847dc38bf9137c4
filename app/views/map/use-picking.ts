import { useCallback, useMemo, useState } from 'react';
import { chooseSource, chooseTarget, send } from '../../state/actions.js';
import { usePlayback } from '../../state/playback.js';
import { sameSource, sameTarget } from '../../state/routes.js';
import { useSelection } from '../../state/selection.js';
import type { Box } from './box.js';
import type { Walk } from './station.js';
import { useMapCluster } from './use-map-cluster.js';
import { selectionOf, sourceOf, targetOf, whyNot, type WhyNot } from './subjects.js';

/** Nothing is being picked, a source is and waits for its target, or both are and wait to be sent. */
type Stage = 'idle' | 'target' | 'ready';

export interface Picking {
  readonly stage: Stage;
  readonly pick: (box: Box) => void;
  readonly cancel: () => void;
  readonly confirm: () => boolean;
  readonly role: (box: Box) => 'source' | 'target' | undefined;
  /** While a target is looked for: why this is none. */
  readonly why: (box: Box) => WhyNot | undefined;
}

/** Click a source, then a target; Enter sends, Escape cancels. Every click also pins the selection. */
export function usePicking(walk: Walk | undefined): Picking {
  const sent = usePlayback((state) => state.trace?.id);
  const [picked, setPicked] = useState<{ readonly stage: Stage; readonly sent: number | undefined }>();
  // However the packet was sent: picking is over then.
  const stage = picked?.sent === sent && picked !== undefined ? picked.stage : 'idle';
  const setStage = useCallback((next: Stage) => setPicked({ stage: next, sent }), [sent]);
  const cluster = useMapCluster();
  const source = usePlayback((state) => state.source);
  const target = usePlayback((state) => state.target);

  return useMemo((): Picking => {
    const targetFor = (box: Box) => (cluster === undefined ? undefined : targetOf(box.subject, cluster, target));
    const sourceFor = (box: Box) => (cluster === undefined ? undefined : sourceOf(box.subject, cluster));
    const role = (box: Box) => {
      if (stage === 'idle') return undefined;
      const asSource = sourceFor(box);
      if (box.subject?.kind !== 'node' && asSource !== undefined && sameSource(asSource, source)) return 'source';
      const asTarget = targetFor(box);
      const isTarget = stage === 'ready' && asTarget !== undefined && sameTarget(asTarget, target);
      return isTarget && box.subject?.kind !== 'node' ? 'target' : undefined;
    };
    return {
      stage,
      role,
      pick: (box) => {
        useSelection.getState().pin(selectionOf(box, walk));
        const [asTarget, asSource] = [targetFor(box), sourceFor(box)];
        if (stage === 'target' && asTarget === undefined) return;
        if (stage !== 'target' && asSource !== undefined) {
          chooseSource(asSource);
          setStage('target');
        } else if (asTarget !== undefined) {
          chooseTarget(asTarget);
          setStage('ready');
        }
      },
      cancel: () => {
        setStage('idle');
        useSelection.getState().pin(undefined);
      },
      confirm: () => {
        if (stage !== 'ready') return false;
        setStage('idle');
        void send();
        return true;
      },
      why: (box) =>
        stage !== 'target' || cluster === undefined || box.subject === undefined || role(box) !== undefined
          ? undefined
          : whyNot(box, cluster),
    };
  }, [stage, setStage, cluster, source, target, walk]);
}
