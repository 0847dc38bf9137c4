import type { ClusterView, SourceRef, TargetView } from '../../../sim-core/index.js';
import type { Catalogue } from '../../i18n/text.js';
import type { finder } from '../../i18n/en/finder.js';
import { chooseSource, chooseTarget, send } from '../../state/actions.js';
import { ipKind } from '../../state/ip-kind.js';
import { sameSource, sameTarget, type Route } from '../../state/routes.js';
import { Icon } from '../../ui/icon.js';
import { IpChip, type ChipKind } from '../../ui/ip-chip.js';
import type { Entry } from './entry.js';

const kindOf: Readonly<Record<SourceRef['kind'], ChipKind>> = { pod: 'pod', node: 'node', external: 'external' };

function nameOf(source: SourceRef, cluster: ClusterView, { lab }: Catalogue): string {
  if (source.kind === 'external') return source.ip ?? cluster.external.name;
  return source.kind === 'node' ? lab.sender.node(source.node) : source.name;
}

function targetKind({ kind, to }: TargetView, cluster: ClusterView): ChipKind {
  if (kind === 'nodePort') return 'node';
  if (kind === 'pod') return 'pod';
  return kind === 'clusterIP' || kind === 'dns' ? 'cluster' : ipKind(to.replace(/:\d+$/, ''), cluster);
}

/** From outside to what is there for the outside; else from a Pod that is not behind it. */
function senderFor(target: TargetView, cluster: ClusterView): SourceRef | undefined {
  const outside = target.kind === 'nodePort' || target.kind === 'loadBalancerIP' || target.kind === 'externalIP';
  if (outside) return cluster.sources.find(({ kind }) => kind === 'external');
  const service = cluster.services.find(
    ({ name, namespace }) => name === target.object?.name && namespace === target.object.namespace,
  );
  const behind = new Set(service?.endpoints.map(({ pod }) => pod && `${pod.namespace}/${pod.name}`));
  const pods = cluster.sources.filter((source) => source.kind === 'pod');
  return pods.find(({ namespace, name }) => !behind.has(`${namespace}/${name}`)) ?? pods[0] ?? cluster.sources[0];
}

/** Of thousands of targets, those that a query could mean are enough. */
const mostTargets = 1500;

/** What is worth sending to, first things first. */
const kinds: readonly TargetView['kind'][] = ['loadBalancerIP', 'clusterIP', 'nodePort', 'externalIP', 'dns', 'pod'];

interface Pair extends Route {
  readonly source: SourceRef;
  readonly target: TargetView;
}

function pairs(cluster: ClusterView, { source, target }: Route): readonly Pair[] {
  const chosen = source !== undefined && target !== undefined ? [{ source, target }] : [];
  const own = (candidate: TargetView): boolean => candidate.object?.name !== 'kubernetes';
  const others = cluster.targets
    .filter((candidate) => candidate.protocol !== 'ICMP' && own(candidate))
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind))
    .slice(0, mostTargets)
    .flatMap((candidate): readonly Pair[] => {
      const from = senderFor(candidate, cluster);
      const again = sameTarget(candidate, target) && sameSource(from, source);
      return from === undefined || again ? [] : [{ source: from, target: candidate }];
    });
  return [...chosen, ...others];
}

export function packetEntries(
  cluster: ClusterView,
  route: Route,
  words: Catalogue,
  text: typeof finder,
): readonly Entry[] {
  const entries = pairs(cluster, route).map(({ source, target }, index): Entry => {
    const from = nameOf(source, cluster, words);
    const owner = target.object?.name ?? '';
    const chosen = sameSource(source, route.source) && sameTarget(target, route.target);
    return {
      id: `packet-${index}`,
      text: `${text.send} send ${from} ${owner} ${target.to} ${target.kind} ${target.node ?? ''} ${target.protocol}`,
      body: (
        <>
          {text.send} <IpChip kind={kindOf[source.kind]} text={from} /> <Icon name="arrow-right" size={12} /> {owner}{' '}
          <IpChip kind={targetKind(target, cluster)} text={target.to} />
          {target.protocol === 'TCP' ? '' : ` ${target.protocol}`}
        </>
      ),
      ...(chosen && { keys: 'S' }),
      onSelect: () => {
        chooseSource(source);
        chooseTarget(target);
        void send();
      },
    };
  });
  const { target } = route;
  if (target === undefined) return entries;
  const many: Entry = {
    id: 'packet-many',
    text: `${text.sendMany(target.object?.name ?? target.to)} send 1000`,
    body: text.sendMany(target.object?.name ?? target.to),
    keys: '⇧S',
    onSelect: () => void send(1000),
  };
  return [...entries.slice(0, 2), many, ...entries.slice(2)];
}
