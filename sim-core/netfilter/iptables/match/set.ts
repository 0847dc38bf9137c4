import { err, ok } from '../../../base/result.js';
import type { PacketSide } from '../../../net/packet.js';
import type { MatchDef } from '../definition.js';
import type { Match } from '../model.js';
import { negated } from '../words.js';

type SetMatch = Extract<Match, { kind: 'set' }>;

/** IPSET_DIM_MAX. */
const maxDimensions = 6;

const isSide = (word: string): word is PacketSide => word === 'src' || word === 'dst';

function readSides(text: string): readonly PacketSide[] | undefined {
  const words = text.split(',');
  return words.length <= maxDimensions && words.every(isSide) ? words : undefined;
}

/** IPSET_MAXNAMELEN counts the closing zero. */
const validName = (name: string): boolean => /^[^\s"]{1,31}$/.test(name);

export const set: MatchDef<SetMatch> = {
  cite: 'net/netfilter/xt_set.c set_match_v4; iptables extensions/libxt_set.c set_save_v4',
  modules: ['set'],
  write: (m) => ['-m', 'set', ...negated(m.not), '--match-set', m.name, m.sides.join(',')],
  read: (words) => {
    const option = words.negatable(['--match-set']);
    if (option === undefined) return err('-m set needs --match-set');
    const name = words.next();
    const text = words.next();
    const sides = readSides(text);
    if (!validName(name)) return err(`"${name}" is not a set's name`);
    if (sides === undefined) return err(`"${text}" is not a list of src and dst`);
    return ok(option.not ? { kind: 'set', not: true, name, sides } : { kind: 'set', name, sides });
  },
  evaluate: (m, passage) => {
    passage.lookups += 1;
    const member = passage.tx.ipsets.find(m.name, passage.skb.packet, m.sides);
    if (member !== undefined && !m.not) passage.member = member;
    return (member !== undefined) !== (m.not === true);
  },
  list: (m) => ({ text: [...negated(m.not), 'match-set', m.name, m.sides.join(',')].join(' ') }),
  summarize: (m) => [...negated(m.not), m.name, m.sides.join(',')].join(' '),
};
