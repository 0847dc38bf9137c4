/**
 * POSIX expressions, matched in time that grows with the text and never with the powers of it:
 * all ways through the expression are followed at once.
 * @see R. Cox, Regular Expression Matching: the Virtual Machine Approach
 */
import { err, ok, type Result } from '../base/result.js';

type Instruction =
  | { readonly kind: 'char'; readonly accepts: (char: string) => boolean }
  | { readonly kind: 'at'; readonly holds: (before: string, after: string) => boolean }
  | { readonly kind: 'save'; readonly slot: number }
  /** Goes on at both places; the first is the better. */
  | { readonly kind: 'split'; readonly first: number; readonly second: number }
  | { readonly kind: 'match' };

type Node =
  | { readonly kind: 'char'; readonly accepts: (char: string) => boolean }
  | { readonly kind: 'at'; readonly holds: (before: string, after: string) => boolean }
  | { readonly kind: 'all'; readonly nodes: readonly Node[] }
  | { readonly kind: 'any'; readonly nodes: readonly Node[] }
  | { readonly kind: 'group'; readonly node: Node; readonly index: number }
  | { readonly kind: 'repeat'; readonly node: Node; readonly least: number; readonly most: number };

export interface Match {
  readonly start: number;
  readonly end: number;
  /** What each pair of brackets matched; the whole first. */
  readonly groups: readonly (string | undefined)[];
}

export interface Expression {
  /** The first match that begins at `from` or later. */
  search(text: string, from?: number): Match | undefined;
}

export interface Dialect {
  /** `a|b`, `a+`, `(a)` as they stand; a basic expression escapes them. */
  readonly extended: boolean;
  readonly ignoreCase: boolean;
  readonly wholeWords?: boolean;
}

const [mostInstructions, mostDepth, mostRepeats] = [4000, 50, 255];

export function compileExpression(pattern: string, dialect: Dialect): Result<Expression, string> {
  const parser = new Parser(pattern, dialect);
  const node = parser.read();
  if (parser.problem !== undefined) return err(parser.problem);
  const program: Instruction[] = [];
  const whole: Node = { kind: 'group', index: 0, node: dialect.wholeWords === true ? wholeWord(node) : node };
  emit(program, whole);
  program.push({ kind: 'match' });
  if (program.length > mostInstructions) return err('Regular expression too big');
  return ok({ search: (text, from = 0) => search(program, text, from) });
}

const isWord = (char: string): boolean => /^\w$/.test(char);
const wordEdge = (node: 'start' | 'end'): Node => ({
  kind: 'at',
  holds: (before, after) => (node === 'start' ? !isWord(before) : !isWord(after)),
});
const wholeWord = (node: Node): Node => ({ kind: 'all', nodes: [wordEdge('start'), node, wordEdge('end')] });

function emit(program: Instruction[], node: Node): void {
  if (program.length > mostInstructions) return;
  switch (node.kind) {
    case 'char':
    case 'at':
      program.push(node);
      return;
    case 'all':
      for (const each of node.nodes) emit(program, each);
      return;
    case 'group':
      program.push({ kind: 'save', slot: node.index * 2 });
      emit(program, node.node);
      program.push({ kind: 'save', slot: node.index * 2 + 1 });
      return;
    case 'any':
      emitChoice(program, node.nodes);
      return;
    case 'repeat':
      emitRepeat(program, node);
  }
}

function emitChoice(program: Instruction[], nodes: readonly Node[]): void {
  const [first, ...rest] = nodes;
  if (first === undefined) return;
  if (rest.length === 0) {
    emit(program, first);
    return;
  }
  const split = program.length;
  program.push({ kind: 'match' });
  emit(program, first);
  const jump = program.length;
  program.push({ kind: 'match' });
  program[split] = { kind: 'split', first: split + 1, second: program.length };
  emitChoice(program, rest);
  program[jump] = { kind: 'split', first: program.length, second: program.length };
}

function emitRepeat(program: Instruction[], { node, least, most }: Extract<Node, { readonly kind: 'repeat' }>): void {
  for (let i = 0; i < least; i++) emit(program, node);
  const optional = most === Infinity ? 1 : most - least;
  for (let i = 0; i < optional; i++) {
    const split = program.length;
    program.push({ kind: 'match' });
    emit(program, node);
    if (most === Infinity) program.push({ kind: 'split', first: split, second: split });
    program[split] = { kind: 'split', first: split + 1, second: program.length };
  }
}

interface Thread {
  readonly at: number;
  readonly saved: readonly (number | undefined)[];
}

