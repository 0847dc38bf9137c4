import { compareCodeUnits } from '../../base/order.js';
import type { Kind } from '../../kube/key.js';
import type {
  ConfigMap,
  DaemonSet,
  Deployment,
  Endpoints,
  EndpointSlice,
  Event,
  Json,
  LabelSelector,
  Labels,
  Namespace,
  Node,
  ObjectsByKind,
  Pod,
  PodTemplate,
  ReplicaSet,
  ReplicationController,
  Service,
  StatefulSet,
} from '../../kube/objects.js';
import { hostPort } from '../../net/ip.js';
import { listWithMore, none, unset } from './columns.js';
import { fieldsOf, listOf, numberOf, textOf, type Fields } from './fields.js';
import { storedPrinters } from './stored-printers.js';

/** How a kind is tabled: NAME and AGE stand around the columns, the wide ones follow AGE. */
export interface Printer<T> {
  readonly columns: readonly Column<T>[];
  readonly wide: readonly Column<T>[];
}

export interface Column<T> {
  readonly header: string;
  cell(object: T): string;
}

const column = <T>(header: string, cell: (object: T) => string): Column<T> => ({ header, cell });

/** `a=b,c=d`, in order of the keys. */
export function formatLabels(labels: Labels | undefined): string {
  const entries = Object.entries(labels ?? {}).toSorted(([a], [b]) => compareCodeUnits(a, b));
  return entries.length === 0 ? none : entries.map(([key, value]) => `${key}=${value}`).join(',');
}

export const formatSelector = (selector: LabelSelector): string => formatLabels(selector.matchLabels);

const joined = (entries: readonly string[] | undefined): string =>
  entries === undefined || entries.length === 0 ? none : entries.join(',');

const balancerAddresses = ({ status }: Service): readonly string[] => [
  ...new Set(
    (status?.loadBalancer?.ingress ?? [])
      .flatMap(({ ip, hostname }) => ip ?? hostname ?? [])
      .toSorted(compareCodeUnits),
  ),
];

function externalIP(service: Service): string {
  const { type, externalName, externalIPs = [] } = service.spec;
  if (type === 'ExternalName') return externalName ?? none;
  if (type !== 'LoadBalancer') return joined(externalIPs);
  return [...balancerAddresses(service), ...externalIPs].join(',') || '<pending>';
}

const ports = ({ spec }: Service): string =>
  joined(
    spec.ports?.map(({ port, nodePort, protocol }) =>
      nodePort === undefined || nodePort === 0 ? `${port}/${protocol}` : `${port}:${nodePort}/${protocol}`,
    ),
  );

const service: Printer<Service> = {
  columns: [
    column('TYPE', ({ spec }) => spec.type),
    column('CLUSTER-IP', ({ spec }) => spec.clusterIPs?.[0] ?? none),
    column('EXTERNAL-IP', externalIP),
    column('PORT(S)', ports),
  ],
  wide: [column('SELECTOR', ({ spec }) => formatLabels(spec.selector))],
};

function endpointAddresses({ subsets }: Endpoints): string {
  if (subsets === undefined || subsets.length === 0) return none;
  return listWithMore(
    subsets.flatMap(({ addresses = [], ports: subsetPorts = [] }) =>
      subsetPorts.length === 0
        ? addresses.map(({ ip }) => ip)
        : subsetPorts.flatMap(({ port }) => addresses.map(({ ip }) => hostPort(ip, port))),
    ),
  );
}

const endpointSlice: Printer<EndpointSlice> = {
  columns: [
    column('ADDRESSTYPE', ({ addressType }) => addressType),
    column(
      'PORTS',
      (slice) => listWithMore((slice.ports ?? []).map(({ port, name }) => String(port ?? name ?? '*'))) || unset,
    ),
    column(
      'ENDPOINTS',
      ({ endpoints }) => listWithMore((endpoints ?? []).flatMap(({ addresses }) => addresses)) || unset,
    ),
  ],
  wide: [],
};

const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;

