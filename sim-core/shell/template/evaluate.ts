import { err, ok, type Result } from '../../base/result.js';
import { lineOf } from './parser.js';
import type { Nodes, Operand, Operands, ParsedTemplate, Pipe, TemplateNode } from './tree.js';
import { isList, isMap, isTemplateFunction, isTrue, printed, sortedKeys, typeName, type Value } from './value.js';

/** A function that templates may call; a text result of the wrong kind is an error in words. */
export type FunctionTable = Readonly<Record<string, (args: readonly Value[], scope: Engine) => Result<Value, string>>>;

/** What functions such as `include` need of the one that runs them. */
export interface Engine {
  render(name: string, data: Value): Result<string, string>;
  renderText(text: string, data: Value): Result<string, string>;
}

interface Named {
  readonly nodes: Nodes;
  readonly template: ParsedTemplate;
}

/** Everything that one rendering may do together. */
const most = { steps: 200_000, characters: 2_000_000, depth: 100, text: 500_000 } as const;

type Flow = 'on' | 'break' | 'continue';

/** Carries templates out, over data, into text. @see text/template/exec.go */
export class TemplateEngine implements Engine {
  readonly #templates = new Map<string, Named>();
  readonly #functions: FunctionTable;
  readonly #parse: (name: string, text: string) => Result<ParsedTemplate, string>;
  #steps = 0;
  #characters = 0;
  #depth = 0;

  constructor(
    functions: FunctionTable,
    templates: readonly ParsedTemplate[],
    parse: (name: string, text: string) => Result<ParsedTemplate, string>,
  ) {
    this.#functions = functions;
    this.#parse = parse;
    for (const template of templates) {
      this.#templates.set(template.name, { nodes: template.nodes, template });
      for (const [name, nodes] of template.defined) this.#templates.set(name, { nodes, template });
    }
  }

  render(name: string, data: Value): Result<string, string> {
    const named = this.#templates.get(name);
    if (named === undefined) return err(`no template ${JSON.stringify(name)} associated with template "gotpl"`);
    return this.#run(named, name, data);
  }

  renderText(text: string, data: Value): Result<string, string> {
    const parsed = this.#parse('gotpl', text);
    return parsed.ok ? this.#run({ nodes: parsed.value.nodes, template: parsed.value }, 'gotpl', data) : parsed;
  }

  #run(named: Named, name: string, data: Value): Result<string, string> {
    if (this.#depth >= most.depth) return err('rendering template has a nested reference name: it calls itself');
    this.#depth += 1;
    const run = new Run(this, named.template, name, data, this.#functions, (characters) => this.#isSpent(characters));
    const problem = run.nodes(named.nodes, data);
    this.#depth -= 1;
    return problem === undefined ? ok(run.text) : err(problem);
  }

  has(name: string): boolean {
    return this.#templates.has(name);
  }

  #isSpent(characters: number): boolean {
    this.#steps += 1;
    this.#characters += characters;
    return this.#steps > most.steps || this.#characters > most.characters;
  }
}

/** A text may not grow without measure, and what no string can hold the engine itself refuses. */
function bounded(call: () => Result<Value, string>): Result<Value, string> {
  try {
    const result = call();
    const tooLong = result.ok && typeof result.value === 'string' && result.value.length > most.text;
    return tooLong ? err('the text is too long') : result;
  } catch (problem) {
    if (problem instanceof RangeError) return err('the text is too long');
    throw problem;
  }
}

/** One template being carried out; its first problem ends it. */
class Run {
  text = '';
  #problem: string | undefined;
  #scopes: Map<string, Value>[];

  constructor(
    private readonly engine: TemplateEngine,
    private readonly template: ParsedTemplate,
    private readonly name: string,
    data: Value,
    private readonly functions: FunctionTable,
    private readonly isSpent: (characters: number) => boolean,
  ) {
    this.#scopes = [new Map([['$', data]])];
  }

  /** What went wrong; undefined when nothing did. */
  nodes(nodes: Nodes, dot: Value): string | undefined {
    this.#list(nodes, dot);
    return this.#problem;
  }

