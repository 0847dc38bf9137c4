import { perObject } from '../../base/per-object.js';
import { podIps } from '../../controllers/pod-state.js';
import { formatCidr, nthAddress, parseCidr } from '../../net/cidr.js';
import { compareIps, hostPort, type Ip } from '../../net/ip.js';
import { listObjects, type ApiObjects } from '../../kube/store.js';
import type { EndpointSlice, Pod, Service } from '../../kube/objects.js';
import { nodeNetworks } from '../../network/network.js';
import { readyContainers } from '../../shell/kubectl/printers.js';
import type { SourceRef } from '../command.js';
import { nodeProxyConfig, type NodeConfig } from '../config.js';
import type { Snapshot } from '../snapshot.js';
import { hookEntryViews } from './hook-entries.js';
import type { ClusterView, NodeView, PodView, ServiceView, TargetView } from '../view.js';

/** What the map draws. */
export function clusterView(snapshot: Snapshot): ClusterView {
  const { config, objects } = snapshot;
  const pods = listObjects(objects, 'Pod').map(podView);
  const services = serviceViews(objects);
  return {
    revision: snapshot.revision,
    time: snapshot.time,
    mode: clusterMode(snapshot),
    nodes: config.nodes.map((node) => nodeView(snapshot, node, pods)),
    unscheduled: pods.filter((pod) => pod.node === undefined),
    services,
    external: config.external,
    router: config.router,
    nodeNetworks: nodeNetworks(config).map(formatCidr),
    clusterCIDRs: config.clusterCIDRs,
    serviceCIDRs: config.serviceCIDRs,
    sources: sources(snapshot, pods),
    targets: [...services.flatMap(targetsOn(config.nodes)), ...pods.flatMap((pod) => podTargets(pod))],
  };
}

/** The mode of the first Linux node's rules: after a switch all nodes have the same. */
function clusterMode({ config, rules }: Snapshot): string {
  const node = config.nodes.find(({ os }) => os !== 'windows') ?? config.nodes[0];
  return (node && rules.get(node.name)?.dataplane.mode) ?? config.kubeProxy.mode;
}

const podView = perObject((pod: Pod): PodView => {
  const { metadata, spec, status } = pod;
  const ips = podIps(pod);
  const ready = status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') ?? false;
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    ...(status?.podIP !== undefined && { ip: status.podIP }),
    ...(ips.length > 1 && { ips }),
    ...(spec.nodeName !== undefined && { node: spec.nodeName }),
    hostNetwork: spec.hostNetwork === true,
    ready,
    containers: { ready: readyContainers(pod), of: spec.containers.length },
    phase: status?.phase ?? 'Pending',
    terminating: metadata.deletionTimestamp !== undefined,
    labels: metadata.labels ?? {},
    ports: spec.containers
      .flatMap((container) => container.ports ?? [])
      .map(({ name, containerPort, protocol = 'TCP' }) => ({
        ...(name !== undefined && { name }),
        port: containerPort,
        protocol,
      })),
  };
});

type Chains = ReadonlyMap<string, { readonly rules: readonly unknown[] }>;

/** By the table's chains, which a table with the same rules keeps. */
const rulesIn = perObject((chains: Chains): number => {
  let count = 0;
  for (const chain of chains.values()) count += chain.rules.length;
  return count;
});

function nodeView(snapshot: Snapshot, node: NodeConfig, pods: readonly PodView[]): NodeView {
  const rules = snapshot.rules.get(node.name);
  const range = parseCidr(node.podCIDR);
  const tables = [...(rules?.dataplane.iptables.values() ?? [])].flatMap((ruleset) => ruleset.tables);
  const dummyAddresses = rules?.dataplane.addresses.toSorted(compareIps) ?? [];
  const relays = rules?.dataplane.listeners.filter(({ purpose }) => purpose.kind === 'relay').length ?? 0;
  const nftTables = [...(rules?.dataplane.nftables?.values() ?? [])];
  return {
    name: node.name,
    ip: node.ip,
    ...(node.ip6 !== undefined && { ip6: node.ip6 }),
    podCIDR: node.podCIDR,
    ...(node.podCIDR6 !== undefined && { podCIDR6: node.podCIDR6 }),
    gateway: (range && nthAddress(range, 1)) ?? node.ip,
    zone: node.zone,
    ...(node.os !== undefined && { os: node.os }),
    mode: rules?.dataplane.mode ?? nodeProxyConfig(snapshot.config, node).mode,
    ...(dummyAddresses.length > 0 && { dummyAddresses }),
    ...(relays > 0 && { relays }),
    ...(rules !== undefined && hookEntryViews(rules.dataplane)),
    rulesRevision: rules?.revision ?? 0,
    ruleCount: [...tables, ...nftTables].reduce((count, { chains }) => count + rulesIn(chains), 0),
    pods: pods.filter((pod) => pod.node === node.name),
  };
}

