/** @see pkg/apis/{core,apps}/v1/defaults.go (v1.34) */
import type {
  Container,
  DaemonSet,
  Deployment,
  Pod,
  PodSpec,
  PodTemplate,
  ReplicaSet,
  ReplicationController,
  StatefulSet,
} from '../../kube/objects.js';
import { admittedPodSpec } from '../../kube/pod-admission.js';

const pullPolicy = (image: string): string => {
  const tag = image.slice(image.lastIndexOf('/') + 1);
  return image.includes('@') || (tag.includes(':') && !tag.endsWith(':latest')) ? 'IfNotPresent' : 'Always';
};

function defaultContainer(container: Container, hostNetwork: boolean): Container {
  const ports = container.ports?.map((port) => ({
    ...port,
    ...(hostNetwork && port.hostPort === undefined && { hostPort: port.containerPort }),
    protocol: port.protocol ?? ('TCP' as const),
  }));
  return {
    ...container,
    ...(ports !== undefined && { ports }),
    resources: container['resources'] ?? {},
    terminationMessagePath: container['terminationMessagePath'] ?? '/dev/termination-log',
    terminationMessagePolicy: container['terminationMessagePolicy'] ?? 'File',
    imagePullPolicy: container['imagePullPolicy'] ?? pullPolicy(container.image ?? ''),
  };
}

function defaultPodSpec(spec: Partial<PodSpec> | undefined): PodSpec {
  const hostNetwork = spec?.hostNetwork === true;
  const { initContainers } = spec ?? {};
  return {
    ...spec,
    containers: (spec?.containers ?? []).map((container) => defaultContainer(container, hostNetwork)),
    ...(initContainers !== undefined && {
      initContainers: initContainers.map((c) => defaultContainer(c, hostNetwork)),
    }),
    restartPolicy: spec?.['restartPolicy'] ?? 'Always',
    terminationGracePeriodSeconds: spec?.['terminationGracePeriodSeconds'] ?? 30,
    dnsPolicy: spec?.['dnsPolicy'] ?? 'ClusterFirst',
    securityContext: spec?.['securityContext'] ?? {},
    schedulerName: spec?.['schedulerName'] ?? 'default-scheduler',
  };
}

export const defaultPod = (pod: Pod): Pod => ({ ...pod, spec: admittedPodSpec(defaultPodSpec(pod.spec)) });

const defaultTemplate = (template: PodTemplate | undefined): PodTemplate => ({
  ...template,
  spec: defaultPodSpec(template?.spec),
});

export function defaultDeployment(deployment: Deployment): Deployment {
  const spec: Partial<Deployment['spec']> = deployment.spec ?? {};
  return {
    ...deployment,
    spec: {
      ...deployment.spec,
      replicas: spec.replicas ?? 1,
      template: defaultTemplate(spec.template),
      strategy: defaultStrategy(spec['strategy']),
      revisionHistoryLimit: spec['revisionHistoryLimit'] ?? 10,
      progressDeadlineSeconds: spec['progressDeadlineSeconds'] ?? 600,
    },
  };
}

function defaultStrategy(given: unknown): unknown {
  const strategy = typeof given === 'object' && given !== null ? (given as Readonly<Record<string, unknown>>) : {};
  const type = strategy['type'] ?? 'RollingUpdate';
  if (type !== 'RollingUpdate') return { ...strategy, type };
  const rolling = strategy['rollingUpdate'];
  return {
    type,
    rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%', ...(typeof rolling === 'object' ? rolling : {}) },
  };
}

export function defaultReplicaSet(replicaSet: ReplicaSet): ReplicaSet {
  const spec: Partial<ReplicaSet['spec']> = replicaSet.spec ?? {};
  return {
    ...replicaSet,
    spec: { ...replicaSet.spec, replicas: spec.replicas ?? 1, template: defaultTemplate(spec.template) },
  };
}

/** @see SetDefaults_StatefulSet */
function defaultSetStrategy(given: unknown): unknown {
  const strategy = typeof given === 'object' && given !== null ? (given as Readonly<Record<string, unknown>>) : {};
  const type = strategy['type'] ?? 'RollingUpdate';
  if (type !== 'RollingUpdate') return { ...strategy, type };
  const rolling = strategy['rollingUpdate'];
  return { type, rollingUpdate: { partition: 0, ...(typeof rolling === 'object' ? rolling : {}) } };
}

export function defaultStatefulSet(set: StatefulSet): StatefulSet {
  const spec: Partial<StatefulSet['spec']> = set.spec ?? {};
  return {
    ...set,
    spec: {
      ...set.spec,
      replicas: spec.replicas ?? 1,
      template: defaultTemplate(spec.template),
      podManagementPolicy: spec['podManagementPolicy'] ?? 'OrderedReady',
      updateStrategy: defaultSetStrategy(spec['updateStrategy']),
      revisionHistoryLimit: spec['revisionHistoryLimit'] ?? 10,
      persistentVolumeClaimRetentionPolicy: spec['persistentVolumeClaimRetentionPolicy'] ?? {
        whenDeleted: 'Retain',
        whenScaled: 'Retain',
      },
    },
  };
}

export function defaultDaemonSet(set: DaemonSet): DaemonSet {
  const spec: Partial<DaemonSet['spec']> = set.spec ?? {};
  const given = spec['updateStrategy'];
  const strategy = typeof given === 'object' && given !== null ? (given as Readonly<Record<string, unknown>>) : {};
  const type = strategy['type'] ?? 'RollingUpdate';
  const rolling = strategy['rollingUpdate'];
  return {
    ...set,
    metadata: {
      ...set.metadata,
      annotations: { 'deprecated.daemonset.template.generation': '1', ...set.metadata.annotations },
    },
    spec: {
      ...set.spec,
      template: defaultTemplate(spec.template),
      updateStrategy:
        type === 'RollingUpdate'
          ? { type, rollingUpdate: { maxUnavailable: 1, maxSurge: 0, ...(typeof rolling === 'object' ? rolling : {}) } }
          : { ...strategy, type },
      revisionHistoryLimit: spec['revisionHistoryLimit'] ?? 10,
    },
  };
}

/** The template's labels are its selector and its own labels, where it names none. */
export function defaultReplicationController(controller: ReplicationController): ReplicationController {
  const spec: Partial<ReplicationController['spec']> = controller.spec ?? {};
  const { template, selector } = spec;
  const labels = template?.metadata?.labels;
  const isBare = (map: object | undefined): boolean => Object.keys(map ?? {}).length === 0;
  return {
    ...controller,
    metadata: {
      ...controller.metadata,
      ...(labels !== undefined && isBare(controller.metadata.labels) && { labels }),
    },
    spec: {
      ...spec,
      replicas: spec.replicas ?? 1,
      ...(labels !== undefined && isBare(selector) && { selector: labels }),
      ...(template !== undefined && { template: defaultTemplate(template) }),
    },
  };
}
