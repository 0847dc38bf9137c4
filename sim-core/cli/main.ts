/**
 * The command line:
 *   kubehop record SCENARIO_DIR --out OUT_DIR [--seed N]
 *   kubehop conform FILE --out OUT
 */
import { readScenario, UnreadableScenario } from './scenario-directory.js';
import { recordScenario, writeArtifacts } from './record.js';

const usage = `usage: kubehop record SCENARIO_DIR --out OUT_DIR [--seed N]
       kubehop conform FILE --out OUT`;

interface Arguments {
  readonly verb: string;
  readonly input: string;
  readonly out: string;
  readonly seed: number;
}

function parseArguments(argv: readonly string[]): Arguments | undefined {
  const words: string[] = [];
  const options: Record<string, string> = { '--seed': '1' };
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    const [name = '', value] = word.split(/=(.*)/s);
    if (name !== '--out' && name !== '--seed') words.push(word);
    else options[name] = value ?? argv[++i] ?? '';
  }
  const [verb, input, ...rest] = words;
  const out = options['--out'] ?? '';
  const seed = Number(options['--seed']);
  if (verb === undefined || input === undefined || rest.length > 0 || out === '' || !Number.isInteger(seed))
    return undefined;
  return { verb, input, out, seed };
}

function main(argv: readonly string[]): number {
  const args = parseArguments(argv);
  if (args?.verb !== 'record') {
    console.error(usage);
    return 2;
  }
  try {
    writeArtifacts(args.out, recordScenario(readScenario(args.input), args.seed));
    return 0;
  } catch (error) {
    if (!(error instanceof UnreadableScenario) && !isFileError(error)) throw error;
    console.error(`kubehop: ${error.message}`);
    return 2;
  }
}

const isFileError = (error: unknown): error is Error => error instanceof Error && 'code' in error && 'syscall' in error;

process.exitCode = main(process.argv.slice(2));
