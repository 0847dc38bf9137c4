import { err, ok } from '../../../base/result.js';
import type { CtInfo } from '../../../net/skb.js';
import type { MatchDef } from '../definition.js';
import type { CtStateName, Match } from '../model.js';
import { negated } from '../words.js';

type Conntrack = Extract<Match, { kind: 'conntrack' }>;

/** In the order in which iptables prints the bits of a state mask. */
const stateNames: readonly CtStateName[] = ['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED', 'SNAT', 'DNAT'];

const formatStates = (m: Conntrack): string => stateNames.filter((s) => m.states.includes(s)).join(',');

/** SNAT and DNAT are virtual: status bits of the connection, true besides its state. */
const has = (ct: CtInfo, state: CtStateName): boolean =>
  state === 'SNAT' ? ct.snat : state === 'DNAT' ? ct.dnat : ct.state === state;

export const conntrack: MatchDef<Conntrack> = {
  cite: 'net/netfilter/xt_conntrack.c conntrack_mt; iptables extensions/libxt_conntrack.c print_state',
  modules: ['conntrack'],
  write: (m) => ['-m', 'conntrack', ...negated(m.not), '--ctstate', formatStates(m)],
  read: (words) => {
    const option = words.negatable(['--ctstate']);
    if (option === undefined) return err('-m conntrack is modelled with --ctstate only');
    const names = words.next().toUpperCase().split(',');
    const unknown = names.find((name) => !stateNames.some((s) => s === name));
    if (unknown !== undefined) return err(`"${unknown}" is not a connection state`);
    const states = stateNames.filter((s) => names.includes(s));
    return ok(option.not ? { kind: 'conntrack', not: true, states } : { kind: 'conntrack', states });
  },
  evaluate: (m, { skb }) => m.states.some((state) => has(skb.ct, state)) !== (m.not === true),
  list: (m) => ({ text: [...negated(m.not), 'ctstate', formatStates(m)].join(' ') }),
  summarize: (m) => [...negated(m.not), 'ctstate', formatStates(m)].join(' '),
};
