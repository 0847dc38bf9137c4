import type { ObjectKey } from '../../../kube/key.js';
import { failure, type CommandResult } from '../../command.js';
import type { ApiEdit } from '../../sys.js';
import { answered, dryRunFlag, keysOfManifests, manifestFiles, send } from '../changing.js';
import { storedObject, targets } from '../targets.js';
import { filenameFlag, selectorFlag, type Call, type Verb } from '../verb.js';
import { replicasOf } from '../workload.js';

type ScaleEdit = Extract<ApiEdit, { readonly type: 'scale' }>;

const scalable = (key: ObjectKey): key is ObjectKey & Pick<ScaleEdit, 'kind'> =>
  key.kind === 'Deployment' ||
  key.kind === 'ReplicaSet' ||
  key.kind === 'StatefulSet' ||
  key.kind === 'ReplicationController';

/** @see k8s.io/kubectl/pkg/cmd/scale/scale.go (v1.34) */
export const scale: Verb = {
  name: 'scale',
  usage: '--replicas=COUNT TYPE NAME…',
  summary: 'Sets how many pods a workload has.',
  flags: [
    filenameFlag,
    selectorFlag,
    { name: 'replicas', takes: 'COUNT', about: 'how many' },
    { name: 'current-replicas', takes: 'COUNT', about: 'only when there are that many now' },
    { name: 'all', about: 'every object of the type in the namespace' },
    { name: 'timeout', takes: 'TIME', about: 'has no effect' },
    dryRunFlag,
  ],
  run: scaleObjects,
};

function scaleObjects(call: Call): CommandResult {
  const { flags, sys, namespace } = call;
  const replicas = Number(flags.value('replicas') ?? -1);
  if (!Number.isInteger(replicas) || replicas < 0) {
    const given = flags.value('replicas');
    return failure(
      given !== undefined && !/^[+-]?\d+$/.test(given)
        ? `error: invalid argument "${given}" for "--replicas" flag: strconv.ParseInt: parsing "${given}": invalid syntax\nSee 'kubectl scale --help' for usage.\n`
        : 'error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0\n',
    );
  }
  const files = flags.values('filename').length > 0 ? manifestFiles(call) : undefined;
  if (files?.ok === false) return failure(files.error);
  const keys =
    files === undefined
      ? targets(sys.objects(), flags.words, { namespace, selector: flags.value('selector'), all: flags.on('all') })
      : { ok: true as const, value: keysOfManifests(files.value, namespace) };
  if (!keys.ok) return failure(keys.error);
  const expected = flags.value('current-replicas');
  return answered(
    keys.value.map((key) => {
      if (!scalable(key)) {
        const stderr = 'Error from server (NotFound): the server could not find the requested resource\n';
        return { accepted: false, stdout: '', stderr };
      }
      const current = replicasOf(storedObject(sys.objects(), key));
      if (expected !== undefined && current !== undefined && String(current) !== expected) {
        return { accepted: false, stdout: '', stderr: `error: Expected replicas to be ${expected}, was ${current}\n` };
      }
      return send(call, { type: 'scale', ...key, replicas });
    }),
  );
}
