import { err } from '../../../base/result.js';
import type { TargetDef } from '../definition.js';
import type { Target } from '../model.js';
import { keptWord } from '../words.js';

/**
 * A target that is not modelled: the packet goes on as if it returned XT_CONTINUE, as most of them do (LOG, CT,
 * TCPMSS, CHECKSUM), and its way tells that nothing was done.
 */
export const unknown: TargetDef<Extract<Target, { kind: 'unknown' }>> = {
  cite: 'iptables extensions/libxt_TCPMSS.c and all others that have no file of their own here',
  write: (t) => t.words.map(keptWord),
  read: () => err('a target that is not modelled is kept by the lenient reader only'),
  act: (t, passage) => {
    passage.unevaluated = t.words.map(keptWord).join(' ');
    return { kind: 'continue' };
  },
  list: ({ words: [, name = '?', ...rest] }) => ({
    name,
    ...(rest.length > 0 && { text: rest.map(keptWord).join(' ') }),
  }),
  summarize: ({ words: [, name = '?'] }) => `? ${name}`,
};
