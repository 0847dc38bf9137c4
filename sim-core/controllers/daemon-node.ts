import type { Pod } from '../kube/objects.js';

const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;

const firstOf = (value: unknown): unknown => (Array.isArray(value) ? (value as readonly unknown[])[0] : undefined);

/** The affinity that ties a DaemonSet's pod to its node. @see pkg/controller/daemon/util/daemonset_util.go (v1.34) */
export const daemonAffinity = (node: string): unknown => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }],
    },
  },
});

/** The node that a pod's affinity names, as a DaemonSet's does. */
export function daemonNode(pod: Pod): string | undefined {
  const required = memberOf(
    memberOf(pod.spec['affinity'], 'nodeAffinity'),
    'requiredDuringSchedulingIgnoredDuringExecution',
  );
  const field = firstOf(memberOf(firstOf(memberOf(required, 'nodeSelectorTerms')), 'matchFields'));
  const name = firstOf(memberOf(field, 'values'));
  return memberOf(field, 'key') === 'metadata.name' && typeof name === 'string' ? name : undefined;
}
