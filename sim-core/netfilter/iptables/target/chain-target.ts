import { err, ok } from '../../../base/result.js';
import type { TargetDef } from '../definition.js';

/** At most 28 characters, as XT_EXTENSION_MAXNAMELEN leaves them. */
export const validChainName = (name: string): boolean => /^[^\s"!-][^\s"]{0,27}$/.test(name);

/** The two targets that go on in another chain: `-j` comes back after its last rule, `-g` does not. */
export function chainTarget<K extends 'jump' | 'goto'>(
  kind: K,
  option: string,
): TargetDef<{ readonly kind: K; readonly chain: string }> {
  return {
    cite: 'net/netfilter/nf_tables_core.c nft_do_chain: NFT_JUMP, NFT_GOTO',
    write: (t) => [option, t.chain],
    read: (_words, chain) => (validChainName(chain) ? ok({ kind, chain }) : err(`"${chain}" is not a chain's name`)),
    act: (t) => ({ kind, chain: t.chain }),
    list: (t) => ({ name: t.chain }),
    summarize: (t) => t.chain,
  };
}
