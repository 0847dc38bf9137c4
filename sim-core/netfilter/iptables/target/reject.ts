import { err, ok } from '../../../base/result.js';
import type { TargetDef } from '../definition.js';
import type { RejectWith, Target } from '../model.js';

/** Each way of refusing, with the other names that iptables takes for it. */
const aliases: Readonly<Record<RejectWith, readonly string[]>> = {
  'icmp-port-unreachable': ['port-unreach'],
  'icmp6-port-unreachable': ['port-unreach'],
  'icmp-admin-prohibited': ['admin-prohib'],
  'icmp6-adm-prohibited': ['adm-prohibited'],
  'tcp-reset': ['tcp-rst'],
};

const kinds = Object.keys(aliases).filter((name): name is RejectWith => name in aliases);

export const reject: TargetDef<Extract<Target, { kind: 'reject' }>> = {
  cite: 'net/ipv4/netfilter/ipt_REJECT.c reject_tg, net/ipv6/netfilter/ip6t_REJECT.c reject_tg6',
  extension: 'REJECT',
  write: (t) => ['-j', 'REJECT', '--reject-with', t.with],
  read: (words) => {
    if (words.option(['--reject-with']) === undefined) return err('-j REJECT needs --reject-with');
    const text = words.next();
    const how = kinds.find((kind) => kind === text || aliases[kind].includes(text));
    return how === undefined ? err(`--reject-with "${text}" is not modelled`) : ok({ kind: 'reject', with: how });
  },
  act: (t) => ({ kind: 'verdict', verdict: { kind: 'reject', with: t.with } }),
  list: (t) => ({ name: 'REJECT', text: `reject-with ${t.with}` }),
  summarize: (t) => `REJECT ${t.with}`,
};
