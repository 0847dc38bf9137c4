import { err, ok } from '../../../base/result.js';
import type { MatchDef } from '../definition.js';
import type { Match } from '../model.js';
import { negated } from '../words.js';

type Physdev = Extract<Match, { kind: 'physdev' }>;

/** Did the packet come in by a port of a bridge? Of physdev's questions the one that kube-proxy asked. */
export const physdev: MatchDef<Physdev> = {
  cite: 'net/netfilter/xt_physdev.c physdev_mt; iptables extensions/libxt_physdev.c',
  modules: ['physdev'],
  write: (m) => ['-m', 'physdev', ...negated(m.not), '--physdev-is-in'],
  read: (words) => {
    const option = words.negatable(['--physdev-is-in']);
    if (option === undefined) return err('-m physdev is modelled with --physdev-is-in only');
    return ok(option.not ? { kind: 'physdev', not: true } : { kind: 'physdev' });
  },
  evaluate: (m, { skb }) => (skb.physicalIn !== undefined) !== (m.not === true),
  list: (m) => ({ text: ['PHYSDEV match', ...negated(m.not), '--physdev-is-in'].join(' ') }),
  summarize: (m) => [...negated(m.not), 'physdev-is-in'].join(' '),
};
