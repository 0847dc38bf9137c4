import { failure, type CommandResult } from '../../command.js';
import { answered, dryRunFlag, dryRunOf, manifestFiles, outputFlag, send } from '../changing.js';
import { filenameFlag, type Call, type Verb } from '../verb.js';

/** @see k8s.io/kubectl/pkg/cmd/apply/apply.go (v1.34) */
export const apply: Verb = {
  name: 'apply',
  usage: '-f FILE',
  summary: 'Makes the cluster hold what a manifest says.',
  flags: [
    filenameFlag,
    { name: 'server-side', about: 'the server merges, by who owns which field' },
    { name: 'force-conflicts', about: "takes others' fields over" },
    { name: 'recursive', short: 'R', about: 'has no effect: there are no directories' },
    { name: 'kustomize', short: 'k', takes: 'DIR', about: 'is not modelled' },
    { name: 'validate', takes: 'true|false', about: 'has no effect: the server always looks' },
    dryRunFlag,
    outputFlag,
  ],
  run: (call) => {
    if (call.flags.value('kustomize') !== undefined) return failure('error: kustomize is not modelled; use -f FILE\n');
    return fromFiles(call, 'apply');
  },
};

/** @see k8s.io/kubectl/pkg/cmd/replace/replace.go (v1.34) */
export const replace: Verb = {
  name: 'replace',
  usage: '-f FILE',
  summary: 'Replaces objects by what a manifest says.',
  flags: [filenameFlag, { name: 'force', about: 'deletes them first' }, dryRunFlag, outputFlag],
  run: (call) => fromFiles(call, 'replace'),
};

/** Sends every file of `-f` in turn. */
export function fromFiles(call: Call, type: 'apply' | 'create' | 'replace'): CommandResult {
  const { flags, namespace } = call;
  const [extra] = flags.words;
  if (extra !== undefined) return failure(`error: Unexpected args: [${flags.words.join(' ')}]\n`);
  if (flags.values('filename').length === 0) {
    return failure(
      type === 'apply' ? 'error: must specify one of -f and -k\n' : 'error: must specify --filename or --kustomize\n',
    );
  }
  const dryRun = dryRunOf(flags);
  if (!dryRun.ok) return failure(dryRun.error);
  const files = manifestFiles(call);
  if (!files.ok) return failure(files.error);
  const result = answered(
    files.value.map(({ filename, text: manifest }) => {
      const common = { manifest, filename, namespace };
      if (type !== 'apply') return send(call, { type, ...common });
      return send(call, { type, ...common, ...(flags.on('server-side') && { serverSide: true }) });
    }),
  );
  if (flags.value('output') !== 'name') return result;
  return { ...result, stdout: result.stdout.replaceAll(/ (?:\(.*\) )?\S+(?: \([a-z ]+\))?$/gm, '') };
}