function search(program: readonly Instruction[], text: string, from: number): Match | undefined {
  let threads: Thread[] = [];
  let best: readonly (number | undefined)[] | undefined;
  for (let position = from; position <= text.length; position++) {
    const seen = new Set<number>();
    const next: Thread[] = [];
    for (const thread of threads) follow(program, thread, text, position, seen, next);
    if (best === undefined) follow(program, { at: 0, saved: [] }, text, position, seen, next);
    threads = [];
    const char = text[position];
    for (const { at, saved } of next) {
      const instruction = program[at];
      if (instruction?.kind === 'match') {
        // Of matches that begin at the same place the longest counts.
        if (best === undefined || (saved[0] ?? 0) <= (best[0] ?? 0)) best = saved;
      } else if (instruction?.kind === 'char' && char !== undefined && instruction.accepts(char)) {
        if (best === undefined || (saved[0] ?? 0) <= (best[0] ?? 0)) threads.push({ at: at + 1, saved });
      }
    }
    if (best !== undefined && threads.length === 0) break;
  }
  if (best === undefined) return undefined;
  const [start = 0, end = 0] = best;
  const groups = Array.from({ length: Math.ceil(best.length / 2) }, (_, i) => {
    const [a, b] = [best[i * 2], best[i * 2 + 1]];
    return a === undefined || b === undefined ? undefined : text.slice(a, b);
  });
  return { start, end, groups };
}

/** Goes on from a place over everything that reads no character. */
function follow(
  program: readonly Instruction[],
  first: Thread,
  text: string,
  position: number,
  seen: Set<number>,
  found: Thread[],
): void {
  const waiting = [first];
  for (let thread = waiting.pop(); thread !== undefined; thread = waiting.pop()) {
    const { at, saved } = thread;
    if (seen.has(at)) continue;
    seen.add(at);
    const instruction = program[at];
    switch (instruction?.kind) {
      case 'split':
        waiting.push({ at: instruction.second, saved }, { at: instruction.first, saved });
        break;
      case 'save': {
        const copy = [...saved];
        copy[instruction.slot] = position;
        waiting.push({ at: at + 1, saved: copy });
        break;
      }
      case 'at':
        if (instruction.holds(text[position - 1] ?? '', text[position] ?? '')) waiting.push({ at: at + 1, saved });
        break;
      case 'char':
      case 'match':
        found.push(thread);
        break;
      case undefined:
        break;
    }
  }
}

