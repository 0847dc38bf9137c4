import { ok } from '../../../base/result.js';
import type { Effect, TargetDef } from '../definition.js';

/** ACCEPT, DROP and RETURN: verdicts without options. */
export function standardTarget<K extends 'accept' | 'drop' | 'return'>(
  kind: K,
  effect: Effect,
): TargetDef<{ readonly kind: K }> {
  const extension = kind.toUpperCase();
  return {
    cite: 'include/uapi/linux/netfilter/x_tables.h XT_STANDARD_TARGET, XT_RETURN',
    extension,
    write: () => ['-j', extension],
    read: () => ok({ kind }),
    act: () => effect,
    list: () => ({ name: extension }),
    summarize: () => extension,
  };
}
