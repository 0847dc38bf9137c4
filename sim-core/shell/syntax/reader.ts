import { err, ok, type Result } from '../../base/result.js';
import type { Pipeline, Redirect, Script, Stage, Word } from './script.js';
import { Cursor, hereText, nested, readWord } from './word-reader.js';

/**
 * Reads command lines as a POSIX shell does, as far as snippets need it: quotes, variables, `$(…)`,
 * pipes, `&&`, `||`, `;`, `for`, `while`, `until`, `if`, groups, comments, redirections, here-documents.
 * @see https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html
 */
export function readScript(text: string): Result<Script, string> {
  const cursor = new Cursor(text.replaceAll('\r\n', '\n'));
  const script = new ScriptReader(cursor).script([]);
  return cursor.problem === undefined ? ok(script) : err(cursor.problem);
}

/** Words that begin or end a compound command where a command could begin. */
const closers: ReadonlySet<string> = new Set(['do', 'done', 'then', 'elif', 'else', 'fi', '}']);

interface HereDocument {
  readonly end: string;
  readonly strip: boolean;
  readonly expands: boolean;
  readonly body: { text: Word };
}

class ScriptReader {
  readonly #cursor: Cursor;
  /** Here-documents whose text begins after this line. */
  #pending: HereDocument[] = [];

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  /** Everything up to one of the closing words or characters, which stays unread. */
  script(until: readonly string[]): Script {
    const pipelines: Pipeline[] = [];
    let when: Pipeline['when'] = 'always';
    for (;;) {
      this.#skipLines();
      const cursor = this.#cursor;
      if (cursor.done || until.some((closer) => this.#atCloser(closer))) break;
      const stray = /[;&|)]+/y;
      const pipeline = this.#pipeline(when);
      if (pipeline === undefined) {
        const [text] = cursor.match(stray) ?? cursor.match(/\S+/y) ?? ['newline'];
        cursor.fail(`syntax error near unexpected token \`${text}'`);
        break;
      }
      pipelines.push(pipeline);
      when = this.#separator();
    }
    if (when !== 'always' && this.#cursor.problem === undefined) {
      this.#cursor.fail('syntax error: unexpected end of line after && or ||');
    }
    return pipelines;
  }

  #atCloser(closer: string): boolean {
    return /^\w/.test(closer) ? this.#peekWord() === closer : this.#cursor.sees(closer);
  }

