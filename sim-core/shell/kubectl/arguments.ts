import { err, ok, type Result } from '../../base/result.js';

/** A command line after its verb: words that stand alone, and what the flags say. */
export interface KubectlArguments {
  readonly words: readonly string[];
  readonly namespace: string;
  readonly allNamespaces: boolean;
  readonly output: string | undefined;
  readonly selector: string | undefined;
  readonly showLabels: boolean;
}

/** Flags that take a value, with every spelling; both `-o wide`, `-owide` and `--output=wide` are read. */
const valued: Readonly<Record<string, 'namespace' | 'output' | 'selector'>> = {
  '-n': 'namespace',
  '--namespace': 'namespace',
  '-o': 'output',
  '--output': 'output',
  '-l': 'selector',
  '--selector': 'selector',
};

const switches: Readonly<Record<string, 'allNamespaces' | 'showLabels'>> = {
  '-A': 'allNamespaces',
  '--all-namespaces': 'allNamespaces',
  '--show-labels': 'showLabels',
};

export function parseArguments(argv: readonly string[]): Result<KubectlArguments, string> {
  const words: string[] = [];
  const values: Partial<Record<'namespace' | 'output' | 'selector', string>> = {};
  const on = { allNamespaces: false, showLabels: false };
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    const [name, attached] = splitFlag(word);
    const toggle = switches[word];
    const field = valued[name];
    if (toggle !== undefined) on[toggle] = true;
    else if (field !== undefined) {
      const value = attached ?? argv[++i];
      if (value === undefined) return err(`error: flag needs an argument: ${flagName(name)}`);
      values[field] = value;
    } else if (word.startsWith('-') && word !== '-') {
      return err(`error: unknown ${word.startsWith('--') ? 'flag' : 'shorthand flag'}: ${flagName(word)}`);
    } else words.push(word);
  }
  return ok({
    words,
    ...on,
    namespace: values.namespace ?? 'default',
    output: values.output,
    selector: values.selector,
  });
}

function splitFlag(word: string): readonly [string, string | undefined] {
  if (word.startsWith('--')) {
    const equals = word.indexOf('=');
    return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
  }
  const short = word.slice(0, 2);
  return word.length > 2 && short in valued ? [short, word.slice(2).replace(/^=/, '')] : [word, undefined];
}

/** As pflag names a flag in its errors. */
const flagName = (flag: string): string => (flag.startsWith('--') ? flag : `'${flag.slice(1, 2)}' in ${flag}`);
