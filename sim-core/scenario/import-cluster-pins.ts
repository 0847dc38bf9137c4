import { templateHash } from '../controllers/name-suffix.js';
import { podIps } from '../controllers/pod-state.js';
import { parseIp } from '../net/ip.js';
import type {
  DaemonSet,
  EndpointSlice,
  KubeObject,
  Labels,
  OwnerReference,
  Pod,
  StatefulSet,
} from '../kube/objects.js';
import { ofKind } from './import-cluster-network.js';

const prefix = 'kubehop.dev/';
const revisionLabel = 'controller-revision-hash';

/** By the pod that an endpoint names, or else by its address: what listens there, `TCP:8080`. */
function endpointPorts(slices: readonly EndpointSlice[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { endpoints, ports, metadata } of slices) {
    const listens = (ports ?? []).flatMap(({ port, protocol = 'TCP' }) =>
      port === undefined ? [] : [`${protocol}:${port}`],
    );
    for (const { addresses, targetRef } of endpoints ?? []) {
      const keys =
        targetRef?.kind === 'Pod'
          ? [`${targetRef.namespace ?? metadata.namespace ?? ''}/${targetRef.name ?? ''}`]
          : addresses;
      for (const key of keys) found.set(key, new Set([...(found.get(key) ?? []), ...listens]));
    }
  }
  return found;
}

const phases: readonly string[] = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];

/** A pod's status is what a kubelet would write again: pins keep it from finding anything else. */
function pinsOf(pod: Pod, ports: ReadonlyMap<string, ReadonlySet<string>>): Labels {
  const { namespace = '', name, deletionTimestamp } = pod.metadata;
  const phase = pod.status?.phase ?? 'Pending';
  const isReady = pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
  const declared = new Set(
    pod.spec.containers.flatMap((container) =>
      (container.ports ?? []).map(({ protocol = 'TCP', containerPort }) => `${protocol}:${containerPort}`),
    ),
  );
  const byPod = ports.get(`${namespace}/${name}`) ?? new Set<string>();
  // Endpoints without a target, such as the API server's, are told by the address of a pod on its node's network.
  const isServer = pod.spec.hostNetwork === true && pod.metadata.labels?.['component'] === 'kube-apiserver';
  const byAddress = isServer ? podIps(pod).flatMap((ip) => [...(ports.get(ip) ?? [])]) : [];
  const listens = [...new Set([...byPod, ...byAddress])].filter((one) => !declared.has(one));
  return {
    ...(phase === 'Running' && !isReady && { [`${prefix}ready`]: 'false' }),
    ...(phase !== 'Running' && { [`${prefix}phase`]: phases.includes(phase) ? phase : 'Unknown' }),
    ...(deletionTimestamp !== undefined && { [`${prefix}terminating`]: 'true' }),
    ...(listens.length > 0 && { [`${prefix}listen`]: listens.join(',') }),
  };
}

function pinnedPod(pod: Pod, ports: ReadonlyMap<string, ReadonlySet<string>>): Pod {
  const pins = pinsOf(pod, ports);
  const ips = podIps(pod).flatMap((ip) => parseIp(ip) ?? []);
  const [podIP] = ips;
  const { podIP: _one, podIPs: _all, ...status } = pod.status ?? { phase: 'Pending' as const };
  const shown = Object.keys(pins).length === 0 ? {} : { annotations: { ...pod.metadata.annotations, ...pins } };
  return {
    ...pod,
    metadata: { ...pod.metadata, ...shown },
    status: { ...status, ...(podIP !== undefined && { podIP, podIPs: ips.map((ip) => ({ ip })) }) },
  };
}

const ownedBy = (pod: Pod, owner: DaemonSet | StatefulSet): boolean =>
  pod.metadata.namespace === owner.metadata.namespace &&
  (pod.metadata.ownerReferences ?? []).some(
    ({ kind, name, controller }) => controller === true && kind === owner.kind && name === owner.metadata.name,
  );

/**
 * The revision that most pods of a DaemonSet or StatefulSet have is taken for the current one, and gets the hash that
 * the simulated controller gives its template: else it would take every pod for one of an old template.
 */
function currentRevisions(
  pods: readonly Pod[],
  owners: readonly (DaemonSet | StatefulSet)[],
): ReadonlyMap<Pod, string> {
  const revisions = new Map<Pod, string>();
  for (const owner of owners) {
    const own = pods.filter((pod) => ownedBy(pod, owner));
    const counts = new Map<string, number>();
    for (const { metadata } of own) {
      const label = metadata.labels?.[revisionLabel] ?? '';
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    const [current] = [...counts].toSorted(([, a], [, b]) => b - a)[0] ?? [];
    const hash = templateHash(owner.spec.template);
    const revision = owner.kind === 'StatefulSet' ? `${owner.metadata.name}-${hash}` : hash;
    for (const pod of own) if ((pod.metadata.labels?.[revisionLabel] ?? '') === current) revisions.set(pod, revision);
  }
  return revisions;
}

const ownerKey = (kind: string, namespace: string | undefined, name: string): string =>
  `${kind} ${namespace ?? ''}/${name}`;

/** Owners that the dump does not hold would have their things collected as garbage: the references go. */
function keptOwners(object: KubeObject, known: ReadonlySet<string>): readonly OwnerReference[] {
  const { namespace, ownerReferences = [] } = object.metadata;
  return ownerReferences.filter(
    ({ kind, name }) => known.has(ownerKey(kind, namespace, name)) || known.has(ownerKey(kind, '', name)),
  );
}

/** Objects as they were, with what keeps the simulated controllers from finding anything to do about them. */
export function pinnedObjects(objects: readonly KubeObject[]): readonly KubeObject[] {
  const ports = endpointPorts(ofKind(objects, 'EndpointSlice'));
  const pods = ofKind(objects, 'Pod');
  const revisions = currentRevisions(pods, [...ofKind(objects, 'DaemonSet'), ...ofKind(objects, 'StatefulSet')]);
  const known = new Set(objects.map(({ kind, metadata }) => ownerKey(kind, metadata.namespace, metadata.name)));
  return objects.map((object): KubeObject => {
    const kept = keptOwners(object, known);
    const { ownerReferences, ...others } = object.metadata;
    const metadata = ownerReferences === undefined || kept.length === 0 ? others : { ...others, ownerReferences: kept };
    if (object.kind !== 'Pod') return { ...object, metadata } as KubeObject;
    const revision = revisions.get(object);
    const labels = revision === undefined ? {} : { labels: { ...metadata.labels, [revisionLabel]: revision } };
    return pinnedPod({ ...object, metadata: { ...metadata, ...labels } }, ports);
  });
}
