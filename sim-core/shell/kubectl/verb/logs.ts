import type { Pod } from '../../../kube/objects.js';
import { hostPort } from '../../../net/ip.js';
import { failure, output, type CommandResult } from '../../command.js';
import { listed, targets } from '../targets.js';
import { formatTime } from '../time.js';
import { selectorFlag, type Call, type Verb } from '../verb.js';
import { getObject } from '../../../kube/store.js';
import { podOf } from './exec.js';

/** @see k8s.io/kubectl/pkg/cmd/logs/logs.go (v1.34) */
export const logs: Verb = {
  name: 'logs',
  usage: 'POD|TYPE/NAME | -l LABELS',
  summary: 'Shows who connected to a pod, as its server notes it down.',
  flags: [
    selectorFlag,
    { name: 'follow', short: 'f', about: 'has no effect: shows what there is' },
    { name: 'tail', takes: 'LINES', about: 'only the last ones' },
    { name: 'container', short: 'c', takes: 'NAME', about: 'has no effect: one server a pod' },
    { name: 'all-containers', about: 'has no effect: one server a pod' },
    { name: 'prefix', about: 'begins each line with its pod' },
    { name: 'timestamps', about: 'has no effect: every line has one' },
    { name: 'previous', short: 'p', about: 'is not kept' },
  ],
  run: showLogs,
};

function showLogs(call: Call): CommandResult {
  const { flags } = call;
  const pods = podsToShow(call);
  if (typeof pods === 'string') return failure(pods);
  const selector = flags.value('selector');
  const tail = Number(flags.value('tail') ?? (selector === undefined ? -1 : 10));
  const prefixed = flags.on('prefix');
  const lines = pods.flatMap((pod) => {
    const all = linesOf(call, pod);
    const kept = tail >= 0 ? all.slice(Math.max(0, all.length - tail)) : all;
    const prefix = prefixed ? `[pod/${pod.metadata.name}/${pod.spec.containers[0]?.name ?? ''}] ` : '';
    return kept.map((line) => `${prefix}${line}\n`);
  });
  return output(lines.join(''));
}

function podsToShow(call: Call): readonly Pod[] | string {
  const { flags, sys, namespace } = call;
  const selector = flags.value('selector');
  if (selector !== undefined) {
    const found = listed(sys.objects(), 'Pod', { namespace, selector });
    return found.length === 0
      ? `No resources found in ${namespace} namespace.\n`
      : found.filter((object): object is Pod => object.kind === 'Pod');
  }
  const [first, name] = flags.words;
  if (first === undefined) {
    return "error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command\nSee 'kubectl logs -h' for help and examples\n";
  }
  // A second word was once the container, and `pod NAME` is what people write.
  const keys = name === undefined ? undefined : targets(sys.objects(), flags.words, { namespace });
  const key = keys?.ok === true ? keys.value[0] : undefined;
  const pod = key?.kind === 'Pod' ? getObject(sys.objects(), 'Pod', key.namespace, key.name) : undefined;
  if (pod !== undefined) return [pod];
  const found = podOf(call, first);
  return found.ok ? [found.value] : found.error;
}

/** A line a connection: when, the protocol, whom the server saw, and on which of its ports. */
const linesOf = ({ sys }: Call, { metadata }: Pod): readonly string[] =>
  sys.podLog(metadata.namespace ?? '', metadata.name) ??
  sys.connections().flatMap(({ time, trace }) => {
    const { backend } = trace;
    if (backend?.place.kind !== 'pod') return [];
    if (backend.place.name !== metadata.name || backend.place.namespace !== metadata.namespace) return [];
    const { sawSource, local } = backend;
    return [
      `${formatTime(time)} ${trace.flow.protocol} from ${hostPort(sawSource.ip, sawSource.port)} to ${hostPort(local.ip, local.port)}`,
    ];
  });
