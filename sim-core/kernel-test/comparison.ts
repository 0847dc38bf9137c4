/** Where the real kernel and the simulation differ. */
import { compareCodeUnits } from '../base/order.js';
import type { Findings } from './expectation.js';

const kinds: readonly (keyof Findings)[] = [
  'outcomes',
  'refusals',
  'backends',
  'sources',
  'locals',
  'clients',
  'conntrack',
];

export interface Comparing {
  /** One choice decided the others, so that a few attempts meet only some of what is possible. */
  readonly sticky: boolean;
  readonly conntrack: boolean;
}

const list = (items: ReadonlySet<string>): string => [...items].toSorted(compareCodeUnits).join(', ') || 'none';

/** Two connections at once may want the same tuple by chance; the later one then gets a port other than its own. */
const clashes = (item: string, want: ReadonlySet<string>, got: ReadonlySet<string>): boolean => {
  const usual = item.replace(/ other(?= |$)/, ' *');
  return usual !== item && want.has(usual) && got.has(usual);
};

/** The differences between what was expected and what was seen, in words. */
export function differences(expected: Findings, seen: Findings, { sticky, conntrack }: Comparing): readonly string[] {
  return kinds
    .filter((kind) => kind !== 'conntrack' || conntrack)
    .flatMap((kind) => {
      const [want, got] = [expected[kind], seen[kind]];
      const chosen = sticky && kind !== 'outcomes' && kind !== 'refusals';
      const excused = (item: string): boolean => kind === 'conntrack' && clashes(item, want, got);
      const extra = new Set([...got].filter((item) => !want.has(item) && !excused(item)));
      const missing = new Set([...want].filter((item) => !got.has(item) && !excused(item)));
      const agrees = extra.size === 0 && (chosen ? (want.size === 0) === (got.size === 0) : missing.size === 0);
      if (agrees) return [];
      if (kind !== 'conntrack') return [`${kind}: simulated ${list(want)}; kernel ${list(got)}`];
      return [`conntrack: only simulated ${list(missing)}; only in the kernel ${list(extra)}`];
    });
}
