import { Scanner } from './scanner.js';
import { controlCharacter, syntaxErrorText, type Mark, type SyntaxError, type Token, type TokenType } from './token.js';

/** Why kubectl cannot read a text, and where. */
export interface SyntaxProblem {
  readonly text: string;
  readonly offset: number;
}

/**
 * Parses the first document of a text for its errors only, in the words of the parser that kubectl
 * uses.
 *
 * @see sigs.k8s.io/yaml/goyaml.v2/parserc.go
 */
export function findSyntaxProblem(text: string): SyntaxProblem | undefined {
  const control = controlCharacter(text);
  if (control >= 0) return { text: 'yaml: control characters are not allowed', offset: control };
  const parser = new Parser(text);
  parser.document();
  const error = parser.error();
  return error === undefined ? undefined : { text: syntaxErrorText(error), offset: error.at.index };
}

const documentBounds: readonly TokenType[] = ['directive', 'document-start', 'document-end', 'stream-end'];
const mappingBounds: readonly TokenType[] = ['key', 'value', 'block-end'];

class Parser {
  readonly #scanner: Scanner;
  #error: SyntaxError | undefined;

  constructor(text: string) {
    this.#scanner = new Scanner(text);
  }

  error(): SyntaxError | undefined {
    return this.#scanner.error ?? this.#error;
  }

  document(): void {
    while (this.#take('document-end'));
    if (this.#at('stream-end')) return;
    if (this.#at('directive', 'document-start')) {
      while (this.#take('directive'));
      if (!this.#take('document-start')) return this.#fail('did not find expected <document start>');
    }
    if (!this.#at(...documentBounds)) this.#node(true, false);
  }

  #peek(): Token | undefined {
    return this.#error === undefined ? this.#scanner.peek() : undefined;
  }

  #at(...types: readonly TokenType[]): boolean {
    const token = this.#peek();
    return token !== undefined && types.includes(token.type);
  }

  #take(type: TokenType): boolean {
    if (!this.#at(type)) return false;
    this.#scanner.skip();
    return true;
  }

  #fail(problem: string, context?: Mark): void {
    const token = this.#peek();
    if (token !== undefined) this.#error = { problem, at: token.start, context, scanner: false };
  }

  #node(block: boolean, indentless: boolean): void {
    const start = this.#peek()?.start;
    if (start === undefined || this.#take('alias')) return;
    let properties = false;
    while (this.#take('anchor') || this.#take('tag')) properties = true;
    if (indentless && this.#at('block-entry')) return this.#indentless();
    if (this.#take('scalar')) return;
    if (this.#take('flow-sequence-start')) return this.#flowSequence(start);
    if (this.#take('flow-mapping-start')) return this.#flowMapping(start);
    if (block && this.#take('block-sequence-start')) return this.#blockSequence(start);
    if (block && this.#take('block-mapping-start')) return this.#blockMapping(start);
    if (!properties) this.#fail('did not find expected node content', start);
  }

  #blockSequence(start: Mark): void {
    while (this.#take('block-entry')) if (!this.#at('block-entry', 'block-end')) this.#node(true, false);
    if (!this.#take('block-end')) this.#fail("did not find expected '-' indicator", start);
  }

  #indentless(): void {
    while (this.#take('block-entry')) if (!this.#at('block-entry', ...mappingBounds)) this.#node(true, false);
  }

  #blockMapping(start: Mark): void {
    while (this.#take('key')) {
      if (!this.#at(...mappingBounds)) this.#node(true, true);
      if (this.#take('value') && !this.#at(...mappingBounds)) this.#node(true, true);
    }
    if (!this.#take('block-end')) this.#fail('did not find expected key', start);
  }

  #flowSequence(start: Mark): void {
    for (let first = true; !this.#at('flow-sequence-end'); first = false) {
      if (this.#peek() === undefined) return;
      if (!first) {
        if (!this.#take('flow-entry')) return this.#fail("did not find expected ',' or ']'", start);
        if (this.#at('flow-sequence-end')) break;
      }
      if (this.#take('key')) {
        if (!this.#at('value', 'flow-entry', 'flow-sequence-end')) this.#node(false, false);
        if (this.#take('value') && !this.#at('flow-entry', 'flow-sequence-end')) this.#node(false, false);
      } else this.#node(false, false);
    }
    this.#take('flow-sequence-end');
  }

  #flowMapping(start: Mark): void {
    for (let first = true; !this.#at('flow-mapping-end'); first = false) {
      if (this.#peek() === undefined) return;
      if (!first) {
        if (!this.#take('flow-entry')) return this.#fail("did not find expected ',' or '}'", start);
        if (this.#at('flow-mapping-end')) break;
      }
      if (this.#take('key')) {
        if (!this.#at('value', 'flow-entry', 'flow-mapping-end')) this.#node(false, false);
        if (this.#take('value') && !this.#at('flow-entry', 'flow-mapping-end')) this.#node(false, false);
      } else this.#node(false, false);
    }
    this.#take('flow-mapping-end');
  }
}
