import { err, ok, type Result } from '../base/result.js';

/** A flag of a command: one row of its table, from which it is read, refused and explained. */
export interface Flag {
  /** Without dashes. */
  readonly name: string;
  readonly short?: string;
  /** What its value is, in a word; a switch when absent. */
  readonly takes?: string;
  readonly about: string;
}

export interface ParsedFlags {
  /** What stands alone, in order. */
  readonly words: readonly string[];
  /** What follows `--`; undefined without one. */
  readonly rest?: readonly string[];
  /** The last value given; a switch has `true` or what follows its `=`. */
  value(name: string): string | undefined;
  values(name: string): readonly string[];
  on(name: string): boolean;
}

export interface FlagError {
  readonly problem: 'unknown' | 'needs-value';
  /** As written, dashes included. */
  readonly written: string;
  /** The one letter of a cluster that is meant. */
  readonly letter?: string;
}

/** Reads `-owide`, `-o wide`, `-o=wide`, `--output wide`, `--output=wide` and clusters such as `-it`. */
export function parseFlags(argv: readonly string[], flags: readonly Flag[]): Result<ParsedFlags, FlagError> {
  const words: string[] = [];
  const found = new Map<string, string[]>();
  const set = (flag: Flag, value: string): void => {
    found.set(flag.name, [...(found.get(flag.name) ?? []), value]);
  };
  let rest: readonly string[] | undefined;
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '--') {
      rest = argv.slice(i + 1);
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      words.push(word);
      continue;
    }
    const read = word.startsWith('--') ? readLong(word, flags) : readCluster(word, flags);
    if (!read.ok) return read;
    for (const { flag, value } of read.value) {
      if (value !== undefined) set(flag, value);
      else if (flag.takes === undefined) set(flag, 'true');
      else {
        const next = argv[++i];
        if (next === undefined) return err(needsValue(word, flag));
        set(flag, next);
      }
    }
  }
  return ok({
    words,
    ...(rest !== undefined && { rest }),
    value: (name) => found.get(name)?.at(-1),
    values: (name) => found.get(name) ?? [],
    on: (name) => (found.get(name)?.at(-1) ?? 'false') !== 'false',
  });
}

interface ReadFlag {
  readonly flag: Flag;
  readonly value?: string;
}

const needsValue = (written: string, flag: Flag): FlagError => ({
  problem: 'needs-value',
  written,
  ...(!written.startsWith('--') && flag.short !== undefined && { letter: flag.short }),
});

function readLong(word: string, flags: readonly Flag[]): Result<readonly ReadFlag[], FlagError> {
  const equals = word.indexOf('=');
  const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
  const flag = flags.find((candidate) => candidate.name === name);
  if (flag === undefined) return err({ problem: 'unknown', written: `--${name}` });
  return ok([equals < 0 ? { flag } : { flag, value: word.slice(equals + 1) }]);
}

function readCluster(word: string, flags: readonly Flag[]): Result<readonly ReadFlag[], FlagError> {
  const read: ReadFlag[] = [];
  for (let i = 1; i < word.length; i++) {
    const letter = word[i] ?? '';
    const flag = flags.find((candidate) => candidate.short === letter);
    if (flag === undefined) return err({ problem: 'unknown', written: word, letter });
    const attached = word.slice(i + 1);
    if (flag.takes !== undefined) {
      return ok([...read, attached === '' ? { flag } : { flag, value: attached.replace(/^=/, '') }]);
    }
    if (attached.startsWith('=')) return ok([...read, { flag, value: attached.slice(1) }]);
    read.push({ flag });
  }
  return ok(read);
}

/** `-n, --namespace NAME   about`, a line a flag. */
export function flagHelp(flags: readonly Flag[]): string {
  const spelled = flags.map((flag) => ({ flag, text: spellings(flag).join(', ') + valueName(flag) }));
  const width = Math.max(0, ...spelled.map(({ text }) => text.length));
  return spelled.map(({ flag, text }) => `  ${text.padEnd(width)}  ${flag.about}\n`).join('');
}

const valueName = ({ takes }: Flag): string => (takes === undefined ? '' : ` ${takes}`);

const spellings = ({ name, short }: Flag): readonly string[] => [
  ...(short === undefined ? [] : [`-${short}`]),
  ...(name.length > 1 ? [`--${name}`] : []),
];

/** The flags there are, after one that there is not. */
export const supportedFlags = (flags: readonly Flag[]): string =>
  flags.length === 0 ? 'It takes no flags here.' : `Supported here: ${flags.flatMap(spellings).join(' ')}`;
