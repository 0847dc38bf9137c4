import { err, ok } from '../../../base/result.js';
import type { MatchDef } from '../definition.js';
import type { Match } from '../model.js';
import { hex, negated, readMasked } from '../words.js';

type Mark = Extract<Match, { kind: 'mark' }>;

/** The mask is printed unless it takes in every bit. */
const format = (m: Mark): string => (m.mask === 0xffffffff ? hex(m.value) : `${hex(m.value)}/${hex(m.mask)}`);

export const mark: MatchDef<Mark> = {
  cite: 'net/netfilter/xt_mark.c mark_mt: ((skb->mark & mask) == mark) ^ invert',
  modules: ['mark'],
  write: (m) => ['-m', 'mark', ...negated(m.not), '--mark', format(m)],
  read: (words) => {
    const option = words.negatable(['--mark']);
    if (option === undefined) return err('-m mark needs --mark');
    const text = words.next();
    const masked = readMasked(text);
    if (masked === undefined) return err(`"${text}" is not a mark`);
    return ok(option.not ? { kind: 'mark', not: true, ...masked } : { kind: 'mark', ...masked });
  },
  evaluate: (m, passage) => ((passage.mark & m.mask) >>> 0 === m.value) !== (m.not === true),
  list: (m) => ({ text: ['mark match', ...negated(m.not), format(m)].join(' ') }),
  summarize: (m) => [...negated(m.not), 'mark', m.mask === m.value ? hex(m.value) : format(m)].join(' '),
};
