import type { ClusterView, TargetView } from '../../../sim-core/index.js';
import type { Catalogue } from '../../i18n/text.js';
import type { finder } from '../../i18n/en/finder.js';
import { chooseSource, chooseTarget, send } from '../../state/actions.js';
import { sameSource, sameTarget, senderFor, type Pair, type Route } from '../../state/routes.js';
import { Icon } from '../../ui/icon.js';
import { IpChip } from '../../ui/ip-chip.js';
import { sourceEnd, targetEnd } from '../../views/send/route-ends.js';
import type { Entry } from './entry.js';

/** Of thousands of targets, those that a query could mean are enough. */
const mostTargets = 1500;

/** What is worth sending to, first things first. */
const kinds: readonly TargetView['kind'][] = ['loadBalancerIP', 'clusterIP', 'nodePort', 'externalIP', 'dns', 'pod'];

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
    const from = sourceEnd(source, words, cluster);
    const to = targetEnd(target, cluster);
    const owner = target.object?.name ?? '';
    const chosen = sameSource(source, route.source) && sameTarget(target, route.target);
    return {
      id: `packet-${index}`,
      text: `${text.send} send ${from.name} ${owner} ${target.to} ${target.kind} ${target.node ?? ''} ${target.protocol}`,
      body: (
        <>
          {text.send} <IpChip kind={from.kind} text={from.name} /> <Icon name="arrow-right" size={12} /> {owner}{' '}
          <IpChip kind={to.kind} text={to.name} />
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
