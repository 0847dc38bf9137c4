import { err, ok, type Result } from '../../base/result.js';
import { compareBytes, dataTypes, firstOf, readValue, writeValue } from './data-type.js';
import { readDuration, writeDuration } from './duration.js';
import type { DataType, NftElement, NftSet, SetFlag } from './model.js';
import { readVerdict, writeVerdict } from './statement/verdict.js';
import { endOfLine, quote, readBraced, readNumber, unquote, type NftWords } from './words.js';

/** The text by which an element is found. */
export const elementKey = (type: readonly DataType[], key: NftElement['key']): string =>
  key.map((value, i) => writeValue(type[i] ?? 'integer', value)).join(' . ');

/** An element as nft prints it between the braces. */
export function writeElement(set: NftSet, element: NftElement): string {
  const words = [elementKey(set.type, element.key)];
  if (element.timeoutMs !== undefined) words.push('timeout', writeDuration(element.timeoutMs));
  if (element.expiresMs !== undefined) words.push('expires', writeDuration(element.expiresMs));
  if (element.comment !== undefined) words.push('comment', quote(element.comment));
  if (element.verdict !== undefined) words.push(':', writeVerdict(element.verdict));
  return words.join(' ');
}

/**
 * The bytes by which nft orders elements: a key of one part by its value, a concatenation as the
 * little-endian number that its registers make, each part filled up to four bytes.
 * @see nftables 1.0.6 src/mergesort.c expr_msort_value, concat_expr_msort_value
 */
function sortBytes({ type }: NftSet, { key }: NftElement): readonly number[] {
  const parts = key.map((value, i) => [...dataTypes[type[i] ?? 'integer'].bytes(firstOf(value))]);
  if (parts.length === 1) return parts[0] ?? [];
  const registers = parts.flatMap((bytes) => [...bytes, ...Array<number>((4 - (bytes.length % 4)) % 4).fill(0)]);
  return registers.reverse();
}

/** Elements in the order in which nft prints them. */
export function sortedElements(set: NftSet): readonly NftElement[] {
  return [...set.elements.values()]
    .map((element) => ({ element, bytes: sortBytes(set, element) }))
    .sort((a, b) => compareBytes(a.bytes, b.bytes))
    .map(({ element }) => element);
}

/** How many elements stand on one line. @see nftables 1.0.6 src/expression.c calculate_delim */
export const elementsPerLine = ({ type }: NftSet): number =>
  type.length > 1 ? 1 : dataTypes[type[0] ?? 'integer'].perLine;

const typeNames = Object.keys(dataTypes).filter((name): name is DataType => name in dataTypes);
const flagNames: readonly SetFlag[] = ['constant', 'dynamic', 'interval', 'timeout'];

interface Draft {
  type: readonly DataType[];
  size?: number;
  flags?: readonly SetFlag[];
  timeoutMs?: number;
  comment?: string;
  elements: Map<string, NftElement>;
}

type Part = (words: NftWords, draft: Draft, kind: NftSet['kind']) => string | undefined;

/** What each line of a set leaves in the draft; or what is wrong with it. */
const parts: Readonly<Record<string, Part>> = {
  type: (words, draft, kind) => {
    const types: DataType[] = [];
    do {
      const type = words.takeOne(typeNames);
      if (type === undefined) return `type "${words.peek}" is not modelled`;
      types.push(type);
    } while (words.take('.'));
    if (kind === 'map' && !words.take(':', 'verdict')) return 'maps are modelled with verdicts only';
    draft.type = types;
    return undefined;
  },
  size: (words, draft) => {
    const size = readNumber(words.next());
    if (size === undefined) return 'the size is not a number';
    draft.size = size;
    return undefined;
  },
  flags: (words, draft) => {
    const flags: SetFlag[] = [];
    do {
      const flag = words.takeOne(flagNames);
      if (flag === undefined) return `flag "${words.peek}" is not modelled`;
      flags.push(flag);
    } while (words.take(','));
    draft.flags = flags;
    return undefined;
  },
  timeout: (words, draft) => {
    const timeoutMs = readDuration(words.next());
    if (timeoutMs === undefined) return 'the timeout is not a time';
    draft.timeoutMs = timeoutMs;
    return undefined;
  },
  comment: (words, draft) => {
    const comment = unquote(words.next());
    if (comment === undefined) return 'a comment is quoted';
    draft.comment = comment;
    return undefined;
  },
  elements: (words, draft, kind) => {
    if (!words.take('=')) return 'elements are given after a "="';
    const elements = readBraced(words, () => readElement(words, draft.type, kind));
    if (!elements.ok) return elements.error;
    for (const element of elements.value) draft.elements.set(elementKey(draft.type, element.key), element);
    return undefined;
  },
};

function readElement(words: NftWords, type: readonly DataType[], kind: NftSet['kind']): Result<NftElement, string> {
  const key = [];
  for (const [i, part] of type.entries()) {
    if (i > 0 && !words.take('.')) return err(`"${words.peek}" where a "." should be`);
    const word = words.next();
    const value = readValue(part, word);
    if (value === undefined) return err(`"${word}" is not of type ${part}`);
    key.push(value);
  }
  const timeoutMs = words.take('timeout') ? readDuration(words.next()) : undefined;
  const expiresMs = words.take('expires') ? readDuration(words.next()) : undefined;
  const comment = words.take('comment') ? unquote(words.next()) : undefined;
  const common = {
    key,
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(expiresMs !== undefined && { expiresMs }),
    ...(comment !== undefined && { comment }),
  };
  if (kind === 'set') return ok(common);
  if (!words.take(':')) return err(`"${words.peek}" where a ":" should be`);
  const verdict = readVerdict(words);
  return verdict.ok ? ok({ ...common, verdict: verdict.value }) : verdict;
}

/** What stands between the braces of a set or map. */
export function readSet(words: NftWords, kind: NftSet['kind'], name: string): Result<NftSet, string> {
  const draft: Draft = { type: [], elements: new Map() };
  for (;;) {
    words.skipLineEnds();
    if (words.take('}')) break;
    if (words.done) return err(`${kind} ${name} is never closed`);
    const word = words.next();
    const part = Object.hasOwn(parts, word) ? parts[word] : undefined;
    const problem = part === undefined ? `"${word}" is not modelled` : part(words, draft, kind);
    if (problem !== undefined) return err(problem);
    if (words.peek !== endOfLine && words.peek !== '}') return err(`"${words.peek}" where the line should end`);
  }
  return draft.type.length === 0 ? err(`${kind} ${name} has no type`) : ok({ kind, name, ...draft });
}
