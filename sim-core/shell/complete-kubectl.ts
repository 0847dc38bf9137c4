import { resources, kindOfArgument } from '../kube/resource.js';
import { listObjects } from '../kube/store.js';
import { commonFlags } from './kubectl/verb.js';
import { verbs } from './kubectl/verbs.js';
import type { Sys } from './sys.js';

/** Verbs whose first word is a pod. */
const ofPods: ReadonlySet<string> = new Set(['exec', 'logs', 'port-forward']);
/** Verbs whose words are no objects. */
const withoutObjects: ReadonlySet<string> = new Set(['apply', 'create', 'run', 'api-resources', 'version', 'help']);
const subcommands: Readonly<Record<string, readonly string[]>> = {
  rollout: ['history', 'pause', 'restart', 'resume', 'status', 'undo'],
  create: ['configmap', 'deployment', 'namespace', 'service'],
  set: ['env', 'image', 'selector'],
};

/** What may follow `kubectl WORDS`: verbs, kinds, names of objects, namespaces, flags, files. */
export function completeKubectl(sys: Sys, words: readonly string[], current: string): readonly string[] {
  const previous = words.at(-1) ?? '';
  if (previous === '-n' || previous === '--namespace') return namesOf(sys, 'Namespace', undefined);
  if (previous === '-f' || previous === '--filename') return sys.fileNames();
  if (previous === '-o' || previous === '--output') return ['json', 'jsonpath=', 'name', 'wide', 'yaml'];
  const { plain, namespace } = split(words);
  const [name, ...rest] = plain;
  if (name === undefined) return current.startsWith('-') ? flagsOf(commonFlags) : verbs.map((verb) => verb.name);
  const verb = verbs.find((candidate) => candidate.name === name);
  if (verb === undefined || words.includes('--')) return [];
  if (current.startsWith('-')) return flagsOf([...verb.flags, ...commonFlags]);
  const own = subcommands[name];
  if (own !== undefined && rest.length === 0) return own;
  const objects = own === undefined ? rest : rest.slice(1);
  if (ofPods.has(name)) return objects.length === 0 ? namesOf(sys, 'Pod', namespace) : [];
  return withoutObjects.has(name) ? [] : objectWords(sys, objects, current, namespace);
}

/** Words without flags and their values, and the namespace among these. */
function split(words: readonly string[]): { readonly plain: readonly string[]; readonly namespace: string } {
  const plain: string[] = [];
  let namespace = 'default';
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const [, given] = /^(?:-n=?|--namespace=)(.+)$/.exec(word) ?? [];
    if (given !== undefined) namespace = given;
    else if (word === '-n' || word === '--namespace') namespace = words[++at] ?? namespace;
    else if (/^(?:-[flo]|--(?:filename|selector|output))$/.test(word)) at += 1;
    else if (!word.startsWith('-')) plain.push(word);
  }
  return { plain, namespace };
}

function objectWords(sys: Sys, given: readonly string[], current: string, namespace: string): readonly string[] {
  const [typed] = given;
  if (typed !== undefined && !typed.includes('/')) {
    const kind = kindOfArgument(typed);
    return kind === undefined ? [] : namesOf(sys, kind, namespace).filter((name) => !given.includes(name));
  }
  const [, prefix = ''] = /^([\w.]+)\//.exec(current) ?? [];
  const kind = prefix === '' ? undefined : kindOfArgument(prefix);
  if (kind !== undefined) return namesOf(sys, kind, namespace).map((name) => `${prefix}/${name}`);
  const known = Object.values(resources);
  return [...known.map(({ plural }) => plural), ...known.flatMap(({ shortNames }) => shortNames)];
}

const namesOf = (sys: Sys, kind: keyof typeof resources, namespace: string | undefined): readonly string[] =>
  listObjects(sys.objects(), kind, resources[kind].namespaced ? namespace : undefined).map(
    ({ metadata }) => metadata.name,
  );

const flagsOf = (flags: typeof commonFlags): readonly string[] =>
  flags.flatMap(({ name, short }) => [...(name.length > 1 ? [`--${name}`] : []), ...(short ? [`-${short}`] : [])]);
