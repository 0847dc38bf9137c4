/**
 * `npm run test:kernel`: the simulated clusters of the recorded scenarios, rebuilt out of network namespaces, with
 * the rules that the simulator wrote, on this machine's kernel. Both have to do the same with every packet.
 */
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { proxyModes } from '../proxy/registry.js';
import { scenarioDirectory, scenarioNames } from '../test/recorded.js';
import { momentsOf, type Moment } from './moments.js';
import { mutations, type Mutation } from './mutation.js';
import { cleanUpAtExit, sweepLeftovers } from './namespaces.js';
import { formatTable, type Row } from './report.js';
import { inspectMachine, type Machine } from './requirements.js';
import { beyondRules } from './rules.js';
import { selfTest } from './self-test.js';
import { describeProbe, runTrial } from './trial.js';

/** As automake's tests say it: not failed, not passed, not run. */
const statusSkipped = 77;
const seed = 1;

/** The modes whose rules a Linux kernel can be given; the others are named with the reason. */
function testableModes(modes: readonly string[]): readonly string[] {
  return modes.filter((mode) => {
    const why = proxyModes.get(mode)?.hostOs === 'linux' ? modeObstacle(mode) : 'it does not run on Linux';
    if (why !== undefined) console.log(`Mode ${mode} is not tested: ${why}.`);
    return why === undefined;
  });
}

/** Judged by a scenario with Services of every type. */
function modeObstacle(mode: string): string | undefined {
  const [moment] = momentsOf(scenarioDirectory(sample), sample, mode, seed);
  const [rules] = moment?.snapshot.rules.values() ?? [];
  return rules === undefined ? 'no node has rules' : beyondRules(rules.dataplane);
}

const sample = '08-nodeport-everywhere';

const usage = `usage: npm run test:kernel -- [SCENARIO|DIRECTORY…] [--mode MODE] [--break ${mutations.map(({ name }) => name).join('|')}] [--jobs N] [--no-self-test]`;

/** A scenario's directory, and what it is called in the report. */
interface Choice {
  readonly name: string;
  readonly directory: string;
}

/** The recorded scenarios whose names begin so, or a directory of one's own, which has a slash in its path. */
function chosenBy(word: string): readonly Choice[] {
  if (word.includes('/')) return [{ name: basename(word), directory: word }];
  return scenarioNames()
    .filter((name) => name.startsWith(word))
    .map((name) => ({ name, directory: scenarioDirectory(name) }));
}

interface Options {
  readonly scenarios: readonly Choice[];
  readonly modes: readonly string[];
  readonly mutation: Mutation | undefined;
  readonly jobs: number;
  readonly selfTest: boolean;
}

function readOptions(args: readonly string[]): Options | string {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: {
      mode: { type: 'string' },
      break: { type: 'string' },
      jobs: { type: 'string' },
      'no-self-test': { type: 'boolean' },
    },
  });
  const chosen = (positionals.length === 0 ? [''] : positionals).flatMap(chosenBy);
  const unknownOption = Object.keys(values).find((name) => !['mode', 'break', 'jobs', 'no-self-test'].includes(name));
  if (unknownOption !== undefined) return `unknown option --${unknownOption}\n${usage}`;
  if (chosen.length === 0) return `no scenario is called ${positionals.join(' or ')}\n${usage}`;
  const mutation = mutations.find(({ name }) => name === values['break']);
  if (values['break'] !== undefined && mutation === undefined) return usage;
  const modes = [...proxyModes.keys()].filter((mode) => values['mode'] === undefined || mode === values['mode']);
  if (modes.length === 0) return `no mode is called ${String(values['mode'])}\n${usage}`;
  const jobs = values['jobs'] === undefined ? Math.min(4, availableParallelism() + 1) : Number(values['jobs']);
  if (!Number.isInteger(jobs) || jobs < 1) return usage;
  const partial = positionals.length > 0 || mutation !== undefined || values['no-self-test'] === true;
  return { scenarios: chosen, modes, mutation, jobs, selfTest: !partial };
}

/** Runs tasks `width` at a time; results keep the tasks' order. */
async function inParallel<T, R>(
  tasks: readonly T[],
  width: number,
  work: (task: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const queue = tasks.entries();
  const worker = async (): Promise<void> => {
    for (const [index, task] of queue) results[index] = await work(task);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

async function tryMoment(mode: string, moment: Moment, machine: Machine, mutation: Mutation | undefined): Promise<Row> {
  const { name } = moment;
  try {
    const { skipped, disagreements, ...counts } = await runTrial(moment, machine, mutation);
    const notes = [
      ...disagreements.flatMap(({ probe, details }) => [
        `✗ ${describeProbe(probe)}`,
        ...details.map((d) => `    ${d}`),
      ]),
      ...skipped.map(({ probe, why }) => `- ${describeProbe(probe)}: not sent, ${why}`),
    ];
    return { name, mode, ...counts, disagreements: disagreements.length, notes };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { name, mode, probes: 0, attempts: 0, agreements: 0, disagreements: 1, notes: [`✗ ${why}`] };
  }
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (typeof options === 'string') {
    console.error(options);
    return 2;
  }
  cleanUpAtExit();
  const machine = await inspectMachine();
  if (typeof machine === 'string') {
    console.error(machine);
    return statusSkipped;
  }
  await sweepLeftovers();
  console.log(machine.about);
  if (machine.conntrack === undefined) {
    console.log('Connection tables are not compared: neither the tool conntrack nor /proc/net/nf_conntrack is here.');
  }
  const started = performance.now();
  const modes = testableModes(options.modes);
  const tasks = options.scenarios.flatMap(({ name, directory }) =>
    modes.flatMap((mode) => momentsOf(directory, name, mode, seed).map((moment) => ({ mode, moment }))),
  );
  const rows = await inParallel(tasks, options.jobs, ({ mode, moment }) =>
    tryMoment(mode, moment, machine, options.mutation),
  );
  console.log(formatTable(rows));
  const bad = rows.filter(({ disagreements }) => disagreements > 0).length;
  const unbroken = options.selfTest ? await selfTest(modes, machine) : [];
  unbroken.forEach((line) => console.log(line));
  const failed = bad > 0 || unbroken.some((line) => line.startsWith('✗'));
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(failed ? `The kernel disagrees (${seconds} s).` : `The kernel agrees (${seconds} s).`);
  return failed ? 1 : 0;
}

process.exit(await main());
