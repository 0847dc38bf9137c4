import type { Origin, RuleLineView, RulesetView } from '../../../sim-core/index.js';

/** A line of the text pane. Lines that went have no number. */
export interface SaveLine {
  readonly key: string;
  readonly number?: number;
  readonly sign: '+' | '-' | ' ';
  readonly text: string;
  readonly kind: RuleLineView['kind'] | 'gap';
  readonly ruleId?: string;
  readonly origin?: Origin;
  /** The former mode that left it behind. */
  readonly leftoverOf?: string;
  /** Packets that a rule matched so far. */
  readonly packets?: number;
}

const chainOf = (text: string): string => /^(?:-A )?(\S+)/.exec(text)?.[1] ?? '';

/**
 * How the difference names a line: an iptables rule by its text, an nftables rule with its chain in front,
 * an element with its set. One line may hold several elements.
 */
function diffNames({ kind, text, chain }: RuleLineView, nft: boolean): readonly string[] {
  if (!nft) return kind === 'rule' ? [text] : [];
  const bare = text.trim();
  if (kind === 'rule') return [`${chain ?? ''} ${bare}`];
  if (kind !== 'element') return [];
  const elements = bare
    .replace(/^elements = \{ /, '')
    .replace(/ \}$/, '')
    .replace(/,$/, '');
  return elements.split(', ').map((element) => `@${chain ?? ''} ${element}`);
}

/** The whole text. */
export const fullLines = (ruleset: RulesetView): readonly SaveLine[] => numbered(ruleset, new Set());

/** The whole text, lines that came marked. */
function numbered(ruleset: RulesetView, added: ReadonlySet<string>): readonly SaveLine[] {
  const nft = ruleset.engine === 'nftables';
  return ruleset.lines.map((line, i) => ({
    key: `${i}`,
    number: i + 1,
    sign: added.size > 0 && diffNames(line, nft).some((name) => added.has(name)) ? '+' : ' ',
    text: line.text,
    kind: line.kind,
    ...(line.ruleId === undefined ? {} : { ruleId: line.ruleId }),
    ...(line.origin === undefined ? {} : { origin: line.origin }),
    ...(line.leftoverOf === undefined ? {} : { leftoverOf: line.leftoverOf }),
    ...(line.packets === undefined ? {} : { packets: line.packets }),
  }));
}

/** The chain or set of each line, as texts of the difference name it. */
const ownerOf = ({ kind, text, chain }: RuleLineView, nft: boolean): string | undefined => {
  if (kind === 'rule') return nft ? chain : chainOf(text);
  return nft && (kind === 'element' || kind === 'set') ? `@${chain ?? ''}` : undefined;
};

/** Where a line that went would stand: behind its chain's last rule, else before the first chain that sorts after it. */
function placeOf(lines: readonly RuleLineView[], lastOfChain: ReadonlyMap<string, number>, text: string): number {
  const chain = chainOf(text);
  const own = lastOfChain.get(chain);
  if (own !== undefined) return own + 1;
  const after = lines.findIndex(
    (line) => line.kind === 'rule' && line.ruleId?.startsWith('nat/') === true && chainOf(line.text) > chain,
  );
  return after < 0 ? lines.length : after;
}

const context = 2;

/** Only what came and went, with a little around it. */
export function diffLines(ruleset: RulesetView): readonly SaveLine[] {
  const all = numbered(ruleset, new Set(ruleset.diff.added));
  const lastOfChain = new Map<string, number>();
  const nft = ruleset.engine === 'nftables';
  ruleset.lines.forEach((line, i) => {
    const owner = ownerOf(line, nft);
    if (owner !== undefined) lastOfChain.set(owner, i);
  });
  const removedAt = new Map<number, SaveLine[]>();
  ruleset.diff.removed.forEach((text, i) => {
    const at = placeOf(ruleset.lines, lastOfChain, text);
    removedAt.set(at, [...(removedAt.get(at) ?? []), { key: `-${i}`, sign: '-', text, kind: 'rule' }]);
  });
  const near = new Set<number>();
  const keepAround = (at: number) => {
    for (let i = at - context; i <= at + context; i++) near.add(i);
  };
  all.forEach((line, i) => line.sign === '+' && keepAround(i));
  for (const at of removedAt.keys()) keepAround(at);
  const lines: SaveLine[] = [];
  let skipped = 0;
  const flush = () => {
    if (skipped > 0) lines.push({ key: `gap-${lines.length}`, sign: ' ', text: `⋯ ${skipped}`, kind: 'gap' });
    skipped = 0;
  };
  for (let i = 0; i <= all.length; i++) {
    const gone = removedAt.get(i);
    const line = all[i];
    if (gone !== undefined) {
      flush();
      lines.push(...gone);
    }
    if (line === undefined) break;
    if (near.has(i)) {
      flush();
      lines.push(line);
    } else skipped++;
  }
  flush();
  return lines;
}

/** Columns by which rows after a line's first are indented; the style sheet draws them. */
export const indentColumns = 2;

/**
 * Cuts a rule into rows that fit `columns`, after spaces where there are any. Put together, the rows
 * are the rule again, so that what is copied is what iptables-save prints.
 */
export function wrapRule(text: string, columns: number): readonly string[] {
  const rows: string[] = [];
  let rest = text;
  let room = Math.max(8, columns);
  while (rest.length > room) {
    const space = rest.lastIndexOf(' ', room);
    const cut = space > room / 2 ? space + 1 : room;
    rows.push(rest.slice(0, cut));
    rest = rest.slice(cut);
    room = Math.max(8, columns - indentColumns);
  }
  return rest === '' && rows.length > 0 ? rows : [...rows, rest];
}

export interface Measured {
  readonly line: SaveLine;
  readonly rows: readonly string[];
  /** Rows above it. */
  readonly top: number;
}

/** Every line with its rows and place, so that only those in sight need be drawn. */
export function measureLines(
  lines: readonly SaveLine[],
  columns: number,
): { readonly items: readonly Measured[]; readonly rows: number } {
  let top = 0;
  const items = lines.map((line): Measured => {
    const rows = line.text.length <= columns ? [line.text] : wrapRule(line.text, columns);
    const item = { line, rows, top };
    top += rows.length;
    return item;
  });
  return { items, rows: top };
}

/** Index of the last item that starts at or above a row. */
export function itemAt(items: readonly Measured[], row: number): number {
  let [low, high] = [0, items.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((items[middle]?.top ?? 0) <= row) low = middle;
    else high = middle - 1;
  }
  return Math.max(low, 0);
}
