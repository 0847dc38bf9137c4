import type { MatchDef } from './definition.js';
import { addrtype } from './match/addrtype.js';
import { comment } from './match/comment.js';
import { conntrack } from './match/conntrack.js';
import { destination } from './match/destination.js';
import { inInterface } from './match/in-interface.js';
import { mark } from './match/mark.js';
import { nfacct } from './match/nfacct.js';
import { outInterface } from './match/out-interface.js';
import { physdev } from './match/physdev.js';
import { protocol } from './match/protocol.js';
import { recent } from './match/recent.js';
import { set } from './match/set.js';
import { source } from './match/source.js';
import { state } from './match/state.js';
import { statistic } from './match/statistic.js';
import { transport } from './match/transport.js';
import { unknown } from './match/unknown.js';
import type { Match } from './model.js';

/** Every kind of match; a kind without a definition does not compile. */
export const matches: { readonly [K in Match['kind']]: MatchDef<Extract<Match, { kind: K }>> } = {
  source,
  destination,
  inInterface,
  outInterface,
  protocol,
  comment,
  transport,
  mark,
  conntrack,
  addrtype,
  statistic,
  recent,
  nfacct,
  state,
  physdev,
  set,
  unknown,
};

export const definitionOfMatch = (match: Match): MatchDef<Match> => matches[match.kind];
