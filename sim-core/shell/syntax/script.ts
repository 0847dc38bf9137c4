/** A shell script, read: what `syntax/reader.ts` makes of text and `run.ts` carries out. */

/** A piece of a word. What quotes surround is never split into several words. */
export type WordPart =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  /** `$NAME`, `${NAME}`, `${NAME:-otherwise}`. */
  | { readonly kind: 'variable'; readonly name: string; readonly otherwise?: Word; readonly quoted: boolean }
  /** `$(…)` */
  | { readonly kind: 'output'; readonly script: Script; readonly quoted: boolean }
  /** `$((…))` */
  | { readonly kind: 'arithmetic'; readonly expression: string; readonly quoted: boolean };

export type Word = readonly WordPart[];

export type Redirect =
  | { readonly kind: 'from-file'; readonly path: Word }
  | { readonly kind: 'from-text'; readonly body: { readonly text: Word } }
  | { readonly kind: 'to-file'; readonly stream: Stream | 'both'; readonly path: Word; readonly append: boolean }
  | { readonly kind: 'to-stream'; readonly stream: Stream; readonly other: Stream };

export type Stream = 'stdout' | 'stderr';

export type Stage =
  | { readonly kind: 'simple'; readonly words: readonly Word[]; readonly redirects: readonly Redirect[] }
  | {
      readonly kind: 'for';
      readonly name: string;
      readonly words: readonly Word[];
      readonly body: Script;
      readonly redirects: readonly Redirect[];
    }
  | {
      readonly kind: 'while';
      /** Goes on while the condition succeeds, or while it fails (`until`). */
      readonly goesOnWhen: 'succeeded' | 'failed';
      readonly condition: Script;
      readonly body: Script;
      readonly redirects: readonly Redirect[];
    }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: Script; readonly body: Script }[];
      readonly otherwise?: Script;
      readonly redirects: readonly Redirect[];
    }
  | { readonly kind: 'group'; readonly body: Script; readonly redirects: readonly Redirect[] };

export interface Pipeline {
  readonly stages: readonly Stage[];
  /** `! command` */
  readonly negated: boolean;
  /** When it runs, given how the one before it ended. */
  readonly when: 'always' | 'succeeded' | 'failed';
}

export type Script = readonly Pipeline[];
