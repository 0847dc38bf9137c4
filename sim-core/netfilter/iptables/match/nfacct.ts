import { err, ok } from '../../../base/result.js';
import type { MatchDef } from '../definition.js';
import type { Match } from '../model.js';

/** NFACCT_NAME_MAX, which counts the closing zero. */
const nameLength = 32;

export const nfacct: MatchDef<Extract<Match, { kind: 'nfacct' }>> = {
  cite: 'net/netfilter/xt_nfacct.c nfacct_mt: without a quota it counts and matches every packet',
  modules: ['nfacct'],
  // iptables prints the option with a blank after it and the name with one before: hence the empty word.
  write: (m) => ['-m', 'nfacct', '--nfacct-name', '', m.name],
  read: (words) => {
    if (words.option(['--nfacct-name']) === undefined) return err('-m nfacct needs --nfacct-name');
    const name = words.next();
    if (!/^[^\s"]+$/.test(name) || name.length >= nameLength)
      return err(`"${name}" is not an accounting object's name`);
    return ok({ kind: 'nfacct', name });
  },
  evaluate: () => true,
  list: (m) => ({ text: `nfacct-name  ${m.name}` }),
  summarize: (m) => `nfacct ${m.name}`,
};
