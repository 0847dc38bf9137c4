import type { JsonObject } from '../../../kube/json.js';
import type { Json } from '../../../kube/objects.js';
import { getObject } from '../../../kube/store.js';
import { failure, output, type CommandResult } from '../../command.js';
import { createGenerated, dryRunFlag, outputFlag } from '../changing.js';
import type { Call, Verb } from '../verb.js';

/** How long a new pod may take until its command can run. */
const pollMs = 500;
const mostPolls = 120;

/** @see k8s.io/kubectl/pkg/cmd/run/run.go (v1.34) */
export const run: Verb = {
  name: 'run',
  usage: 'NAME --image=IMAGE [-- COMMAND…]',
  summary: 'Starts a pod; with -it, its command runs here.',
  flags: [
    { name: 'image', takes: 'IMAGE', about: 'what it runs' },
    { name: 'port', takes: 'PORT', about: 'its container port' },
    { name: 'labels', short: 'l', takes: 'LABELS', about: 'a=b,c=d; run=NAME when absent' },
    { name: 'annotations', takes: 'KEY=VALUE', about: 'an annotation' },
    { name: 'env', takes: 'NAME=VALUE', about: 'a variable' },
    { name: 'restart', takes: 'POLICY', about: 'Always, OnFailure or Never' },
    { name: 'image-pull-policy', takes: 'POLICY', about: 'has no effect' },
    { name: 'overrides', takes: 'JSON', about: 'is merged into the pod' },
    { name: 'expose', about: 'makes a Service of the same name' },
    { name: 'command', about: 'the words are the command, not its arguments' },
    { name: 'stdin', short: 'i', about: 'attaches to the command' },
    { name: 'tty', short: 't', about: 'attaches to the command' },
    { name: 'attach', about: 'attaches to the command' },
    { name: 'rm', about: 'deletes the pod afterwards' },
    { name: 'quiet', short: 'q', about: 'says less' },
    dryRunFlag,
    outputFlag,
  ],
  run: runPod,
};

function runPod(call: Call): CommandResult {
  const { flags } = call;
  const [name, ...extra] = flags.words;
  if (name === undefined)
    return failure("error: NAME is required for run\nSee 'kubectl run -h' for help and examples\n");
  const image = flags.value('image');
  if (image === undefined) return failure('error: required flag(s) "image" not set\n');
  const attaches = flags.on('stdin') || flags.on('tty') || flags.on('attach');
  if (flags.on('rm') && !attaches) return failure('error: --rm should only be used for attached containers\n');
  if (flags.on('expose') && flags.value('port') === undefined) {
    return failure('error: --port must be set when exposing a service\n');
  }
  const command = [...extra, ...(flags.rest ?? [])];
  const made = createGenerated(call, { object: podObject(call, name, image, command) });
  if (made.exitCode !== 0) return made;
  const exposed = flags.on('expose') ? createGenerated(call, { object: serviceObject(call, name) }) : output('');
  if (!attaches) return { ...made, stdout: exposed.stdout + made.stdout, stderr: exposed.stderr };
  return attach(call, name, command);
}

function podObject({ flags }: Call, name: string, image: string, command: readonly string[]): JsonObject {
  const pairs = (texts: readonly string[]): readonly (readonly [string, string])[] =>
    texts.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]);
  const labels = flags.value('labels');
  const port = flags.value('port');
  const namespace = flags.value('namespace');
  const annotations = Object.fromEntries(pairs(flags.values('annotations')));
  const env: readonly Json[] = pairs(flags.values('env')).map(([key, value]) => ({ name: key, value }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(Object.keys(annotations).length > 0 && { annotations }),
      labels: labels === undefined ? { run: name } : Object.fromEntries(pairs(labels.split(','))),
      name,
      ...(namespace !== undefined && { namespace }),
    },
    spec: {
      containers: [
        {
          ...(command.length > 0 && (flags.on('command') ? { command } : { args: command })),
          ...(env.length > 0 && { env }),
          image,
          name,
          ...(port !== undefined && { ports: [{ containerPort: Number(port) }] }),
          resources: {},
        },
      ],
      dnsPolicy: 'ClusterFirst',
      restartPolicy: flags.value('restart') ?? 'Always',
    },
    status: {},
  };
}

const serviceObject = ({ flags }: Call, name: string): JsonObject => {
  const port = Number(flags.value('port'));
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { ports: [{ port, protocol: 'TCP', targetPort: port }], selector: { run: name } },
    status: { loadBalancer: {} },
  };
};

/** Waits for the pod, then its command runs in it; `sh` moves the prompt there. */
function attach(call: Call, name: string, command: readonly string[]): CommandResult {
  const { sys, namespace, shell, stdin, flags } = call;
  const running = (): boolean => getObject(sys.objects(), 'Pod', namespace, name)?.status?.phase === 'Running';
  for (let polls = 0; !running() && polls < mostPolls; polls++) sys.wait(pollMs);
  if (!running()) return failure(`error: timed out waiting for the condition\n`);
  const place = { kind: 'pod', namespace, name } as const;
  const ran = shell.run(command.length === 0 ? ['sh'] : command, sys.at(place), stdin);
  const remove = `kubectl delete pod ${name} -n ${namespace}`;
  const enters = ran.actions?.some((action) => action.kind === 'enter') ?? false;
  if (!flags.on('rm')) return ran;
  if (enters) {
    const actions = ran.actions?.map((action) => (action.kind === 'enter' ? { ...action, onLeave: remove } : action));
    return { ...ran, ...(actions !== undefined && { actions }) };
  }
  const gone = sys.edit({ type: 'delete', kind: 'Pod', namespace, name });
  return { ...ran, stdout: ran.stdout + (flags.on('quiet') ? '' : gone.stdout), stderr: ran.stderr + gone.stderr };
}