function serviceViews(objects: ApiObjects): readonly ServiceView[] {
  const slices = new Map<string, EndpointSlice[]>();
  for (const slice of objects.kinds.EndpointSlice.values()) {
    const service = slice.metadata.labels?.['kubernetes.io/service-name'];
    if (service === undefined) continue;
    const key = `${slice.metadata.namespace ?? ''}/${service}`;
    slices.set(key, [...(slices.get(key) ?? []), slice]);
  }
  return listObjects(objects, 'Service').map((service) =>
    serviceView(service, slices.get(`${service.metadata.namespace ?? ''}/${service.metadata.name}`) ?? []),
  );
}

/** A Service's newest view, and the slices that it was made from. */
const served = new WeakMap<Service, { readonly slices: readonly EndpointSlice[]; readonly view: ServiceView }>();

function serviceView(service: Service, slices: readonly EndpointSlice[]): ServiceView {
  const known = served.get(service);
  if (known?.slices.length === slices.length && known.slices.every((slice, i) => slice === slices[i]))
    return known.view;
  const view = viewOf(service, slices);
  served.set(service, { slices, view });
  return view;
}

function viewOf(service: Service, slices: readonly EndpointSlice[]): ServiceView {
  const { metadata, spec, status } = service;
  const clusterIPs = spec.clusterIPs ?? [];
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    type: spec.type,
    headless: clusterIPs[0] === 'None',
    clusterIPs: clusterIPs.filter((ip) => ip !== 'None' && ip !== ''),
    externalIPs: spec.externalIPs ?? [],
    loadBalancerIPs: (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []),
    ports: (spec.ports ?? []).map(({ name, protocol, port, targetPort, nodePort }) => ({
      ...(name !== undefined && { name }),
      protocol,
      port,
      targetPort,
      ...(nodePort !== undefined && { nodePort }),
    })),
    endpoints: slices.flatMap(endpointViews),
  };
}

function endpointViews(slice: EndpointSlice): ServiceView['endpoints'] {
  const ports = slice.ports?.length ? slice.ports : [{}];
  return (slice.endpoints ?? []).flatMap(({ addresses: [ip], conditions, targetRef, nodeName }) =>
    ip === undefined
      ? []
      : ports.map(({ port }) => ({
          ip,
          ...(port !== undefined && { port }),
          ready: conditions?.ready !== false,
          ...(targetRef?.kind === 'Pod' &&
            targetRef.name !== undefined && {
              pod: { namespace: targetRef.namespace ?? '', name: targetRef.name },
            }),
          ...(nodeName !== undefined && { node: nodeName }),
        })),
  );
}

function sources(snapshot: Snapshot, pods: readonly PodView[]): readonly SourceRef[] {
  const running = pods.filter((pod) => pod.ip !== undefined && pod.node !== undefined && pod.phase === 'Running');
  return [...running.map(podSource), ...snapshot.config.nodes.map(nodeSource), outside];
}

const podSource = perObject(({ namespace, name }: PodView): SourceRef => ({ kind: 'pod', namespace, name }));
const nodeSource = perObject(({ name }: NodeConfig): SourceRef => ({ kind: 'node', node: name }));
const outside: SourceRef = { kind: 'external' };

const targetsOn = perObject((nodes: readonly NodeConfig[]) =>
  perObject((service: ServiceView) => serviceTargets(service, nodes)),
);

function serviceTargets(service: ServiceView, nodes: readonly NodeConfig[]): readonly TargetView[] {
  const { namespace, name } = service;
  const object = { kind: 'Service', namespace, name } as const;
  return service.ports.flatMap(({ port, nodePort, protocol }) => {
    const at =
      (kind: TargetView['kind']) =>
      (ip: Ip): TargetView => ({ to: hostPort(ip, port), protocol, kind, object });
    return [
      { to: `${name}.${namespace}:${port}`, protocol, kind: 'dns', object } satisfies TargetView,
      ...service.clusterIPs.map(at('clusterIP')),
      ...service.externalIPs.map(at('externalIP')),
      ...service.loadBalancerIPs.map(at('loadBalancerIP')),
      ...(nodePort === undefined ? [] : nodes).map((node): TargetView => ({
        to: hostPort(node.ip, nodePort ?? 0),
        protocol,
        kind: 'nodePort',
        object,
        node: node.name,
      })),
    ];
  });
}

const podTargets = perObject((pod: PodView): readonly TargetView[] => {
  const { ip, namespace, name } = pod;
  if (ip === undefined) return [];
  const object = { kind: 'Pod', namespace, name } as const;
  return [
    ...pod.ports.map(({ port, protocol }): TargetView => ({ to: hostPort(ip, port), protocol, kind: 'pod', object })),
    { to: hostPort(ip, 0), protocol: 'ICMP', kind: 'pod', object },
  ];
});
