import { err, ok, type Result } from '../../../base/result.js';
import type { StatementDef } from '../definition.js';
import type { NftVerdict, Statement } from '../model.js';
import type { NftWords } from '../words.js';

const plain = ['accept', 'drop', 'continue', 'return'] as const;
const entering = ['jump', 'goto'] as const;

export const writeVerdict = (verdict: NftVerdict): string =>
  'chain' in verdict ? `${verdict.kind} ${verdict.chain}` : verdict.kind;

/** What a chain may be called. @see nftables 1.0.6 src/scanner.l string */
export const validName = (name: string): boolean => /^[A-Za-z_.][\w./\\-]{0,255}$/.test(name);

export function readVerdict(words: NftWords): Result<NftVerdict, string> {
  const kind = words.takeOne(plain);
  if (kind !== undefined) return ok({ kind });
  const enter = words.takeOne(entering);
  if (enter === undefined) return err(`"${words.peek}" is no verdict`);
  const chain = words.next();
  return validName(chain) ? ok({ kind: enter, chain }) : err(`"${chain}" is not a chain's name`);
}

/** A verdict where nothing was read of it yet. */
function readBegun(words: NftWords, word: string): Result<NftVerdict, string> {
  const kind = plain.find((name) => name === word);
  if (kind !== undefined) return ok({ kind });
  const enter = entering.find((name) => name === word) ?? 'jump';
  const chain = words.next();
  return validName(chain) ? ok({ kind: enter, chain }) : err(`"${chain}" is not a chain's name`);
}

export const verdict: StatementDef<Extract<Statement, { kind: 'verdict' }>> = {
  cite: 'nftables 1.0.6 src/datatype.c verdict_type_print; net/netfilter/nf_tables_core.c nft_do_chain',
  words: [...plain, ...entering],
  write: (s) => writeVerdict(s.verdict),
  read: (words, { word }) => {
    const read = readBegun(words, word);
    return read.ok ? ok({ kind: 'verdict', verdict: read.value }) : read;
  },
  evaluate: (s) => ({ kind: 'verdict', verdict: s.verdict }),
};
