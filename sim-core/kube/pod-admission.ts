import type { Container, PodSpec } from './objects.js';

/** How long a pod stays on a node that is gone: --default-not-ready-toleration-seconds. */
const tolerationSeconds = 300;

const tolerated = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'] as const;

const keyOf = (toleration: unknown): unknown =>
  typeof toleration === 'object' && toleration !== null && 'key' in toleration ? toleration.key : undefined;

/**
 * What the API server adds to every pod, whoever makes it.
 *
 * @see plugin/pkg/admission/{defaulttolerationseconds,priority}/admission.go (v1.34)
 * @see pkg/apis/core/v1/defaults.go (v1.34) SetDefaults_Pod
 */
export function admittedPodSpec(spec: PodSpec): PodSpec {
  const given: unknown = spec['tolerations'];
  const tolerations: readonly unknown[] = Array.isArray(given) ? given : [];
  const missing = tolerated.filter((key) => !tolerations.some((toleration) => keyOf(toleration) === key));
  return {
    ...spec,
    enableServiceLinks: spec['enableServiceLinks'] ?? true,
    preemptionPolicy: spec['preemptionPolicy'] ?? 'PreemptLowerPriority',
    priority: spec['priority'] ?? 0,
    tolerations: [
      ...tolerations,
      ...missing.map((key) => ({ effect: 'NoExecute', key, operator: 'Exists', tolerationSeconds })),
    ],
  };
}

const amounts = (container: Container, field: 'requests' | 'limits'): Readonly<Record<string, unknown>> => {
  const resources = container['resources'] as Readonly<Record<string, unknown>> | undefined;
  const value = resources?.[field];
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
};

/** @see pkg/apis/core/v1/helper/qos/qos.go (v1.34) ComputePodQOS */
export function qosClass(spec: PodSpec): 'BestEffort' | 'Burstable' | 'Guaranteed' {
  const all = [...spec.containers, ...(spec.initContainers ?? [])];
  const counted = ['cpu', 'memory'] as const;
  const says = (container: Container, name: string): boolean =>
    amounts(container, 'requests')[name] !== undefined || amounts(container, 'limits')[name] !== undefined;
  if (!all.some((container) => counted.some((name) => says(container, name)))) return 'BestEffort';
  const exact = all.every((container) =>
    counted.every((name) => {
      const limit = amounts(container, 'limits')[name];
      return limit !== undefined && (amounts(container, 'requests')[name] ?? limit) === limit;
    }),
  );
  return exact ? 'Guaranteed' : 'Burstable';
}