  #peekWord(): string {
    return /[A-Za-z]+(?=[\s;)&|<>]|$)|[{}!](?=\s|;|$)/y.exec(this.#cursor.text.slice(this.#cursor.at))?.[0] ?? '';
  }

  #separator(): Pipeline['when'] {
    const cursor = this.#cursor;
    this.#skipBlanks();
    if (cursor.takes('&&')) return 'succeeded';
    if (cursor.takes('||')) return 'failed';
    if (cursor.sees('&')) cursor.fail('jobs in the background are not modelled');
    if (cursor.sees(';;')) cursor.fail("syntax error near unexpected token `;;'");
    cursor.takes(';');
    return 'always';
  }

  #pipeline(when: Pipeline['when']): Pipeline | undefined {
    const negated = this.#peekWord() === '!';
    if (negated) this.#cursor.at += 1;
    const stages: Stage[] = [];
    do {
      if (stages.length > 0) this.#skipLines();
      else this.#skipBlanks();
      const stage = this.#stage();
      if (stage === undefined) {
        if (stages.length > 0) this.#cursor.fail('syntax error: unexpected end of line after |');
        return undefined;
      }
      stages.push(stage);
      this.#skipBlanks();
    } while (!this.#cursor.sees('||') && this.#cursor.takes('|'));
    return { stages, negated, when };
  }

  #stage(): Stage | undefined {
    const word = this.#peekWord();
    if (closers.has(word)) return undefined;
    return nested(this.#cursor, () => {
      switch (word) {
        case 'for':
          return this.#for();
        case 'while':
        case 'until':
          return this.#while(word);
        case 'if':
          return this.#if();
        case '{':
          return this.#group('{', '}');
        default:
          return this.#cursor.sees('(') ? this.#group('(', ')') : this.#simple();
      }
    });
  }

  #for(): Stage {
    this.#cursor.at += 3;
    this.#skipBlanks();
    const [name = ''] = this.#cursor.match(/[A-Za-z_]\w*/y) ?? [];
    this.#skipBlanks();
    if (name === '' || !this.#cursor.takes('in')) this.#cursor.fail('syntax error: for NAME in WORD...; do ...; done');
    const words = this.#words();
    this.#cursor.takes(';');
    this.#skipLines();
    return { kind: 'for', name, words, body: this.#body('do', ['done']), redirects: this.#end('done') };
  }

  #while(word: 'while' | 'until'): Stage {
    this.#cursor.at += word.length;
    const condition = this.script(['do']);
    const goesOnWhen = word === 'while' ? 'succeeded' : 'failed';
    const body = this.#body('do', ['done']);
    return { kind: 'while', goesOnWhen, condition, body, redirects: this.#end('done') };
  }

  #if(): Stage {
    const branches: { readonly condition: Script; readonly body: Script }[] = [];
    do {
      this.#cursor.match(/[a-z]+/y);
      const condition = this.script(['then']);
      branches.push({ condition, body: this.#body('then', ['elif', 'else', 'fi']) });
    } while (this.#peekWord() === 'elif');
    const otherwise = this.#peekWord() === 'else' ? this.#body('else', ['fi']) : undefined;
    return { kind: 'if', branches, redirects: this.#end('fi'), ...(otherwise !== undefined && { otherwise }) };
  }

  #group(open: string, close: string): Stage {
    const body = this.#body(open, [close]);
    return { kind: 'group', body, redirects: this.#end(close) };
  }

  #body(open: string, until: readonly string[]): Script {
    if (!this.#cursor.takes(open)) this.#cursor.fail(`syntax error: \`${open}' is missing`);
    return this.script(until);
  }

  /** The closing word of a compound command and what is redirected after it. */
  #end(close: string): readonly Redirect[] {
    if (!this.#cursor.takes(close)) this.#cursor.fail(`syntax error: unexpected end of file, \`${close}' is missing`);
    const redirects: Redirect[] = [];
    for (;;) {
      this.#skipBlanks();
      const redirect = this.#redirect();
      if (redirect === undefined) return redirects;
      redirects.push(redirect);
    }
  }

  #words(): readonly Word[] {
    const words: Word[] = [];
    for (;;) {
      this.#skipBlanks();
      const word = this.#word();
      if (word === undefined) return words;
      words.push(word);
    }
  }

  #simple(): Stage | undefined {
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    for (;;) {
      this.#skipBlanks();
      const redirect = this.#redirect();
      if (redirect !== undefined) {
        redirects.push(redirect);
        continue;
      }
      const word = this.#word();
      if (word === undefined) break;
      words.push(word);
    }
    return words.length + redirects.length === 0 ? undefined : { kind: 'simple', words, redirects };
  }

  #word(): Word | undefined {
    return readWord(this.#cursor, (cursor, close) => new ScriptReader(cursor).script(close === '' ? [] : [close]));
  }

  #redirect(): Redirect | undefined {
    const cursor = this.#cursor;
    const [operator, digit = '', sign = ''] =
      cursor.match(/([012]?)(<<<|<<-|<<|<|>>|>&|>)|()(&>>?)/y)?.filter((part) => part !== undefined) ?? [];
    if (operator === undefined || sign === '') return undefined;
    const stream = digit === '2' ? 'stderr' : 'stdout';
    if (sign === '>&') {
      const [, other] = cursor.match(/([12])/y) ?? [];
      if (other === undefined) cursor.fail("syntax error near unexpected token `>&'");
      return { kind: 'to-stream', stream, other: other === '2' ? 'stderr' : 'stdout' };
    }
    this.#skipBlanks();
    if (sign === '<<' || sign === '<<-') return this.#hereDocument(sign === '<<-');
    const word = this.#word();
    if (word === undefined) {
      cursor.fail("syntax error near unexpected token `newline'");
      return undefined;
    }
    if (sign === '<') return { kind: 'from-file', path: word };
    if (sign === '<<<') {
      return { kind: 'from-text', body: { text: [...word, { kind: 'text', text: '\n', quoted: true }] } };
    }
    const append = sign.endsWith('>>');
    return { kind: 'to-file', stream: sign.startsWith('&') ? 'both' : stream, path: word, append };
  }

  #hereDocument(strip: boolean): Redirect | undefined {
    const start = this.#cursor.at;
    const word = this.#word();
    if (word === undefined) {
      this.#cursor.fail('syntax error: << needs a word that ends the text');
      return undefined;
    }
    const raw = this.#cursor.text.slice(start, this.#cursor.at);
    const body: { text: Word } = { text: [] };
    const end = raw.replace(/['"\\]/g, '');
    this.#pending.push({ end, strip, expands: !/['"\\]/.test(raw), body });
    return { kind: 'from-text', body };
  }

  #hereTexts(): void {
    for (const { end, strip, expands, body } of this.#pending) {
      const lines: string[] = [];
      while (!this.#cursor.done) {
        const [line = '', own = ''] = this.#cursor.match(/([^\n]*)(?:\n|$)/y) ?? [];
        if (line === '') break;
        const shown = strip ? own.replace(/^\t+/, '') : own;
        if (shown === end) break;
        lines.push(`${shown}\n`);
      }
      const text = lines.join('');
      const read = expands
        ? hereText(text, (cursor, close) => new ScriptReader(cursor).script(close === '' ? [] : [close]))
        : { word: [{ kind: 'text', text, quoted: true } as const] };
      if ('problem' in read && read.problem !== undefined) this.#cursor.fail(read.problem);
      body.text = read.word;
    }
    this.#pending = [];
  }

  /** Spaces, joined lines and comments. */
  #skipBlanks(): void {
    this.#cursor.match(/(?:[ \t]|\\\n)+/y);
    const before = this.#cursor.text[this.#cursor.at - 1] ?? '\n';
    if (this.#cursor.sees('#') && /[\s;&|()]/.test(before)) this.#cursor.match(/[^\n]*/y);
  }

  /** The same over any number of lines. */
  #skipLines(): void {
    for (;;) {
      this.#skipBlanks();
      if (!this.#cursor.takes('\n')) return;
      this.#hereTexts();
    }
  }
}
