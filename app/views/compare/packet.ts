import type { ComparedPacket } from '../../../sim-core/index.js';
import { useClusterView } from '../../state/cluster-view.js';
import { usePlayback } from '../../state/playback.js';

export type Packet = Pick<ComparedPacket, 'from' | 'to' | 'protocol'>;

/** The packet that is about to be sent, or the first that could be. */
export function usePacket(): Packet | undefined {
  const cluster = useClusterView((state) => state.cluster);
  const source = usePlayback((state) => state.source) ?? cluster?.sources[0];
  const target = usePlayback((state) => state.target) ?? cluster?.targets[0];
  if (source === undefined || target === undefined) return undefined;
  return { from: source, to: target.to, protocol: target.protocol };
}
