import { isJsonList, isJsonObject } from '../../../kube/json.js';
import { goQuote } from '../../../kube/yaml/go-syntax.js';
import { failure, type CommandResult } from '../../command.js';
import type { ObjectPatch } from '../../sys.js';
import { answered, dryRunFlag, outputFlag, readAnyText, send } from '../changing.js';
import { targets } from '../targets.js';
import { filenameFlag, type Call, type Verb } from '../verb.js';

/** @see k8s.io/kubectl/pkg/cmd/patch/patch.go (v1.34) */
export const patch: Verb = {
  name: 'patch',
  usage: 'TYPE NAME -p PATCH',
  summary: 'Changes fields of an object.',
  flags: [
    filenameFlag,
    { name: 'patch', short: 'p', takes: 'PATCH', about: 'YAML or JSON' },
    { name: 'patch-file', takes: 'FILE', about: 'a file that holds the patch' },
    { name: 'type', takes: 'TYPE', about: 'strategic, merge or json' },
    { name: 'subresource', takes: 'NAME', about: 'is not modelled' },
    dryRunFlag,
    outputFlag,
  ],
  run: patchObjects,
};

function patchObjects(call: Call): CommandResult {
  const { flags, sys, namespace } = call;
  const file = flags.value('patch-file');
  const text = flags.value('patch') ?? (file === undefined ? undefined : sys.readFile(file));
  if (text === undefined) {
    return failure(
      file === undefined
        ? 'error: must specify --patch or --patch-file containing the contents of the patch\n'
        : `error: unable to read patch file: open ${file}: no such file or directory\n`,
    );
  }
  const type = flags.value('type') ?? 'strategic';
  if (type !== 'strategic' && type !== 'merge' && type !== 'json') {
    return failure(`error: --type must be one of [json merge strategic], not "${type}"\n`);
  }
  const change = readPatch(text, type);
  if (change === undefined) return failure(refusedPatch(text, type));
  const keys = targets(sys.objects(), flags.words, { namespace });
  if (!keys.ok) return failure(keys.error);
  return answered(keys.value.map((key) => send(call, { type: 'patch', ...key, patch: change })));
}

/** What the patch should have been, to the server. @see apiserver/pkg/endpoints/handlers/patch.go (v1.34) */
const targetTypes = {
  strategic: 'map[string]interface {}',
  merge: 'map[string]interface {}',
  json: 'jsonpatch.Patch',
} as const;

/** Whatever is YAML goes to the server, which wants an object or a list of operations. */
function refusedPatch(text: string, type: keyof typeof targetTypes): string {
  const value = readAnyText(text);
  if (value === undefined) return `error: unable to parse ${goQuote(text)}: yaml: it is no YAML\n`;
  const given = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  const kind = given === 'boolean' ? 'bool' : given;
  const decoding = type === 'merge' ? 'error decoding patch: ' : '';
  return `Error from server (BadRequest): ${decoding}json: cannot unmarshal ${kind} into Go value of type ${targetTypes[type]}\n`;
}

function readPatch(text: string, type: 'strategic' | 'merge' | 'json'): ObjectPatch | undefined {
  const value = readAnyText(text);
  if (type === 'json') return isJsonList(value) ? { strategy: 'json', operations: value } : undefined;
  return isJsonObject(value) ? { strategy: type, value } : undefined;
}
