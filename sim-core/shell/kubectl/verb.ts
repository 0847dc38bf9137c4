import type { CommandResult, Shell } from '../command.js';
import { parseFlags, supportedFlags, type Flag, type FlagError, type ParsedFlags } from '../flags.js';
import type { Result } from '../../base/result.js';
import { err, ok } from '../../base/result.js';
import type { Sys } from '../sys.js';

/** One `kubectl VERB` with what it was given. */
export interface Call {
  readonly sys: Sys;
  /** As written after the verb. */
  readonly argv: readonly string[];
  readonly flags: ParsedFlags;
  readonly namespace: string;
  readonly stdin: string;
  readonly shell: Shell;
}

export interface Verb {
  readonly name: string;
  /** What stands after the verb in its usage line. */
  readonly usage: string;
  readonly summary: string;
  /** Beside those of every verb. */
  readonly flags: readonly Flag[];
  run(call: Call): CommandResult;
}

/** Flags of every verb. */
export const commonFlags: readonly Flag[] = [
  { name: 'namespace', short: 'n', takes: 'NAME', about: 'the namespace; default when absent' },
  { name: 'context', takes: 'NAME', about: 'has no effect: there is one cluster' },
];

export const selectorFlag: Flag = { name: 'selector', short: 'l', takes: 'LABELS', about: 'a=b,c!=d,e in (f,g)' };
export const filenameFlag: Flag = { name: 'filename', short: 'f', takes: 'FILE', about: 'a manifest; - is the pipe' };

/** Reads a verb's words, or says in kubectl's words what is wrong with them and what there is instead. */
export function parseVerb(verb: Pick<Verb, 'name' | 'flags'>, argv: readonly string[]): Result<ParsedFlags, string> {
  const flags = [...verb.flags, ...commonFlags];
  const parsed = parseFlags(argv, flags);
  return parsed.ok
    ? ok(parsed.value)
    : err(`${flagError(parsed.error)}\nSee 'kubectl ${verb.name} --help' for usage.\n${supportedFlags(flags)}\n`);
}

/** As pflag words it. */
function flagError({ problem, written, letter }: FlagError): string {
  const named = letter === undefined ? written : `'${letter}' in ${written}`;
  if (problem === 'needs-value') return `error: flag needs an argument: ${named}`;
  return `error: unknown ${letter === undefined ? 'flag' : 'shorthand flag'}: ${named}`;
}

/** Flags that stand before the verb, as in `kubectl -n web get svc`. */
export function leadingFlags(argv: readonly string[]): {
  readonly flags: readonly string[];
  readonly rest: readonly string[];
} {
  const takesNext = (word: string): boolean =>
    commonFlags.some(
      ({ name, short, takes }) => takes !== undefined && (word === `--${name}` || word === `-${short ?? '-'}`),
    );
  let at = 0;
  while (at < argv.length && isCommonFlag(argv[at] ?? '')) at += takesNext(argv[at] ?? '') ? 2 : 1;
  return { flags: argv.slice(0, at), rest: argv.slice(at) };
}

const isCommonFlag = (word: string): boolean =>
  commonFlags.some(
    ({ name, short }) =>
      word === `--${name}` ||
      word.startsWith(`--${name}=`) ||
      (short !== undefined && word.startsWith(`-${short}`) && !word.startsWith('--')),
  );

/** The shell's variable that `config set-context --current --namespace` keeps its choice in. */
export const namespaceVariable = 'KUBECTL_NAMESPACE';

export const namespaceOf = (flags: ParsedFlags, variables?: ReadonlyMap<string, string>): string =>
  flags.value('namespace') ?? variables?.get(namespaceVariable) ?? 'default';