const classes: Readonly<Record<string, RegExp>> = {
  alpha: /[A-Za-z]/,
  digit: /\d/,
  alnum: /[A-Za-z0-9]/,
  space: /\s/,
  blank: /[ \t]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  punct: /[!-/:-@[-`{-~]/,
  xdigit: /[0-9A-Fa-f]/,
};

const escapes: Readonly<Record<string, (char: string) => boolean>> = {
  w: isWord,
  W: (char) => !isWord(char),
  s: (char) => /\s/.test(char),
  S: (char) => !/\s/.test(char),
  d: (char) => /\d/.test(char),
};

const edges: Readonly<Record<string, (before: string, after: string) => boolean>> = {
  '<': (before, after) => !isWord(before) && isWord(after),
  '>': (before, after) => isWord(before) && !isWord(after),
  b: (before, after) => isWord(before) !== isWord(after),
  B: (before, after) => isWord(before) === isWord(after),
};

/** Reads basic and extended expressions. @see regex(7) */
class Parser {
  problem: string | undefined;
  readonly #text: string;
  readonly #dialect: Dialect;
  #at = 0;
  #groups = 0;
  #depth = 0;

  constructor(text: string, dialect: Dialect) {
    this.#text = text;
    this.#dialect = dialect;
  }

  read(): Node {
    const node = this.#choice();
    if (this.#at < this.#text.length) this.problem ??= 'Unmatched ) or \\)';
    return node;
  }

  /** An operator as the dialect spells it. */
  #takes(operator: string): boolean {
    const spelled = this.#dialect.extended ? operator : `\\${operator}`;
    if (!this.#text.startsWith(spelled, this.#at)) return false;
    this.#at += spelled.length;
    return true;
  }

  #sees(operator: string): boolean {
    return this.#text.startsWith(this.#dialect.extended ? operator : `\\${operator}`, this.#at);
  }

  #choice(): Node {
    const nodes = [this.#sequence()];
    while (this.#takes('|')) nodes.push(this.#sequence());
    return nodes.length === 1 && nodes[0] !== undefined ? nodes[0] : { kind: 'any', nodes };
  }

  #sequence(): Node {
    const nodes: Node[] = [];
    while (this.#at < this.#text.length && this.problem === undefined && !this.#sees('|')) {
      if (this.#depth > 0 && this.#sees(')')) break;
      if (this.#dialect.extended && this.#sees(')')) break;
      nodes.push(this.#repeated(this.#atom(nodes.length === 0)));
    }
    return { kind: 'all', nodes };
  }

  #repeated(node: Node): Node {
    let repeated = node;
    for (let times = 0; times < 5; times++) {
      if (this.#text[this.#at] === '*') {
        this.#at += 1;
        repeated = { kind: 'repeat', node: repeated, least: 0, most: Infinity };
      } else if (this.#takes('+')) repeated = { kind: 'repeat', node: repeated, least: 1, most: Infinity };
      else if (this.#takes('?')) repeated = { kind: 'repeat', node: repeated, least: 0, most: 1 };
      else if (this.#sees('{')) repeated = this.#bounded(repeated);
      else break;
    }
    return repeated;
  }

  #bounded(node: Node): Node {
    this.#takes('{');
    const [whole = '', low = '', comma, high = ''] = /^(\d*)(,)?(\d*)/.exec(this.#text.slice(this.#at)) ?? [];
    this.#at += whole.length;
    const least = Number(low || 0);
    const most = comma === undefined ? least : high === '' ? Infinity : Number(high);
    const ends = this.#takes('}');
    if (!ends || whole === '' || least > mostRepeats || (most !== Infinity && most > mostRepeats) || most < least) {
      this.problem ??= 'Invalid content of \\{\\}';
      return node;
    }
    return { kind: 'repeat', node, least, most };
  }

  #atom(isFirst: boolean): Node {
    const char = this.#text[this.#at] ?? '';
    if (this.#takes('(')) return this.#group();
    if (char === '[') return this.#bracket();
    this.#at += 1;
    if (char === '.') return { kind: 'char', accepts: () => true };
    if (char === '^' && (this.#dialect.extended || isFirst)) return { kind: 'at', holds: (before) => before === '' };
    if (
      char === '$' &&
      (this.#dialect.extended || this.#at >= this.#text.length || this.#sees('|') || this.#sees(')'))
    ) {
      return { kind: 'at', holds: (_before, after) => after === '' };
    }
    if (char !== '\\') return this.#literal(char);
    const escaped = this.#text[this.#at++];
    if (escaped === undefined) this.problem ??= 'Trailing backslash';
    const edge = edges[escaped ?? ''];
    if (edge !== undefined) return { kind: 'at', holds: edge };
    const accepts = escapes[escaped ?? ''];
    return accepts === undefined ? this.#literal(escaped ?? '') : { kind: 'char', accepts };
  }

  #literal(char: string): Node {
    const { ignoreCase } = this.#dialect;
    const wanted = char.toLowerCase();
    return { kind: 'char', accepts: ignoreCase ? (c) => c.toLowerCase() === wanted : (c) => c === char };
  }

  #group(): Node {
    this.#groups += 1;
    this.#depth += 1;
    const index = this.#groups;
    if (this.#depth > mostDepth) this.problem ??= 'Regular expression too big';
    const node = this.problem === undefined ? this.#choice() : { kind: 'all' as const, nodes: [] };
    this.#depth -= 1;
    if (!this.#takes(')')) this.problem ??= 'Unmatched ( or \\(';
    return { kind: 'group', node, index };
  }

  #bracket(): Node {
    const [whole, not, inside = ''] =
      /^\[(\^?)(\]?(?:\[:\w+:\]|[^\]])*)\]/.exec(this.#text.slice(this.#at, this.#at + 200)) ?? [];
    if (whole === undefined) {
      this.problem ??= 'Unmatched [, [^, [:, [., or [=';
      return { kind: 'all', nodes: [] };
    }
    this.#at += whole.length;
    const named = [...inside.matchAll(/\[:(\w+):\]/g)].flatMap(([, name = '']) => classes[name] ?? []);
    const ranges = [...inside.replace(/\[:\w+:\]/g, '').matchAll(/([^])-([^])|([^])/g)];
    const accepts = (char: string): boolean =>
      named.some((pattern) => pattern.test(char)) ||
      ranges.some(([, low, high, one]) =>
        one === undefined ? char >= (low ?? '') && char <= (high ?? '') : char === one,
      );
    const either = this.#dialect.ignoreCase
      ? (char: string) => accepts(char.toLowerCase()) || accepts(char.toUpperCase())
      : accepts;
    return { kind: 'char', accepts: not === '^' ? (char) => !either(char) : either };
  }
}
