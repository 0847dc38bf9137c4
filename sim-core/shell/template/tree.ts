import type { Value } from './value.js';

/** A parsed template. `at` is an offset in its text, for messages. */
export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly pipe: Pipe }
  | { readonly kind: 'if' | 'with' | 'range'; readonly pipe: Pipe; readonly body: Nodes; readonly otherwise: Nodes }
  | { readonly kind: 'template'; readonly name: string; readonly pipe?: Pipe; readonly at: number }
  | { readonly kind: 'break' | 'continue' };

export type Nodes = readonly TemplateNode[];

/** `$x := a b | c` */
export interface Pipe {
  readonly at: number;
  readonly text: string;
  readonly variables: readonly string[];
  readonly declares: boolean;
  readonly commands: readonly Operands[];
}

export type Operands = readonly Operand[];

/** A value or a function's name; `fields` are taken from it in turn. */
export interface Operand {
  readonly at: number;
  readonly text: string;
  readonly base:
    | { readonly kind: 'literal'; readonly value: Value }
    | { readonly kind: 'dot' }
    | { readonly kind: 'variable'; readonly name: string }
    | { readonly kind: 'function'; readonly name: string }
    | { readonly kind: 'pipe'; readonly pipe: Pipe };
  readonly fields: readonly string[];
}

export interface ParsedTemplate {
  readonly name: string;
  readonly text: string;
  readonly nodes: Nodes;
  /** What `define` and `block` give a name. */
  readonly defined: ReadonlyMap<string, Nodes>;
}
