import { failure, output, type Command, type CommandResult } from '../command.js';
import { flagHelp } from '../flags.js';
import { changedRows } from '../kubectl/get.js';
import { get } from '../kubectl/verb/get.js';
import { commonFlags, leadingFlags, namespaceOf, parseVerb, type Verb } from '../kubectl/verb.js';
import { unmodelledVerbs } from '../kubectl/unmodelled.js';
import { verbs } from '../kubectl/verbs.js';

/** @see https://kubernetes.io/docs/reference/kubectl/ */
export const kubectl: Command = {
  name: 'kubectl',
  places: ['laptop', 'node'],
  summary: 'Asks the API server, and tells it what to do.',
  usage: 'VERB [WORDS] [FLAGS]',
  flags: commonFlags,
  run(argv, sys, stdin, shell): CommandResult {
    const { flags: leading, rest } = leadingFlags(argv);
    const [name, ...words] = rest;
    if (name === undefined || name === 'help' || name === '--help' || name === '-h') return helpOf(words[0]);
    const verb = verbs.find((candidate) => candidate.name === name);
    const unmodelled = Object.hasOwn(unmodelledVerbs, name) ? unmodelledVerbs[name] : undefined;
    if (unmodelled !== undefined) return failure(`error: ${unmodelled}\n`);
    if (verb === undefined) return failure(unknownVerb(name));
    if (words.some((word, i) => (word === '--help' || word === '-h') && !words.slice(0, i).includes('--'))) {
      return output(verbHelp(verb));
    }
    const parsed = parseVerb(verb, [...leading, ...words]);
    if (!parsed.ok) return failure(parsed.error);
    return verb.run({
      sys,
      argv: [...leading, ...words],
      flags: parsed.value,
      namespace: namespaceOf(parsed.value, sys.variables),
      stdin,
      shell,
    });
  },
  watch(sys, argv, since) {
    const { flags: leading, rest } = leadingFlags(argv);
    const parsed = parseVerb(get, [...leading, ...rest.slice(1)]);
    const objects = sys.objects();
    if (!parsed.ok || rest[0] !== get.name) return { stdout: '', since };
    const namespace = namespaceOf(parsed.value, sys.variables);
    const stdout = changedRows({ objects, now: sys.now() }, parsed.value, namespace, since);
    return { stdout, since: objects.resourceVersion };
  },
};

const supportedVerbs = (): string => `Supported here: ${verbs.map(({ name }) => name).join(' ')}\n`;

/** As cobra words it, with what there is. */
function unknownVerb(name: string): string {
  if (name.startsWith('-')) {
    const what = name.startsWith('--') ? `flag: ${name}` : `shorthand flag: '${name[1] ?? ''}' in ${name}`;
    return `error: unknown ${what}\nSee 'kubectl --help' for usage.\n${supportedVerbs()}`;
  }
  const close = verbs.filter((verb) => verb.name.startsWith(name) || distance(verb.name, name) <= 2);
  const hint = close.length === 0 ? '' : `\nDid you mean this?\n${close.map((verb) => `\t${verb.name}\n`).join('')}`;
  return `error: unknown command "${name}" for "kubectl"\n${hint}\n${supportedVerbs()}`;
}

/** Letters to add, drop or replace until one word is the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function helpOf(name: string | undefined): CommandResult {
  const verb = verbs.find((candidate) => candidate.name === name);
  if (verb !== undefined) return output(verbHelp(verb));
  const width = Math.max(...verbs.map((each) => each.name.length));
  const lines = verbs.map((each) => `  ${each.name.padEnd(width)}  ${each.summary}\n`).join('');
  return output(`kubectl controls the Kubernetes cluster manager.\n\nUsage: kubectl VERB [FLAGS]\n\nVerbs:\n${lines}`);
}

const verbHelp = ({ name, usage, summary, flags }: Verb): string =>
  `${summary}\n\nUsage: kubectl ${name} ${usage}\n\nFlags:\n${flagHelp([...flags, ...commonFlags])}`;
