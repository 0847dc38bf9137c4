import { failure, output, type CommandResult } from '../../command.js';
import { toYaml } from '../structured.js';
import { notFoundText, storedObject, targets } from '../targets.js';
import type { Call, Verb } from '../verb.js';

/** What an editor of kubectl's begins with. @see k8s.io/kubectl/pkg/cmd/util/editor/editoptions.go (v1.34) */
const heading = [
  "# Please edit the object below. Lines beginning with a '#' will be ignored,",
  '# and an empty file will abort the edit. If an error occurs while saving this file will be',
  '# reopened with the relevant failures.',
  '#',
  '',
].join('\n');

const editedFile = 'kubectl-edit.yaml';

export const edit: Verb = {
  name: 'edit',
  usage: 'TYPE NAME',
  summary: "Opens an object's YAML in the editor; saving sends it.",
  flags: [{ name: 'saved', takes: 'FILE', about: 'sends what the editor saved' }],
  run: (call) => {
    const saved = call.flags.value('saved');
    return saved === undefined ? openEditor(call) : sendSaved(call, saved);
  },
};

function openEditor({ flags, sys, namespace }: Call): CommandResult {
  const keys = targets(sys.objects(), flags.words, { namespace });
  if (!keys.ok) return failure(keys.error);
  const [key, more] = keys.value;
  if (key === undefined || more !== undefined) return failure('error: one object at a time is edited here\n');
  const object = storedObject(sys.objects(), key);
  if (object === undefined) return failure(notFoundText(key.kind, key.name));
  const text = heading + toYaml(object);
  const save = `kubectl edit --saved ${editedFile} -n ${namespace}`;
  return { ...output(''), actions: [{ kind: 'edit', key, text, file: editedFile, save }] };
}

function sendSaved({ sys, namespace }: Call, filename: string): CommandResult {
  const manifest = sys.readFile(filename);
  if (manifest === undefined) return failure(`error: the path "${filename}" does not exist\n`);
  const { accepted, stdout, stderr } = sys.edit({ type: 'replace', manifest, filename, namespace, verb: 'edited' });
  return { stdout, stderr, exitCode: accepted ? 0 : 1 };
}
