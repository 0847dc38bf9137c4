import { err, ok } from '../../../base/result.js';
import type { MatchDef } from '../definition.js';
import type { Match } from '../model.js';
import { quoteWord } from '../words.js';

/** XT_MAX_COMMENT_LEN, which counts the closing zero. */
const commentLength = 256;

export const comment: MatchDef<Extract<Match, { kind: 'comment' }>> = {
  cite: 'net/netfilter/xt_comment.c: matches every packet',
  modules: ['comment'],
  write: (m) => ['-m', 'comment', '--comment', quoteWord(m.text)],
  read: (words) => {
    if (words.option(['--comment']) === undefined) return err('-m comment needs --comment');
    const text = words.next();
    return text.length < commentLength ? ok({ kind: 'comment', text }) : err('the comment is longer than 255 bytes');
  },
  evaluate: () => true,
  list: (m) => ({ text: `/* ${m.text} */` }),
  summarize: () => undefined,
};