  #fail(at: number, text: string, problem: string): null {
    const before = this.template.text.slice(0, at);
    const column = at - (before.lastIndexOf('\n') + 1);
    const shown = text.length > 20 ? `${text.slice(0, 20)}...` : text;
    const where = `${this.template.name}:${lineOf(this.template.text, at)}:${column}`;
    this.#problem ??= `template: ${where}: executing ${JSON.stringify(this.name)} at <${shown}>: ${problem}`;
    return null;
  }

  #write(text: string): void {
    if (this.isSpent(text.length)) this.#problem ??= 'the template does too much';
    else this.text += text;
  }

  #list(nodes: Nodes, dot: Value): Flow {
    this.#scopes.push(new Map());
    let flow: Flow = 'on';
    for (const node of nodes) {
      if (this.#problem !== undefined || flow !== 'on') break;
      flow = this.#node(node, dot);
    }
    this.#scopes.pop();
    return flow;
  }

  #node(node: TemplateNode, dot: Value): Flow {
    switch (node.kind) {
      case 'text':
        this.#write(node.text);
        return 'on';
      case 'action': {
        const value = this.#pipe(node.pipe, dot);
        if (node.pipe.variables.length === 0 && this.#problem === undefined) this.#write(printed(value));
        return 'on';
      }
      case 'if':
      case 'with':
        return this.#branch(node, dot);
      case 'range':
        return this.#range(node, dot);
      case 'template':
        this.#template(node, dot);
        return 'on';
      case 'break':
      case 'continue':
        return node.kind;
    }
  }

  #branch(node: Extract<TemplateNode, { readonly kind: 'if' | 'with' | 'range' }>, dot: Value): Flow {
    this.#scopes.push(new Map());
    const value = this.#pipe(node.pipe, dot);
    const inner = node.kind === 'with' ? value : dot;
    const flow = isTrue(value) ? this.#list(node.body, inner) : this.#list(node.otherwise, dot);
    this.#scopes.pop();
    return flow;
  }

  #range(node: Extract<TemplateNode, { readonly kind: 'if' | 'with' | 'range' }>, dot: Value): Flow {
    this.#scopes.push(new Map());
    const value = this.#pipe({ ...node.pipe, variables: [] }, dot);
    const items = this.#itemsOf(value, node.pipe);
    const [first, second] = node.pipe.variables;
    for (const [key, item] of items) {
      this.#scopes.push(new Map());
      if (second !== undefined) this.#declare(second, item);
      if (first !== undefined) this.#declare(first, second === undefined ? item : key);
      const flow = this.#list(node.body, item);
      this.#scopes.pop();
      if (flow === 'break' || this.#problem !== undefined) break;
    }
    if (items.length === 0 && this.#problem === undefined) this.#list(node.otherwise, dot);
    this.#scopes.pop();
    return 'on';
  }

  #itemsOf(value: Value, { at, text }: Pipe): readonly (readonly [Value, Value])[] {
    if (value === null) return [];
    if (isList(value)) return value.map((item, index) => [BigInt(index), item]);
    if (isMap(value)) return sortedKeys(value).map((key) => [key, value[key] ?? null]);
    if (typeof value === 'bigint' && value >= 0n && value <= 10_000n) {
      return Array.from({ length: Number(value) }, (_, index) => [BigInt(index), BigInt(index)]);
    }
    this.#fail(at, text, `range can't iterate over ${printed(value)}`);
    return [];
  }

  #template({ name, pipe, at }: Extract<TemplateNode, { readonly kind: 'template' }>, dot: Value): void {
    const text = `{{template ${JSON.stringify(name)}${pipe === undefined ? '' : ` ${pipe.text}`}}}`;
    const data = pipe === undefined ? null : this.#pipe(pipe, dot);
    if (this.#problem !== undefined) return;
    if (!this.engine.has(name)) {
      this.#fail(at, text, `template ${JSON.stringify(name)} not defined`);
      return;
    }
    const result = this.engine.render(name, data);
    if (result.ok) this.#write(result.value);
    else this.#problem ??= result.error;
  }

  #declare(name: string, value: Value): void {
    this.#scopes.at(-1)?.set(name, value);
  }

  #pipe(pipe: Pipe, dot: Value): Value {
    let value: Value | undefined;
    for (const operands of pipe.commands) {
      if (this.#problem !== undefined) return null;
      value = this.#command(operands, dot, value);
    }
    const result = value ?? null;
    for (const name of pipe.variables) {
      if (pipe.declares) this.#declare(name, result);
      else this.#scopes.findLast((scope) => scope.has(name))?.set(name, result);
    }
    return result;
  }

  #command(operands: Operands, dot: Value, piped: Value | undefined): Value {
    const [head, ...rest] = operands;
    if (head === undefined || this.isSpent(0)) {
      this.#problem ??= 'the template does too much';
      return null;
    }
    const last = piped === undefined ? [] : [piped];
    if (head.base.kind === 'function') {
      const { name } = head.base;
      const lazy = name === 'and' || name === 'or' ? this.#untilDecided(name, rest, dot, last) : undefined;
      if (lazy !== undefined) return this.#fieldsOf(lazy, head);
      return this.#fieldsOf(this.#call(name, head, [...this.#values(rest, dot), ...last]), head);
    }
    const value = this.#operand(head, dot);
    if (isTemplateFunction(value)) return value.call([...this.#values(rest, dot), ...last]);
    if (rest.length + last.length > 0 && this.#problem === undefined) {
      return this.#fail(head.at, head.text, `can't give argument to non-function ${head.text}`);
    }
    return value;
  }

  /** `and` and `or` do not look at what cannot matter any more. */
  #untilDecided(name: 'and' | 'or', rest: Operands, dot: Value, last: readonly Value[]): Value | undefined {
    let value: Value | undefined;
    for (const operand of rest) {
      value = this.#operand(operand, dot);
      if (isTrue(value) === (name === 'or')) return value;
    }
    return last[0] ?? value;
  }

  #values(operands: Operands, dot: Value): readonly Value[] {
    return operands.map((operand) => this.#operand(operand, dot));
  }

  #call(name: string, head: Operand, args: readonly Value[]): Value {
    if (this.#problem !== undefined) return null;
    const called = Object.hasOwn(this.functions, name) ? this.functions[name] : undefined;
    if (called === undefined) {
      this.#problem = `template: ${this.template.name}:${lineOf(this.template.text, head.at)}: function ${JSON.stringify(name)} not defined`;
      return null;
    }
    const result = bounded(() => called(args, this.engine));
    if (result.ok) return result.value;
    return this.#fail(
      head.at,
      head.text,
      result.error.startsWith('template: ') ? result.error : `error calling ${name}: ${result.error}`,
    );
  }

  #operand(operand: Operand, dot: Value): Value {
    if (this.#problem !== undefined) return null;
    const { base } = operand;
    switch (base.kind) {
      case 'literal':
        return base.value;
      case 'dot':
        return this.#fieldsOf(dot, operand);
      case 'pipe':
        return this.#fieldsOf(this.#pipe(base.pipe, dot), operand);
      case 'function':
        return this.#fieldsOf(this.#call(base.name, operand, []), operand);
      case 'variable': {
        const scope = this.#scopes.findLast((candidate) => candidate.has(base.name));
        if (scope === undefined) return this.#fail(operand.at, operand.text, `undefined variable "${base.name}"`);
        return this.#fieldsOf(scope.get(base.name) ?? null, operand);
      }
    }
  }

  #fieldsOf(value: Value, { fields, at, text }: Operand): Value {
    let current = value;
    for (const field of fields) {
      if (this.#problem !== undefined) return null;
      if (current === null) return this.#fail(at, text, `nil pointer evaluating interface {}.${field}`);
      if (!isMap(current)) {
        return this.#fail(at, text, `can't evaluate field ${field} in type ${typeName(current)}`);
      }
      current = Object.hasOwn(current, field) ? (current[field] ?? null) : null;
    }
    return current;
  }
}
