import { err, ok } from '../../../base/result.js';
import type { MatchDef } from '../definition.js';
import type { CtStateName, Match } from '../model.js';
import { negated } from '../words.js';

type State = Extract<Match, { kind: 'state' }>;

/** In the order in which iptables prints the bits of a state mask. */
const names: readonly State['states'][number][] = ['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED'];

const format = (m: State): string => names.filter((name) => m.states.includes(name)).join(',');

/** The older spelling of `-m conntrack --ctstate`, which iptables-save keeps as it was given. */
export const state: MatchDef<State> = {
  cite: 'net/netfilter/xt_conntrack.c conntrack_mt (XT_CONNTRACK_STATE_ALIAS); iptables extensions/libxt_conntrack.c',
  modules: ['state'],
  write: (m) => ['-m', 'state', ...negated(m.not), '--state', format(m)],
  read: (words) => {
    const option = words.negatable(['--state']);
    if (option === undefined) return err('-m state needs --state');
    const given: readonly string[] = words.next().toUpperCase().split(',');
    const unknown = given.find((name) => !names.some((known: CtStateName) => known === name));
    if (unknown !== undefined) return err(`"${unknown}" is not a connection state`);
    const states = names.filter((name) => given.includes(name));
    return ok(option.not ? { kind: 'state', not: true, states } : { kind: 'state', states });
  },
  evaluate: (m, { skb }) => m.states.some((name) => skb.ct.state === name) !== (m.not === true),
  list: (m) => ({ text: [...negated(m.not), 'state', format(m)].join(' ') }),
  summarize: (m) => [...negated(m.not), 'state', format(m)].join(' '),
};
