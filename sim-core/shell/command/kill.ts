import { getObject } from '../../kube/store.js';
import { failure, output, type Command } from '../command.js';
import type { Sys } from '../sys.js';

/** Signals that processes in containers are sent: the first process of a namespace hears only those it handles. */
const heard: ReadonlySet<string> = new Set(['TERM', '15', 'QUIT', '3', 'INT', '2']);

/** nginx leaves in peace; Go's runtime ends a program with 2. */
function exitCode(sys: Sys): number {
  const { place } = sys;
  const pod = place.kind === 'pod' ? getObject(sys.objects(), 'Pod', place.namespace, place.name) : undefined;
  return /nginx|httpd|redis/.test(pod?.spec.containers[0]?.image ?? '') ? 0 : 2;
}

/** @see man 7 pid_namespaces, "signals that are sent to the init process" */
export const kill: Command = {
  name: 'kill',
  places: ['pod'],
  summary: 'ends the process of the container: 1, which its kubelet starts again',
  usage: '[-SIGNAL] 1',
  flags: [],
  run: (argv, sys) => {
    const [first = '', ...rest] = argv;
    const signal = /^-(?:s)?(?:SIG)?([A-Z]+|\d+)$/.exec(first)?.[1];
    const [id, ...more] = signal === undefined ? argv : rest;
    if (id === undefined || more.length > 0) return failure('kill: usage: kill [-SIGNAL] PID\n', 2);
    if (!/^\d+$/.test(id)) return failure(`kill: invalid number '${id}'\n`);
    if (id !== '1') return failure(`kill: can't kill pid ${id}: No such process\n`);
    if (heard.has(signal ?? 'TERM')) sys.endProcess(exitCode(sys));
    return output('');
  },
};
