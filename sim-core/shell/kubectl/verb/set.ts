import type { JsonObject } from '../../../kube/json.js';
import type { ObjectKey } from '../../../kube/key.js';
import { printedResource } from '../../../kube/resource.js';
import { failure, type CommandResult } from '../../command.js';
import { answered, dryRunFlag, send } from '../changing.js';
import { notFoundText, storedObject, targets } from '../targets.js';
import { selectorFlag, type Call, type Verb } from '../verb.js';
import { templateOf } from '../workload.js';

/** @see k8s.io/kubectl/pkg/cmd/set (v1.34) */
export const set: Verb = {
  name: 'set',
  usage: 'image|env|selector TYPE NAME KEY=VALUE…',
  summary: 'Sets images, variables or the selector of an object.',
  flags: [selectorFlag, { name: 'all', about: 'every object of the type in the namespace' }, dryRunFlag],
  run: (call) => {
    const [what = '', ...words] = call.flags.words;
    const setter = setters[what];
    return setter === undefined
      ? failure(
          `error: unknown command ${JSON.stringify(`set ${what}`.trim())}\nSupported here: ${Object.keys(setters).join(' ')}\n`,
        )
      : setter(call, words);
  },
};

/** What a change of one object sends; an error when it makes no sense there. */
type Change = (call: Call, key: ObjectKey, pairs: readonly (readonly [string, string])[]) => JsonObject | string;

const setter =
  (done: string, change: Change) =>
  (call: Call, words: readonly string[]): CommandResult => {
    const { flags, sys, namespace } = call;
    const selection = { namespace, selector: flags.value('selector'), all: flags.on('all') };
    const keys = targets(
      sys.objects(),
      words.filter((word) => !word.includes('=')),
      selection,
    );
    if (!keys.ok) return failure(keys.error);
    const pairs = words
      .filter((word) => word.includes('='))
      .flatMap((word) => word.split(/,(?=[^,]*=)/))
      .map((word): readonly [string, string] => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]);
    return answered(
      keys.value.map((key) => {
        if (storedObject(sys.objects(), key) === undefined) return refused(notFoundText(key.kind, key.name));
        const value = change(call, key, pairs);
        if (typeof value === 'string') return refused(`error: ${value}\n`);
        const answer = send(call, { type: 'patch', ...key, patch: { strategy: 'strategic', value } });
        const stdout = answer.accepted ? `${printedResource(key.kind)}/${key.name} ${done}\n` : '';
        return { ...answer, stdout: answer.stdout.includes('no change') ? '' : stdout };
      }),
    );
  };

const refused = (stderr: string): { readonly accepted: false; readonly stdout: ''; readonly stderr: string } => ({
  accepted: false,
  stdout: '',
  stderr,
});

/** A pod's containers stand in its spec, those of a workload in its template. */
const inPodSpec = (key: ObjectKey, spec: JsonObject): JsonObject =>
  key.kind === 'Pod' ? { spec } : { spec: { template: { spec } } };

const containerNames = (call: Call, key: ObjectKey): readonly string[] => {
  const object = storedObject(call.sys.objects(), key);
  const spec = object?.kind === 'Pod' ? object.spec : templateOf(object)?.spec;
  return (spec?.containers ?? []).map(({ name }) => name);
};

const setters: Readonly<Record<string, (call: Call, words: readonly string[]) => CommandResult>> = {
  image: setter('image updated', (call, key, pairs) => {
    const names = containerNames(call, key);
    const unknown = pairs.find(([name]) => name !== '*' && !names.includes(name));
    if (unknown !== undefined) return `unable to find container named "${unknown[0]}"`;
    const containers = pairs.flatMap(([name, image]) =>
      (name === '*' ? names : [name]).map((container) => ({ name: container, image })),
    );
    return inPodSpec(key, { containers });
  }),
  env: setter('env updated', (call, key, pairs) => {
    const env = pairs.map(([name, value]) => ({ name, value }));
    return inPodSpec(key, { containers: containerNames(call, key).map((name) => ({ name, env })) });
  }),
  selector: setter('selector updated', (call, key, pairs) => {
    const object = storedObject(call.sys.objects(), key);
    if (object?.kind !== 'Service') return `setting a selector is only supported for Services`;
    const old = Object.keys(object.spec.selector ?? {}).map((name) => [name, null] as const);
    return { spec: { selector: Object.fromEntries([...old, ...pairs]) } };
  }),
};
