import { err, ok } from '../../../base/result.js';
import type { TargetDef } from '../definition.js';
import type { Target } from '../model.js';
import { hex, readMasked, readUnsigned } from '../words.js';

type Mark = Extract<Target, { kind: 'mark' }>;

/** How each option becomes the pair that the kernel keeps: mark = (mark & ~mask) ^ value. */
const masked: Readonly<Record<string, (value: number, mask: number) => Pick<Mark, 'value' | 'mask'>>> = {
  '--set-xmark': (value, mask) => ({ value, mask }),
  '--set-mark': (value, mask) => ({ value, mask: (mask | value) >>> 0 }),
};
const plain: Readonly<Record<string, (bits: number) => Pick<Mark, 'value' | 'mask'>>> = {
  '--and-mark': (bits) => ({ value: 0, mask: ~bits >>> 0 }),
  '--or-mark': (bits) => ({ value: bits, mask: bits }),
  '--xor-mark': (bits) => ({ value: bits, mask: 0 }),
};

/** iptables lists a pair in the simplest words that mean it. */
function describe({ value, mask }: Mark): string {
  if (value === 0) return `and ${hex(~mask >>> 0)}`;
  if (value === mask) return `or ${hex(value)}`;
  if (mask === 0) return `xor ${hex(value)}`;
  return mask === 0xffffffff ? `set ${hex(value)}` : `xset ${hex(value)}/${hex(mask)}`;
}

export const mark: TargetDef<Mark> = {
  cite: 'net/netfilter/xt_mark.c mark_tg; iptables extensions/libxt_MARK.c mark_tg_print',
  extension: 'MARK',
  write: (t) => ['-j', 'MARK', '--set-xmark', `${hex(t.value)}/${hex(t.mask)}`],
  read: (words) => {
    const option = words.option([...Object.keys(masked), ...Object.keys(plain)]);
    if (option === undefined) return err('-j MARK needs --set-xmark');
    const text = words.next();
    const pair = readMasked(text);
    const bits = readUnsigned(text, 0xffffffff);
    const value =
      (pair && masked[option]?.(pair.value, pair.mask)) ?? (bits === undefined ? undefined : plain[option]?.(bits));
    return value === undefined ? err(`"${text}" is not a mark`) : ok({ kind: 'mark', ...value });
  },
  act: (t, passage) => {
    passage.mark = ((passage.mark & ~t.mask) ^ t.value) >>> 0;
    return { kind: 'continue' };
  },
  list: (t) => ({ name: 'MARK', text: `MARK ${describe(t)}` }),
  summarize: (t) => `MARK ${describe(t)}`,
};
