import type { Json, KubeObject } from '../../kube/objects.js';

type Progress = { readonly text: string; readonly done: boolean } | { readonly error: string };

const waiting = (text: string): Progress => ({ text, done: false });

/**
 * How far a rollout is.
 * @see k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go (v1.34)
 */
export function rolloutStatus(object: KubeObject): Progress {
  const { kind, metadata } = object;
  if (kind !== 'Deployment' && kind !== 'StatefulSet' && kind !== 'DaemonSet') {
    return { error: `no status viewer has been implemented for ${kind}` };
  }
  const status = object.status ?? {};
  const count = (field: string): number => numberOf(status[field]);
  if (status['observedGeneration'] !== undefined && count('observedGeneration') < (metadata.generation ?? 0)) {
    return waiting(`Waiting for ${kind.toLowerCase()} spec update to be observed...\n`);
  }
  if (kind === 'DaemonSet') return daemonSetStatus(metadata.name, count);
  if (kind === 'Deployment' && isTooLate(status['conditions'])) {
    return { error: `deployment "${metadata.name}" exceeded its progress deadline` };
  }
  const replicas = object.spec.replicas ?? 1;
  return kind === 'Deployment'
    ? deploymentStatus(metadata.name, replicas, count)
    : statefulSetStatus(replicas, count, status);
}

const isTooLate = (conditions: Json | undefined): boolean =>
  Array.isArray(conditions) &&
  conditions.some((c: unknown) => typeof c === 'object' && c !== null && Object.values(c).includes(tooLate));

const tooLate = 'ProgressDeadlineExceeded';

const numberOf = (value: Json | undefined): number => (typeof value === 'number' ? value : 0);

function deploymentStatus(name: string, replicas: number, count: (field: string) => number): Progress {
  const subject = `Waiting for deployment "${name}" rollout to finish:`;
  const updated = count('updatedReplicas');
  if (updated < replicas)
    return waiting(`${subject} ${updated} out of ${replicas} new replicas have been updated...\n`);
  if (count('replicas') > updated) {
    return waiting(`${subject} ${count('replicas') - updated} old replicas are pending termination...\n`);
  }
  if (count('availableReplicas') < updated) {
    return waiting(`${subject} ${count('availableReplicas')} of ${updated} updated replicas are available...\n`);
  }
  return { text: `deployment "${name}" successfully rolled out\n`, done: true };
}

function daemonSetStatus(name: string, count: (field: string) => number): Progress {
  const subject = `Waiting for daemon set "${name}" rollout to finish:`;
  const desired = count('desiredNumberScheduled');
  if (count('updatedNumberScheduled') < desired) {
    return waiting(`${subject} ${count('updatedNumberScheduled')} out of ${desired} new pods have been updated...\n`);
  }
  if (count('numberAvailable') < desired) {
    return waiting(`${subject} ${count('numberAvailable')} of ${desired} updated pods are available...\n`);
  }
  return { text: `daemon set "${name}" successfully rolled out\n`, done: true };
}

function statefulSetStatus(
  replicas: number,
  count: (field: string) => number,
  status: { readonly [field: string]: Json },
): Progress {
  if (count('readyReplicas') < replicas) {
    return waiting(`Waiting for ${replicas - count('readyReplicas')} pods to be ready...\n`);
  }
  const revision = typeof status['currentRevision'] === 'string' ? status['currentRevision'] : '';
  const update = typeof status['updateRevision'] === 'string' ? status['updateRevision'] : revision;
  if (update !== revision) {
    return waiting(
      `waiting for statefulset rolling update to complete ${count('updatedReplicas')} pods at revision ${update}...\n`,
    );
  }
  const current = count('currentReplicas') === 0 ? replicas : count('currentReplicas');
  return { text: `statefulset rolling update complete ${current} pods at revision ${revision}...\n`, done: true };
}
