import type { ObjectKey } from '../../../kube/key.js';
import type { KubeObject } from '../../../kube/objects.js';
import { printedResource } from '../../../kube/resource.js';
import { failure, type CommandResult } from '../../command.js';
import { answered, dryRunFlag, keysOfManifests, manifestFiles, send } from '../changing.js';
import { notFoundText, storedObject, targets } from '../targets.js';
import { filenameFlag, selectorFlag, type Call, type Verb } from '../verb.js';

type What = 'labels' | 'annotations';
/** null removes a key. */
type Changes = Readonly<Record<string, string | null>>;

const metadataVerb = (name: 'label' | 'annotate', what: What): Verb => ({
  name,
  usage: 'TYPE NAME… KEY=VALUE… KEY-…',
  summary: `Changes the ${what} of objects.`,
  flags: [
    filenameFlag,
    selectorFlag,
    { name: 'overwrite', about: 'changes what is there' },
    { name: 'all', about: 'every object of the type in the namespace' },
    { name: 'all-namespaces', short: 'A', about: 'in every namespace' },
    { name: 'list', about: `shows the ${what}` },
    { name: 'resource-version', takes: 'VERSION', about: 'has no effect' },
    dryRunFlag,
  ],
  run: (call) => changeMetadata(call, name, what),
});

/** @see k8s.io/kubectl/pkg/cmd/label/label.go (v1.34) */
export const label = metadataVerb('label', 'labels');
/** @see k8s.io/kubectl/pkg/cmd/annotate/annotate.go (v1.34) */
export const annotate = metadataVerb('annotate', 'annotations');

const isChange = (word: string): boolean => word.includes('=') || word.endsWith('-');

const readChanges = (words: readonly string[]): Changes =>
  Object.fromEntries(
    words.map((word): readonly [string, string | null] => {
      const equals = word.indexOf('=');
      return equals < 0 ? [word.slice(0, -1), null] : [word.slice(0, equals), word.slice(equals + 1)];
    }),
  );

function changeMetadata(call: Call, verb: 'label' | 'annotate', what: What): CommandResult {
  const { flags, sys, namespace } = call;
  const changes = readChanges(flags.words.filter(isChange));
  const fromFile = flags.values('filename').length > 0 ? manifestFiles(call) : undefined;
  if (fromFile?.ok === false) return failure(fromFile.error);
  const keys =
    fromFile === undefined
      ? targets(
          sys.objects(),
          flags.words.filter((word) => !isChange(word)),
          {
            namespace,
            selector: flags.value('selector'),
            all: flags.on('all'),
            allNamespaces: flags.on('all-namespaces'),
          },
        )
      : { ok: true as const, value: keysOfManifests(fromFile.value, namespace) };
  if (!keys.ok) return failure(keys.error);
  const named = what === 'labels' ? 'label' : 'annotation';
  if (Object.keys(changes).length === 0 && !flags.on('list')) {
    return failure(`error: at least one ${named} update is required\n`);
  }
  return joined(keys.value.map((key) => changeOne(call, key, verb, what, changes)));
}

const joined = (results: readonly CommandResult[]): CommandResult => ({
  stdout: results.map(({ stdout }) => stdout).join(''),
  stderr: results.map(({ stderr }) => stderr).join(''),
  exitCode: Math.max(0, ...results.map(({ exitCode }) => exitCode)),
});

function changeOne(
  call: Call,
  key: ObjectKey,
  verb: 'label' | 'annotate',
  what: What,
  changes: Changes,
): CommandResult {
  const object = storedObject(call.sys.objects(), key);
  if (object === undefined) return failure(notFoundText(key.kind, key.name));
  const taken = call.flags.on('overwrite') ? [] : conflicts(object, what, changes);
  if (taken.length > 0) return failure(conflictText(verb, taken));
  const gone = Object.entries(changes)
    .filter(([name, value]) => value === null && object.metadata[what]?.[name] === undefined)
    .map(([name]) => `${verb === 'label' ? 'label' : 'annotation'} "${name}" not found.\n`)
    .join('');
  const edited =
    Object.keys(changes).length === 0
      ? { stdout: '', stderr: '', exitCode: 0 }
      : verb === 'label'
        ? answered([send(call, { type: 'label', ...key, labels: changes })])
        : answered([send(call, { type: 'annotate', ...key, annotations: changes })]);
  const listing = call.flags.on('list') ? listOf(storedObject(call.sys.objects(), key) ?? object, what) : '';
  const stdout = verb === 'label' ? gone + edited.stdout : edited.stdout;
  return { ...edited, stdout: call.flags.on('list') ? listing : stdout };
}

const listOf = (object: KubeObject, what: What): string =>
  `Listing ${what} for ${printedResource(object.kind)}/${object.metadata.name}:\n` +
  Object.entries(object.metadata[what] ?? {})
    .map(([key, value]) => ` ${key}=${value}\n`)
    .join('');

const conflicts = (object: KubeObject, what: What, changes: Changes): readonly string[] =>
  Object.entries(changes).flatMap(([name, value]) => {
    const current = object.metadata[what]?.[name];
    return current === undefined || value === null || current === value
      ? []
      : [`'${name}' already has a value (${current})`];
  });

const conflictText = (verb: 'label' | 'annotate', taken: readonly string[]): string => {
  if (verb === 'annotate') {
    return `error: --overwrite is false but found the following declared annotation(s): ${taken.join('; ')}\n`;
  }
  const all = taken.map((each) => `${each}, and --overwrite is false`);
  return `error: ${all.length === 1 ? (all[0] ?? '') : `[${all.join(', ')}]`}\n`;
};
