import { piecesOf, textOf, type CommandResult, type PrintedText, type Shell, type TerminalAction } from './command.js';
import type { Sys } from './sys.js';
import { expandText, expandWord, type Expander } from './syntax/expand.js';
import type { Pipeline, Redirect, Script, Stage, Stream, Word } from './syntax/script.js';

/** What is left of what a line may do. */
interface Budget {
  commands: number;
  characters: number;
}

interface Ran {
  readonly printed: readonly PrintedText[];
  readonly exitCode: number;
  readonly actions: readonly TerminalAction[];
}

const nothing: Ran = { printed: [], exitCode: 0, actions: [] };
const complaint = (text: string, exitCode = 1): Ran => ({
  printed: [{ stream: 'stderr', text }],
  exitCode,
  actions: [],
});

/** A loop without an end of its own is stopped here; the prompt has no Ctrl-C while a line runs. */
const mostRounds = 1000;

/** How long all words of a command may be together; the kernel has such a bound too (ARG_MAX). */
const mostWordCharacters = 2_000_000;

/** Carries a script out: one shell process, with its variables and the status of its last command. */
export class Interpreter {
  readonly #sys: Sys;
  readonly #shell: Shell;
  readonly #budget: Budget;
  readonly #variables: Map<string, string>;
  /** `exit` was called. */
  #left = false;
  #status = 0;
  /** What went wrong while words were being filled. */
  #complaints: string[] = [];
  /** What `$(…)` printed to stderr. */
  #aside: PrintedText[] = [];

  constructor(sys: Sys, shell: Shell, budget: Budget) {
    this.#variables = new Map(sys.variables);
    this.#sys = { ...sys, variables: this.#variables };
    this.#shell = shell;
    this.#budget = budget;
  }

  runScript(script: Script): CommandResult {
    const { printed, exitCode, actions } = this.#script(script, '');
    return {
      stdout: textOf(printed, 'stdout'),
      stderr: textOf(printed, 'stderr'),
      exitCode,
      printed,
      ...(actions.length > 0 && { actions: withVariablesOnce(actions) }),
    };
  }