const containerStatuses = ({ status }: Pod): readonly Fields[] => listOf(status, 'containerStatuses');

/** Without statuses of its containers, a pod is ready as a whole or not at all. */
export const readyContainers = (pod: Pod): number => {
  const statuses = containerStatuses(pod);
  if (statuses.length === 0) return isReady(pod) ? pod.spec.containers.length : 0;
  return statuses.filter((status) => status['ready'] === true).length;
};

const restarts = (pod: Pod): number =>
  containerStatuses(pod).reduce((sum, status) => sum + (numberOf(status, 'restartCount') ?? 0), 0);

const endedWords: Readonly<Record<string, string>> = { Succeeded: 'Completed', Failed: 'Error' };

function podStatus(pod: Pod): string {
  const { metadata, status } = pod;
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  const states = containerStatuses(pod).map((each) => fieldsOf(each, 'state'));
  const reasons = states.flatMap((state) =>
    ['waiting', 'terminated'].map((kind) => textOf(fieldsOf(state, kind), 'reason')).filter((reason) => reason !== ''),
  );
  const phase = status?.phase ?? 'Pending';
  return reasons.at(-1) ?? (textOf(status, 'reason') || (endedWords[phase] ?? phase));
}

const pod: Printer<Pod> = {
  columns: [
    column('READY', (p) => `${readyContainers(p)}/${p.spec.containers.length}`),
    column('STATUS', podStatus),
    column('RESTARTS', (p) => String(restarts(p))),
  ],
  wide: [
    column('IP', ({ status }) => status?.podIPs?.[0]?.ip ?? status?.podIP ?? none),
    column('NODE', ({ spec }) => spec.nodeName ?? none),
    column('NOMINATED NODE', () => none),
    column('READINESS GATES', () => none),
  ],
};

const count = (status: { readonly [field: string]: Json } | undefined, field: string): number => {
  const value = status?.[field];
  return typeof value === 'number' ? value : 0;
};

type Workload = Deployment | ReplicaSet | StatefulSet;

const containersOf = ({ spec }: PodTemplate, field: 'name' | 'image'): string =>
  spec.containers.map((container) => container[field] ?? '').join(',');

const templateColumns: readonly Column<Workload>[] = [
  column('CONTAINERS', ({ spec }) => containersOf(spec.template, 'name')),
  column('IMAGES', ({ spec }) => containersOf(spec.template, 'image')),
];
const selectorColumn: Column<Workload> = column('SELECTOR', ({ spec }) => formatSelector(spec.selector));

const readyOfDesired = ({ spec, status }: Workload): string =>
  `${count(status, 'readyReplicas')}/${spec.replicas ?? 1}`;

const deployment: Printer<Deployment> = {
  columns: [
    column('READY', readyOfDesired),
    column('UP-TO-DATE', ({ status }) => String(count(status, 'updatedReplicas'))),
    column('AVAILABLE', ({ status }) => String(count(status, 'availableReplicas'))),
  ],
  wide: [...templateColumns, selectorColumn],
};

const replicaSet: Printer<ReplicaSet> = {
  columns: [
    column('DESIRED', ({ spec }) => String(spec.replicas ?? 1)),
    column('CURRENT', ({ status }) => String(count(status, 'replicas'))),
    column('READY', ({ status }) => String(count(status, 'readyReplicas'))),
  ],
  wide: [...templateColumns, selectorColumn],
};

const statefulSet: Printer<StatefulSet> = { columns: [column('READY', readyOfDesired)], wide: templateColumns };

