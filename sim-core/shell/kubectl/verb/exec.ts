import { err, ok, type Result } from '../../../base/result.js';
import type { Pod } from '../../../kube/objects.js';
import { kindOfArgument, printedResource } from '../../../kube/resource.js';
import { getObject } from '../../../kube/store.js';
import { failure, type CommandResult } from '../../command.js';
import { notFoundText, storedObject, unknownType } from '../targets.js';
import type { Call, Verb } from '../verb.js';
import { podsOf } from '../workload.js';

/** @see k8s.io/kubectl/pkg/cmd/exec/exec.go (v1.34) */
export const exec: Verb = {
  name: 'exec',
  usage: '[-it] POD|TYPE/NAME [-c CONTAINER] -- COMMAND…',
  summary: 'Runs a command in a container of a pod.',
  flags: [
    { name: 'stdin', short: 'i', about: 'passes the pipe on' },
    { name: 'tty', short: 't', about: 'a terminal' },
    { name: 'container', short: 'c', takes: 'NAME', about: 'which container' },
    { name: 'quiet', short: 'q', about: 'says less' },
  ],
  run: execInPod,
};

const usageHint = "See 'kubectl exec -h' for help and examples\n";

function execInPod(call: Call): CommandResult {
  const { flags, sys, shell, stdin } = call;
  const [target, ...extra] = flags.words;
  if (target === undefined) return failure(`error: pod, type/name or --filename must be specified\n`);
  if (extra.length > 0) {
    return failure(
      `error: exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\n${usageHint}`,
    );
  }
  const command = flags.rest ?? [];
  if (command.length === 0) return failure('error: you must specify at least one command for the container\n');
  const pod = podOf(call, target);
  if (!pod.ok) return failure(pod.error);
  const { metadata, spec, status } = pod.value;
  const phase = status?.phase ?? 'Pending';
  if (phase === 'Succeeded' || phase === 'Failed') {
    return failure(`error: cannot exec into a container in a completed pod; current phase is ${phase}\n`);
  }
  if (spec.nodeName === undefined) {
    return failure(`Error from server (BadRequest): pod ${metadata.name} does not have a host assigned\n`);
  }
  const container = flags.value('container') ?? spec.containers[0]?.name ?? '';
  if (!spec.containers.some(({ name }) => name === container)) {
    return failure(`Error from server (BadRequest): container ${container} is not valid for pod ${metadata.name}\n`);
  }
  if (phase !== 'Running') {
    return failure(
      `error: Internal error occurred: unable to upgrade connection: container not found ("${container}")\n`,
    );
  }
  const place = { kind: 'pod', namespace: metadata.namespace ?? '', name: metadata.name } as const;
  const ran = shell.run(command, sys.at(place), flags.on('stdin') ? stdin : '');
  if (ran.exitCode === 0) return ran;
  return { ...ran, stderr: `${ran.stderr}command terminated with exit code ${ran.exitCode}\n` };
}

/** A pod by its name, or the first one that a workload or Service stands for. */
export function podOf({ sys, namespace }: Pick<Call, 'sys' | 'namespace'>, target: string): Result<Pod, string> {
  const objects = sys.objects();
  const [type = '', given] = target.includes('/') ? target.split('/', 2) : ['pod', target];
  const name = given ?? '';
  const kind = kindOfArgument(type);
  if (kind === undefined) return err(unknownType(type));
  if (kind === 'Pod') {
    const pod = getObject(objects, 'Pod', namespace, name);
    return pod === undefined ? err(notFoundText('Pod', name)) : ok(pod);
  }
  const object = storedObject(objects, { kind, namespace, name });
  if (object === undefined) return err(notFoundText(kind, name));
  const pods = podsOf(objects, object);
  const pod = pods.find(({ status }) => status?.phase === 'Running') ?? pods[0];
  return pod === undefined
    ? err(`error: timed out waiting for the condition: ${printedResource(kind)}/${name} has no pods\n`)
    : ok(pod);
}
