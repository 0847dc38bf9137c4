/**
 * The command line:
 *   kubehop record SCENARIO_DIR --out OUT_DIR [--seed N]
 *   kubehop conform FILE --out OUT
 */
import { writeFileSync } from 'node:fs';
import { json } from './artifacts.js';
import { conformFile, UnreadableCases } from './conform.js';
import { readScenario, UnreadableScenario } from './scenario-directory.js';
import { recordScenario, writeArtifacts } from './record.js';

const usage = `usage: kubehop record SCENARIO_DIR --out OUT_DIR [--seed N]
       kubehop conform FILE --out OUT`;

interface Arguments {
  readonly verb: 'record' | 'conform';
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
  if (
    (verb !== 'record' && verb !== 'conform') ||
    input === undefined ||
    rest.length > 0 ||
    out === '' ||
    !Number.isInteger(seed)
  )
    return undefined;
  return { verb, input, out, seed };
}

function run({ verb, input, out, seed }: Arguments): void {
  if (verb === 'record') writeArtifacts(out, recordScenario(readScenario(input), seed));
  else writeFileSync(out, json(conformFile(input)));
}

/** 0 when it ran, whatever the answers; 2 when the input cannot be read or the output not written. */
function main(argv: readonly string[]): number {
  const args = parseArguments(argv);
  if (args === undefined) {
    console.error(usage);
    return 2;
  }
  try {
    run(args);
    return 0;
  } catch (error) {
    if (!(error instanceof UnreadableScenario || error instanceof UnreadableCases || isFileError(error))) throw error;
    console.error(`kubehop: ${error.message}`);
    return 2;
  }
}

const isFileError = (error: unknown): error is Error => error instanceof Error && 'code' in error && 'syscall' in error;

process.exitCode = main(process.argv.slice(2));