const daemonSet: Printer<DaemonSet> = {
  columns: [
    column('DESIRED', ({ status }) => String(count(status, 'desiredNumberScheduled'))),
    column('CURRENT', ({ status }) => String(count(status, 'currentNumberScheduled'))),
    column('READY', ({ status }) => String(count(status, 'numberReady'))),
    column('UP-TO-DATE', ({ status }) => String(count(status, 'updatedNumberScheduled'))),
    column('AVAILABLE', ({ status }) => String(count(status, 'numberAvailable'))),
    column('NODE SELECTOR', ({ spec }) => formatLabels(spec.template.spec['nodeSelector'] as Labels | undefined)),
  ],
  wide: [
    column('CONTAINERS', ({ spec }) => containersOf(spec.template, 'name')),
    column('IMAGES', ({ spec }) => containersOf(spec.template, 'image')),
    column('SELECTOR', ({ spec }) => formatSelector(spec.selector)),
  ],
};

const replicationController: Printer<ReplicationController> = {
  columns: [
    column('DESIRED', ({ spec }) => String(spec.replicas ?? 1)),
    column('CURRENT', ({ status }) => String(count(status, 'replicas'))),
    column('READY', ({ status }) => String(count(status, 'readyReplicas'))),
  ],
  wide: [
    column('CONTAINERS', ({ spec }) => (spec.template === undefined ? '' : containersOf(spec.template, 'name'))),
    column('IMAGES', ({ spec }) => (spec.template === undefined ? '' : containersOf(spec.template, 'image'))),
    column('SELECTOR', ({ spec }) => formatLabels(spec.selector)),
  ],
};

/** An Event's columns are all its own: see eventColumns. */
const event: Printer<Event> = { columns: [], wide: [] };

const nodeAddress = ({ status }: Node, type: string): string =>
  status.addresses.find((address) => address.type === type)?.address ?? none;

function nodeStatus({ spec, status }: Node): string {
  const ready = status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') ? 'Ready' : 'NotReady';
  return textOf(spec, 'unschedulable') === 'true' ? `${ready},SchedulingDisabled` : ready;
}

const rolePrefix = 'node-role.kubernetes.io/';

/** `control-plane`, as labels name a node's part. */
export const rolesOf = ({ metadata }: Node): readonly string[] =>
  Object.keys(metadata.labels ?? {})
    .filter((key) => key.startsWith(rolePrefix) && key !== rolePrefix)
    .map((key) => key.slice(rolePrefix.length))
    .sort();

const node: Printer<Node> = {
  columns: [column('STATUS', nodeStatus), column('ROLES', (n) => rolesOf(n).join(',') || none)],
  wide: [
    column('INTERNAL-IP', (n) => nodeAddress(n, 'InternalIP')),
    column('EXTERNAL-IP', (n) => nodeAddress(n, 'ExternalIP')),
    column('OS-IMAGE', ({ status }) => status.nodeInfo?.osImage ?? '<unknown>'),
    column('KERNEL-VERSION', ({ status }) => status.nodeInfo?.kernelVersion ?? '<unknown>'),
    column('CONTAINER-RUNTIME', ({ status }) => status.nodeInfo?.containerRuntimeVersion ?? '<unknown>'),
  ],
};

/**
 * The tables of `kubectl get`.
 * @see pkg/printers/internalversion/printers.go (v1.34)
 */
export const printers: { readonly [K in Kind]: Printer<ObjectsByKind[K]> } = {
  Service: service,
  Endpoints: { columns: [column('ENDPOINTS', endpointAddresses)], wide: [] },
  EndpointSlice: endpointSlice,
  Pod: pod,
  Deployment: deployment,
  ReplicaSet: replicaSet,
  StatefulSet: statefulSet,
  Node: node,
  Namespace: { columns: [column<Namespace>('STATUS', ({ status }) => status?.phase ?? 'Active')], wide: [] },
  ConfigMap: { columns: [column<ConfigMap>('DATA', ({ data }) => String(Object.keys(data ?? {}).length))], wide: [] },
  DaemonSet: daemonSet,
  ReplicationController: replicationController,
  Event: event,
  ...storedPrinters,
};

/** Columns that stand after AGE in a table of any width. */
export const afterAge: { readonly [K in Kind]?: readonly Column<ObjectsByKind[K]>[] } = {
  Node: [column('VERSION', ({ status }) => status.nodeInfo?.kubeletVersion ?? '<unknown>')],
};
