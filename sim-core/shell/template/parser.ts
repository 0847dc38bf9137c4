import { err, ok, type Result } from '../../base/result.js';
import type { Nodes, Operand, Operands, ParsedTemplate, Pipe, TemplateNode } from './tree.js';

interface Action {
  readonly at: number;
  readonly source: string;
}

type Piece = { readonly kind: 'text'; readonly text: string } | ({ readonly kind: 'action' } & Action);

const mostNested = 100;

/** Parses a text with `{{ }}` actions. @see text/template/parse */
export function parseTemplate(name: string, text: string): Result<ParsedTemplate, string> {
  const parser = new TemplateParser(name, text);
  const nodes = parser.top();
  return parser.problem === undefined ? ok({ name, text, nodes, defined: parser.defined }) : err(parser.problem);
}

export const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

/** What stands between and in the braces; `{{-` and `-}}` take the blanks beside them away. */
function cutPieces(text: string, fail: (at: number, problem: string) => void): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let trims = false;
  while (at < text.length) {
    const open = text.indexOf('{{', at);
    const plain = text.slice(at, open < 0 ? undefined : open);
    const trimsBefore = open >= 0 && /^-\s/.test(text.slice(open + 2, open + 4));
    const left = trims ? plain.replace(/^[ \t\r\n]+/, '') : plain;
    const shown = trimsBefore ? left.replace(/[ \t\r\n]+$/, '') : left;
    if (shown !== '') pieces.push({ kind: 'text', text: shown });
    if (open < 0) break;
    const inner = /(?:"(?:[^"\\\n]|\\.)*"|`[^`]*`|\/\*[^]*?\*\/|(?!\}\})[^])*/y;
    inner.lastIndex = open + 2;
    const [body = ''] = inner.exec(text) ?? [];
    const close = open + 2 + body.length;
    if (!text.startsWith('}}', close)) {
      fail(open, 'unclosed action');
      break;
    }
    trims = /\s-$/.test(body);
    const lead = trimsBefore ? 1 : 0;
    const source = body.slice(lead, trims ? -1 : undefined);
    if (!/^\s*\/\*/.test(source)) pieces.push({ kind: 'action', at: open + 2 + lead, source });
    at = close + 2;
  }
  return pieces;
}

class TemplateParser {
  problem: string | undefined;
  readonly defined = new Map<string, Nodes>();
  readonly #name: string;
  readonly #text: string;
  readonly #pieces: readonly Piece[];
  #next = 0;
  #depth = 0;

  constructor(name: string, text: string) {
    this.#name = name;
    this.#text = text;
    this.#pieces = cutPieces(text, (at, problem) => {
      this.fail(at, problem);
    });
  }

  fail(at: number, problem: string): void {
    this.problem ??= `template: ${this.#name}:${lineOf(this.#text, at)}: ${problem}`;
  }

  top(): Nodes {
    const { nodes, end } = this.#list();
    if (end !== undefined) this.fail(end.at, `unexpected {{${end.source.trim()}}}`);
    return nodes;
  }

  /** Nodes up to an `end` or `else`, which is returned. */
  #list(): { readonly nodes: Nodes; readonly end?: Action } {
    const nodes: TemplateNode[] = [];
    this.#depth += 1;
    if (this.#depth > mostNested) this.fail(0, 'actions stand in each other too deep');
    while (this.#next < this.#pieces.length && this.problem === undefined) {
      const piece = this.#pieces[this.#next++];
      if (piece === undefined) break;
      if (piece.kind === 'text') nodes.push(piece);
      else if (/^\s*(?:end|else)\b/.test(piece.source)) {
        this.#depth -= 1;
        return { nodes, end: piece };
      } else nodes.push(...this.#action(piece));
    }
    this.#depth -= 1;
    return { nodes };
  }

  #action(action: Action): readonly TemplateNode[] {
    const { at, source } = action;
    const [, word = ''] = /^\s*([a-z]+)\b/.exec(source) ?? [];
    const after = source.indexOf(word) + word.length;
    const rest: Action = { at: at + after, source: source.slice(after) };
    switch (word) {
      case 'if':
      case 'with':
      case 'range':
        return [this.#control(word, rest)];
      case 'define':
      case 'block':
        return this.#define(word, rest);
      case 'template': {
        const named = this.#named(rest);
        return named === undefined ? [] : [{ kind: 'template', ...named, at: at + source.indexOf(word) }];
      }
      case 'break':
      case 'continue':
        return [{ kind: word }];
      default:
        return [{ kind: 'action', pipe: this.#pipe(action) }];
    }
  }

  #control(kind: 'if' | 'with' | 'range', head: Action): TemplateNode {
    const pipe = this.#pipe(head);
    const { nodes: body, end } = this.#list();
    if (end === undefined) this.fail(head.at, 'unexpected EOF');
    const [, elsewise, more] = /^\s*(else)\b\s*((?:if|with)\b[^]*)?/.exec(end?.source ?? '') ?? [];
    if (end === undefined || elsewise === undefined) return { kind, pipe, body, otherwise: [] };
    if (more !== undefined) {
      const inner = more.startsWith('with') ? 'with' : 'if';
      const start = end.source.indexOf(more) + inner.length;
      const chained = this.#control(inner, { at: end.at + start, source: end.source.slice(start) });
      return { kind, pipe, body, otherwise: [chained] };
    }
    const { nodes: otherwise, end: last } = this.#list();
    if (last === undefined || !/^\s*end\b/.test(last.source)) this.fail(head.at, 'unexpected EOF');
    return { kind, pipe, body, otherwise };
  }

  #define(word: 'define' | 'block', head: Action): readonly TemplateNode[] {
    const named = this.#named(head);
    const { nodes, end } = this.#list();
    if (end === undefined || !/^\s*end\b/.test(end.source)) this.fail(head.at, 'unexpected EOF');
    if (named === undefined) return [];
    this.defined.set(named.name, nodes);
    return word === 'block' ? [{ kind: 'template', ...named, at: head.at }] : [];
  }

  #named(head: Action): { readonly name: string; readonly pipe?: Pipe } | undefined {
    const [whole = '', quoted, raw] = /^\s*(?:("(?:[^"\\]|\\.)*")|`([^`]*)`)/.exec(head.source) ?? [];
    if (quoted === undefined && raw === undefined) {
      this.fail(head.at, 'missing name in template clause');
      return undefined;
    }
    const name = raw ?? unquote(quoted ?? '""');
    const source = head.source.slice(whole.length);
    if (source.trim() === '') return { name };
    return { name, pipe: this.#pipe({ at: head.at + whole.length, source }) };
  }

  #pipe(action: Action): Pipe {
    const reader = new PipeReader(action, (at, problem) => {
      this.fail(at, problem);
    });
    return reader.whole();
  }
}

const simpleEscapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\', "'": "'" };

const unquote = (text: string): string =>
  text
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_whole, hex?: string, char = '') =>
      hex === undefined ? (simpleEscapes[char as string] ?? String(char)) : String.fromCharCode(parseInt(hex, 16)),
    );

class PipeReader {
  readonly #at: number;
  readonly #source: string;
  readonly #fail: (at: number, problem: string) => void;
  #next = 0;
  #depth = 0;
  #failed = false;

  constructor({ at, source }: Action, fail: (at: number, problem: string) => void) {
    this.#at = at;
    this.#source = source;
    this.#fail = (where, problem) => {
      this.#failed = true;
      fail(where, problem);
    };
  }

  whole(): Pipe {
    const pipe = this.#pipe();
    if (this.#next < this.#source.length && !this.#failed) this.#unexpected();
    return pipe;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#next;
    const found = pattern.exec(this.#source) ?? undefined;
    this.#next += found?.[0].length ?? 0;
    return found;
  }

  #unexpected(): void {
    const rest = this.#source.slice(this.#next).trim();
    const [token = rest] = /^\S+/.exec(rest) ?? [];
    this.#fail(
      this.#at + this.#next,
      token === '' ? 'missing value for command' : `unexpected ${JSON.stringify(token)} in operand`,
    );
  }

  #pipe(): Pipe {
    this.#match(/\s*/y);
    const start = this.#next;
    const [, names = '', sign = ''] = this.#match(/((?:\$\w+\s*,\s*)?\$\w+)\s*(:?=)(?!=)\s*/y) ?? [];
    const variables = names.split(/\s*,\s*/).filter((name) => name !== '');
    const commands: Operands[] = [];
    this.#depth += 1;
    if (this.#depth > mostNested) this.#fail(this.#at, 'brackets stand in each other too deep');
    while (!this.#failed) {
      const operands = this.#operands();
      if (operands.length === 0) this.#unexpected();
      commands.push(operands);
      if (this.#match(/\s*\|/y) === undefined) break;
    }
    this.#depth -= 1;
    this.#match(/\s*/y);
    const text = this.#source.slice(start, this.#next).trim();
    return { at: this.#at + start, text, variables, declares: sign === ':=', commands };
  }

  #operands(): Operands {
    const operands: Operand[] = [];
    while (!this.#failed) {
      this.#match(/\s*/y);
      const operand = this.#operand();
      if (operand === undefined) return operands;
      operands.push(operand);
    }
    return operands;
  }

  #operand(): Operand | undefined {
    const start = this.#next;
    const base = this.#base();
    if (base === undefined) return undefined;
    const fields: string[] = [];
    let at = start;
    for (let field = this.#match(/\.([A-Za-z_]\w*)/y); field !== undefined; field = this.#match(/\.([A-Za-z_]\w*)/y)) {
      // Go points at the second field of a chain.
      if (fields.length === 1 && base.kind === 'dot') at = this.#next - field[0].length;
      fields.push(field[1] ?? '');
    }
    return { at: this.#at + at, text: this.#source.slice(start, this.#next), base, fields };
  }

  #base(): Operand['base'] | undefined {
    if (this.#match(/\(/y) !== undefined) {
      const pipe = this.#pipe();
      if (this.#match(/\s*\)/y) === undefined) this.#fail(this.#at + this.#next, 'unclosed left paren');
      return { kind: 'pipe', pipe };
    }
    const text = this.#match(/"(?:[^"\\\n]|\\.)*"/y);
    if (text !== undefined) return { kind: 'literal', value: unquote(text[0]) };
    const raw = this.#match(/`([^`]*)`/y);
    if (raw !== undefined) return { kind: 'literal', value: raw[1] ?? '' };
    const float = this.#match(/[+-]?\d+\.\d+(?:e[+-]?\d+)?/y);
    if (float !== undefined) return { kind: 'literal', value: Number(float[0]) };
    const int = this.#match(/[+-]?\d{1,18}(?!\w)/y);
    if (int !== undefined) return { kind: 'literal', value: BigInt(int[0].replace(/^\+/, '')) };
    const variable = this.#match(/\$\w*/y);
    if (variable !== undefined) return { kind: 'variable', name: variable[0] };
    const word = this.#match(/[A-Za-z_]\w*/y);
    if (word !== undefined) return wordBase(word[0]);
    if (this.#source[this.#next] !== '.') return undefined;
    if (!/[A-Za-z_]/.test(this.#source[this.#next + 1] ?? '')) this.#next += 1;
    return { kind: 'dot' };
  }
}

function wordBase(word: string): Operand['base'] {
  if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' };
  return word === 'nil' ? { kind: 'literal', value: null } : { kind: 'function', name: word };
}