  #script(script: Script, stdin: string): Ran {
    const printed: PrintedText[] = [];
    const actions: TerminalAction[] = [];
    for (const pipeline of script) {
      if (pipeline.when === 'succeeded' && this.#status !== 0) continue;
      if (pipeline.when === 'failed' && this.#status === 0) continue;
      if (this.#isSpent()) break;
      const ran = this.#pipeline(pipeline, stdin);
      this.#status = ran.exitCode;
      printed.push(...this.#kept(ran.printed));
      actions.push(...ran.actions);
      for (const action of ran.actions) this.#obey(action);
      if (this.#left) break;
    }
    return { printed, exitCode: this.#status, actions };
  }

  #isSpent(): boolean {
    return this.#left || this.#budget.commands <= 0 || this.#budget.characters <= 0;
  }

  /** Printed text counts against the budget once, where it first leaves a pipeline. */
  #kept(printed: readonly PrintedText[]): readonly PrintedText[] {
    return printed.flatMap(({ stream, text }) => {
      const shown = text.slice(0, Math.max(0, this.#budget.characters));
      this.#budget.characters -= shown.length;
      return shown === '' ? [] : [{ stream, text: shown }];
    });
  }

  #obey(action: TerminalAction): void {
    if (action.kind === 'leave') this.#left = true;
    if (action.kind !== 'set') return;
    for (const [name, value] of Object.entries(action.variables)) this.#variables.set(name, value);
  }

  /** The exit status of a pipeline is that of its last command; what the others ask of the terminal is kept. */
  #pipeline({ stages, negated }: Pipeline, stdin: string): Ran {
    let given = stdin;
    const errors: PrintedText[] = [];
    const actions: TerminalAction[] = [];
    let last = nothing;
    for (const [index, stage] of stages.entries()) {
      last = this.#stage(stage, given);
      actions.push(...last.actions);
      if (index === stages.length - 1) break;
      given = textOf(last.printed, 'stdout');
      errors.push(...last.printed.filter(({ stream }) => stream === 'stderr'));
    }
    const exitCode = negated ? Number(last.exitCode === 0) : last.exitCode;
    return { printed: [...errors, ...last.printed], exitCode, actions };
  }

  #stage(stage: Stage, stdin: string): Ran {
    const given = this.#input(stage.redirects, stdin);
    if (typeof given !== 'string') return given;
    const ran = this.#compound(stage, given);
    return this.#redirect(stage.redirects, this.#withComplaints(ran));
  }

  #compound(stage: Stage, stdin: string): Ran {
    switch (stage.kind) {
      case 'simple':
        return this.#simple(stage.words, stdin);
      case 'group':
        return this.#script(stage.body, stdin);
      case 'for':
        return this.#for(stage, stdin);
      case 'while':
        return this.#while(stage, stdin);
      case 'if': {
        const before: PrintedText[] = [];
        for (const { condition, body } of stage.branches) {
          const asked = this.#script(condition, stdin);
          before.push(...asked.printed);
          if (asked.exitCode === 0) return after(before, this.#script(body, stdin));
        }
        this.#status = 0;
        return after(before, stage.otherwise === undefined ? nothing : this.#script(stage.otherwise, stdin));
      }
    }
  }

  #for(stage: Extract<Stage, { readonly kind: 'for' }>, stdin: string): Ran {
    const words = this.#words(stage.words);
    const begin = (round: number): Ran => {
      this.#variables.set(stage.name, words[round] ?? '');
      return nothing;
    };
    return this.#rounds(words.length, begin, stage.body, stdin);
  }

  /** Runs the body once for each round that `begin` allows. */
  #rounds(count: number, begin: (round: number) => Ran | undefined, body: Script, stdin: string): Ran {
    const printed: PrintedText[] = [];
    const actions: TerminalAction[] = [];
    let exitCode = 0;
    for (let round = 0; round < Math.min(count, mostRounds) && !this.#isSpent(); round++) {
      const begun = begin(round);
      if (begun === undefined) return { printed, actions, exitCode };
      const ran = this.#script(body, stdin);
      printed.push(...begun.printed, ...ran.printed);
      actions.push(...ran.actions);
      exitCode = ran.exitCode;
    }
    const stopped = count > mostRounds && !this.#left;
    if (stopped) printed.push({ stream: 'stderr', text: '^C (a loop is stopped after some time)\n' });
    return { printed, actions, exitCode: stopped ? 130 : exitCode };
  }

  #while(stage: Extract<Stage, { readonly kind: 'while' }>, stdin: string): Ran {
    let last: readonly PrintedText[] = [];
    const ran = this.#rounds(
      Infinity,
      () => {
        const asked = this.#script(stage.condition, stdin);
        if ((asked.exitCode === 0) === (stage.goesOnWhen === 'succeeded')) return asked;
        last = asked.printed;
        return undefined;
      },
      stage.body,
      stdin,
    );
    return { ...ran, printed: [...ran.printed, ...last] };
  }

  #simple(words: readonly Word[], stdin: string): Ran {
    const assigned = words.findIndex((word) => !isAssignment(word));
    const own = words.slice(0, assigned < 0 ? undefined : assigned).map((word) => this.#assignment(word));
    const argv = assigned < 0 ? [] : this.#words(words.slice(assigned));
    if (argv.length === 0) {
      return own.length === 0
        ? { ...nothing, exitCode: this.#status }
        : { ...nothing, actions: [{ kind: 'set', variables: Object.fromEntries(own) }] };
    }
    const variables = own.length === 0 ? this.#variables : new Map([...this.#variables, ...own]);
    const result = this.#shell.run(argv, { ...this.#sys, variables }, stdin);
    const { exitCode, actions = [] } = result;
    return { printed: piecesOf(result), exitCode, actions };
  }

  #assignment(word: Word): readonly [string, string] {
    const text = expandText(word, this.#expander());
    const equals = text.indexOf('=');
    return [text.slice(0, equals), text.slice(equals + 1)];
  }

  #words(words: readonly Word[]): readonly string[] {
    const expander = this.#expander();
    let room = mostWordCharacters;
    return words.flatMap((word) => {
      const expanded = room > 0 ? expandWord(word, expander) : [];
      for (const { length } of expanded) room -= length;
      return expanded;
    });
  }

  #expander(): Expander {
    return {
      variable: (name) => (name === '?' ? String(this.#status) : this.#variables.get(name)),
      output: (script) => {
        const inner = new Interpreter(this.#sys, this.#shell, this.#budget);
        const { printed } = inner.#script(script, '');
        this.#aside.push(...printed.filter(({ stream }) => stream === 'stderr'));
        return textOf(printed, 'stdout');
      },
      complain: (problem) => {
        this.#complaints.push(`bash: ${problem}\n`);
      },
    };
  }

  #withComplaints(ran: Ran): Ran {
    const before = [...this.#aside, ...this.#complaints.map((text) => ({ stream: 'stderr', text }) as const)];
    this.#aside = [];
    this.#complaints = [];
    return before.length === 0 ? ran : after(before, ran);
  }

  /** What a command reads; the last redirection counts. */
  #input(redirects: readonly Redirect[], piped: string): string | Ran {
    let given = piped;
    for (const redirect of redirects) {
      if (redirect.kind === 'from-text') given = expandText(redirect.body.text, this.#expander());
      if (redirect.kind !== 'from-file') continue;
      const path = expandText(redirect.path, this.#expander());
      const text = path === '/dev/null' ? '' : this.#sys.readFile(path);
      if (text === undefined) return complaint(`bash: ${path}: No such file or directory\n`);
      given = text;
    }
    return given;
  }

  /** Redirections take effect from left to right, as the streams stand then. */
  #redirect(redirects: readonly Redirect[], ran: Ran): Ran {
    type Target = Stream | { readonly path: string };
    const targets: Record<Stream, Target> = { stdout: 'stdout', stderr: 'stderr' };
    const files = new Map<string, string>();
    for (const redirect of redirects) {
      if (redirect.kind === 'to-stream') targets[redirect.stream] = targets[redirect.other];
      if (redirect.kind !== 'to-file') continue;
      const path = expandText(redirect.path, this.#expander());
      if (!files.has(path)) files.set(path, redirect.append ? (this.#sys.readFile(path) ?? '') : '');
      if (redirect.stream === 'both') Object.assign(targets, { stdout: { path }, stderr: { path } });
      else targets[redirect.stream] = { path };
    }
    if (redirects.length === 0) return ran;
    const printed = ran.printed.flatMap(({ stream, text }): readonly PrintedText[] => {
      const target = targets[stream];
      if (typeof target === 'string') return [{ stream: target, text }];
      files.set(target.path, (files.get(target.path) ?? '') + text);
      return [];
    });
    const refused = [...files].flatMap(([path, text]) => {
      if (path === '/dev/null') return [];
      const problem = this.#sys.writeFile(path, text);
      return problem === undefined ? [] : [{ stream: 'stderr', text: `bash: ${path}: ${problem}\n` } as const];
    });
    return { ...ran, printed: [...printed, ...refused], exitCode: refused.length > 0 ? 1 : ran.exitCode };
  }
}

const after = (before: readonly PrintedText[], ran: Ran): Ran => ({ ...ran, printed: [...before, ...ran.printed] });

/** Only what the variables are in the end matters to the terminal. */
function withVariablesOnce(actions: readonly TerminalAction[]): readonly TerminalAction[] {
  const variables = Object.assign({}, ...actions.map((action) => (action.kind === 'set' ? action.variables : {})));
  const others = actions.filter(({ kind }) => kind !== 'set');
  return Object.keys(variables).length === 0 ? others : [...others, { kind: 'set', variables }];
}

function isAssignment(word: Word): boolean {
  const [first] = word;
  return first?.kind === 'text' && !first.quoted && /^[A-Za-z_]\w*=/.test(first.text);
}
