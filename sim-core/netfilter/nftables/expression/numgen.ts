import { err, ok } from '../../../base/result.js';
import type { ExpressionDef } from '../definition.js';
import type { Expression } from '../model.js';
import { readNumber } from '../words.js';

const twoTo32 = 2 ** 32;

export const numgen: ExpressionDef<Extract<Expression, { kind: 'numgen' }>> = {
  cite: 'nftables 1.0.6 src/numgen.c; net/netfilter/nft_numgen.c nft_ng_random_gen',
  words: ['numgen'],
  write: (e) => `numgen random mod ${e.modulus}${e.offset === undefined ? '' : ` offset ${e.offset}`}`,
  read: (words) => {
    if (!words.take('random', 'mod')) return err(`"numgen ${words.peek}" is not modelled: it is "random mod"`);
    const modulus = readNumber(words.next());
    if (!modulus) return err('numgen needs a positive modulus');
    if (!words.take('offset')) return ok({ kind: 'numgen', mode: 'random', modulus });
    const offset = readNumber(words.next(), 0xffffffff - modulus);
    return offset === undefined
      ? err('the offset is not a number')
      : ok({ kind: 'numgen', mode: 'random', modulus, offset });
  },
  type: () => ['integer'],
  evaluate: (e, passage) => {
    // reciprocal_scale: the random word's share of 2^32, not its remainder.
    const drawn = Math.floor(((passage.tx.random('numgen') >>> 0) * e.modulus) / twoTo32);
    passage.numgen = { drawn, modulus: e.modulus };
    return drawn + (e.offset ?? 0);
  },
};
