import type { ObjectKey } from '../../../kube/key.js';
import type { KubeObject } from '../../../kube/objects.js';
import { printedResource } from '../../../kube/resource.js';
import { failure, type CommandResult } from '../../command.js';
import { keysOfManifests, manifestFiles } from '../changing.js';
import { pathText } from '../json-path.js';
import { notFoundText, storedObject, targets } from '../targets.js';
import { filenameFlag, selectorFlag, type Call, type Verb } from '../verb.js';

const pollMs = 250;

/** @see k8s.io/kubectl/pkg/cmd/wait/wait.go (v1.34) */
export const wait: Verb = {
  name: 'wait',
  usage: '--for=condition=NAME[=VALUE]|jsonpath=PATH=VALUE|delete|create TYPE NAME…',
  summary: 'Lets time pass until objects are as asked.',
  flags: [
    filenameFlag,
    selectorFlag,
    { name: 'for', takes: 'WHAT', about: 'delete, create, condition=NAME, jsonpath={.PATH}=VALUE' },
    { name: 'timeout', takes: 'TIME', about: '30s when absent' },
    { name: 'all', about: 'every object of the type in the namespace' },
    { name: 'all-namespaces', short: 'A', about: 'in every namespace' },
  ],
  run: waitForObjects,
};

interface Goal {
  readonly reached: (object: KubeObject | undefined) => boolean;
  readonly met: string;
  /** An object that is not there is an error at once. */
  readonly needsObject: boolean;
}

function readGoal(text: string): Goal | undefined {
  if (text === 'delete') return { reached: (object) => object === undefined, met: 'condition met', needsObject: false };
  if (text === 'create') return { reached: (object) => object !== undefined, met: 'condition met', needsObject: false };
  const [, condition, value = 'true'] = /^condition=([^=]+)(?:=(.*))?$/.exec(text) ?? [];
  if (condition !== undefined) {
    const path = `{.status.conditions[?(@.type=="${condition}")].status}`;
    const typed = (object: KubeObject): string => pathText(path, object);
    const ready = (object: KubeObject | undefined): boolean =>
      object !== undefined && typed(object).toLowerCase() === value.toLowerCase();
    return { reached: ready, met: 'condition met', needsObject: true };
  }
  const [, path, wanted] = /^jsonpath=['"]?(\{[^}]*\})['"]?(?:=(.*))?$/s.exec(text) ?? [];
  if (path === undefined) return undefined;
  const holds = (object: KubeObject | undefined): boolean => {
    if (object === undefined) return false;
    const found = pathText(path, object);
    return wanted === undefined ? found !== '' : found === wanted.replaceAll(/^['"]|['"]$/g, '');
  };
  return { reached: holds, met: 'condition met', needsObject: true };
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `90s`, `1m30s`. */
const durationMs = (text: string): number =>
  [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
    (sum, [, n, unit = 's']) => sum + Number(n) * (units[unit] ?? 0),
    0,
  );

function waitForObjects(call: Call): CommandResult {
  const { flags, sys } = call;
  const goal = readGoal(flags.value('for') ?? '');
  if (goal === undefined) {
    const given = flags.value('for') ?? '';
    return failure(`error: unrecognized condition: ${JSON.stringify(given)}\n`);
  }
  const keys = keysToWaitFor(call);
  if (typeof keys === 'string') return failure(keys);
  if (keys.length === 0) return failure('error: no matching resources found\n');
  const end = sys.now() + durationMs(flags.value('timeout') ?? '30s');
  let [stdout, stderr] = ['', ''];
  for (const key of keys) {
    const name = `${printedResource(key.kind)}/${key.name}`;
    if (goal.needsObject && storedObject(sys.objects(), key) === undefined) {
      stderr += notFoundText(key.kind, key.name);
      continue;
    }
    while (!goal.reached(storedObject(sys.objects(), key)) && sys.now() < end) sys.wait(pollMs);
    const reached = goal.reached(storedObject(sys.objects(), key));
    if (reached) stdout += `${name} ${goal.met}\n`;
    else stderr += `error: timed out waiting for the condition on ${pluralName(key)}\n`;
  }
  return { stdout, stderr, exitCode: stderr === '' ? 0 : 1 };
}

const pluralName = ({ kind, name }: ObjectKey): string => {
  const [resource = '', ...group] = printedResource(kind).split('.');
  return `${[`${resource}s`, ...group].join('.')}/${name}`;
};

function keysToWaitFor(call: Call): readonly ObjectKey[] | string {
  const { flags, sys, namespace } = call;
  if (flags.values('filename').length > 0) {
    const files = manifestFiles(call);
    return files.ok ? keysOfManifests(files.value, namespace) : files.error;
  }
  const selection = {
    namespace,
    selector: flags.value('selector'),
    all: flags.on('all'),
    allNamespaces: flags.on('all-namespaces'),
  };
  const keys = targets(sys.objects(), flags.words, selection);
  return keys.ok ? keys.value : keys.error;
}
