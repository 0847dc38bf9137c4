import type { ClusterView, SourceRef, TargetView } from '../../../sim-core/index.js';
import type { Catalogue } from '../../i18n/text.js';
import { ipKind } from '../../state/ip-kind.js';
import type { ChipKind } from '../../ui/ip-chip.js';

/** How a chip shows one end of a route. */
export interface RouteEnd {
  readonly kind: ChipKind;
  readonly name: string;
}

export function sourceEnd(source: SourceRef, text: Catalogue, cluster: ClusterView): RouteEnd {
  if (source.kind === 'external') return { kind: 'external', name: source.ip ?? cluster.external.name };
  if (source.kind === 'node') return { kind: 'node', name: text.lab.sender.node(source.node) };
  const { namespace, name } = source;
  return { kind: 'pod', name: namespace === 'default' ? name : `${namespace}/${name}` };
}

function targetKind({ kind, to }: TargetView, cluster: ClusterView): ChipKind {
  if (kind === 'nodePort') return 'node';
  if (kind === 'pod') return 'pod';
  return kind === 'dns' || kind === 'clusterIP'
    ? 'cluster'
    : ipKind(to.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1'), cluster);
}

export const targetEnd = (target: TargetView, cluster: ClusterView): RouteEnd => ({
  kind: targetKind(target, cluster),
  name: `${target.to}${target.protocol === 'TCP' ? '' : ` ${target.protocol}`}`,
});
