import { byKey } from '../base/order.js';
import { listObjects } from '../kube/store.js';
import type { Snapshot } from '../world/snapshot.js';
import { step } from '../world/step.js';
import type { DispatchResult } from '../world/view.js';
import type { Artifacts } from './artifacts.js';
import { parseKubectl } from './kubectl-line.js';

/** What is asked of each namespace that holds something. */
const ofNamespace = ['svc', 'svc -o wide', 'endpoints', 'endpointslices', 'pods -o wide'];
const ofCluster = ['svc,ep,endpointslices,pods -o wide -A', 'nodes -o wide', 'deploy,rs,sts -A'];

/** What a learner's first look at the cluster prints, with the command lines that a scenario adds. */
export function kubectlReport(snapshot: Snapshot, extra: readonly string[]): Artifacts {
  const services = listObjects(snapshot.objects, 'Service').toSorted(
    byKey(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`),
  );
  const kinds = ['Service', 'Pod', 'EndpointSlice', 'Endpoints'] as const;
  const namespaces = new Set(
    kinds.flatMap((kind) => listObjects(snapshot.objects, kind).flatMap(({ metadata }) => metadata.namespace ?? [])),
  );
  const gets = [
    ...[...namespaces].sort().flatMap((ns) => ofNamespace.map((what) => `get ${what} -n ${ns}`)),
    ...ofCluster.map((what) => `get ${what}`),
    ...extra,
  ];
  const describes = services.map(({ metadata }) => `describe svc ${metadata.name} -n ${metadata.namespace ?? ''}`);
  const transcript = (lines: readonly string[]): string =>
    lines.map((line) => `$ kubectl ${line}\n${shown(snapshot, line)}\n`).join('');
  return { 'kubectl-get.txt': transcript(gets), 'kubectl-describe.txt': transcript(describes) };
}

/** Both streams of a line, whose changes the cluster does not keep. */
function shown(snapshot: Snapshot, line: string): string {
  const parsed = parseKubectl(line, () => undefined);
  if (!parsed.ok) return `${parsed.message}\n`;
  return parsed.commands.map((command) => bothStreams(step(snapshot, command).result)).join('');
}

const bothStreams = ({ stdout, stderr }: DispatchResult): string => stdout + stderr;
