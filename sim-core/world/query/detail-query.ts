import { isReady, isTerminating, podIps } from '../../controllers/pod-state.js';
import type { ObjectKey } from '../../kube/key.js';
import { kindOf } from '../../kube/resource.js';
import type { EndpointSlice, Pod, Service } from '../../kube/objects.js';
import { getObject, listObjects } from '../../kube/store.js';
import { conntrackEntries } from '../../netfilter/conntrack.js';
import { nodeHostId, podHostId } from '../../network/network.js';
import { formatRoute } from '../../network/route.js';
import { kubectlDescribe } from '../../shell/kubectl/describe/describe.js';
import { resolvConf } from '../../shell/resolv-conf.js';
import { serviceEnvironment } from '../../shell/service-environment.js';
import { clusterNetwork } from '../machines.js';
import type { Snapshot } from '../snapshot.js';
import type { DetailView, NodeDetail, PodDetail, ServiceDetail, SliceView } from '../view-detail.js';
import { recordsOf } from './dns-records.js';

/** Everything about one object that has to do with reaching it. */
export function detailView(snapshot: Snapshot, object: ObjectKey): DetailView | undefined {
  const { kind, namespace, name } = object;
  if (kind === 'Service') {
    const service = getObject(snapshot.objects, 'Service', namespace, name);
    return service && serviceDetail(snapshot, object, service);
  }
  if (kind === 'Pod') {
    const pod = getObject(snapshot.objects, 'Pod', namespace, name);
    return pod && podDetail(snapshot, object, pod);
  }
  return kind === 'Node' ? nodeDetail(snapshot, object) : undefined;
}

/** As `kubectl describe` prints it. */
const describe = ({ objects, time }: Snapshot, { kind, namespace, name }: ObjectKey): string =>
  kubectlDescribe({ objects, now: time }, [kind.toLowerCase(), name, ...(namespace === '' ? [] : ['-n', namespace])])
    .stdout;

const serviceNameLabel = 'kubernetes.io/service-name';

const slicesOf = ({ objects }: Snapshot, namespace: string, name: string): readonly EndpointSlice[] =>
  listObjects(objects, 'EndpointSlice', namespace).filter(
    (slice) => slice.metadata.labels?.[serviceNameLabel] === name,
  );

function serviceDetail(snapshot: Snapshot, object: ObjectKey, { spec, status }: Service): ServiceDetail {
  const { namespace, name } = object;
  const slices = slicesOf(snapshot, namespace, name);
  const zone = recordsOf(snapshot, namespace, name);
  const addresses = (spec.clusterIPs ?? []).filter((ip) => ip !== 'None' && ip !== '');
  return {
    kind: 'Service',
    object,
    type: spec.type,
    headless: spec.clusterIP === 'None',
    clusterIPs: addresses,
    externalIPs: spec.externalIPs ?? [],
    loadBalancerIPs: (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => ip ?? hostname ?? []),
    ...(spec.type === 'ExternalName' && { externalName: spec.externalName ?? '' }),
    ports: (spec.ports ?? []).map(({ name: port, protocol, port: number, targetPort, nodePort }) => ({
      ...(port !== undefined && { name: port }),
      protocol,
      port: number,
      targetPort,
      ...(nodePort !== undefined && nodePort !== 0 && { nodePort }),
    })),
    selector: spec.selector ?? {},
    sessionAffinity: spec.sessionAffinity,
    ...(spec.internalTrafficPolicy !== undefined && { internalTrafficPolicy: spec.internalTrafficPolicy }),
    ...(spec.externalTrafficPolicy !== undefined && { externalTrafficPolicy: spec.externalTrafficPolicy }),
    ...(spec.trafficDistribution !== undefined && { trafficDistribution: spec.trafficDistribution }),
    slices: slices.map(sliceView),
    dns: zone?.records ?? [],
    moreDns: zone?.more ?? 0,
    rules: ruleCounts(snapshot, object, slices),
    describe: describe(snapshot, object),
  };
}

const sliceView = ({ metadata, addressType, ports, endpoints }: EndpointSlice): SliceView => ({
  name: metadata.name,
  addressType,
  ports: (ports ?? []).map(({ name = '', port, protocol = 'TCP' }) =>
    `${name} ${port === undefined ? '' : `${port}/`}${protocol}`.trim(),
  ),
  endpoints: (endpoints ?? []).flatMap(({ addresses, conditions, targetRef, nodeName, zone, hints }) =>
    addresses.map((ip) => ({
      ip,
      ready: conditions?.ready !== false,
      serving: conditions?.serving ?? conditions?.ready !== false,
      terminating: conditions?.terminating === true,
      ...(targetRef?.kind === 'Pod' && {
        pod: { kind: 'Pod', namespace: targetRef.namespace ?? '', name: targetRef.name ?? '' } as const,
      }),
      ...(nodeName !== undefined && { node: nodeName }),
      ...(zone !== undefined && { zone }),
      hints: [...(hints?.forZones ?? []), ...(hints?.forNodes ?? [])].map((hint) => hint.name),
    })),
  ),
});

/** Rules whose origin is the Service or one of its slices. */
function ruleCounts({ rules }: Snapshot, service: ObjectKey, slices: readonly EndpointSlice[]): ServiceDetail['rules'] {
  const names = new Set(slices.map((slice) => slice.metadata.name));
  const isBehind = ({ kind, namespace, name }: ObjectKey): boolean =>
    namespace === service.namespace &&
    ((kind === 'Service' && name === service.name) || (kind === 'EndpointSlice' && names.has(name)));
  return [...rules].map(([node, { dataplane }]) => ({
    node,
    count: [...dataplane.iptables.values()]
      .flatMap((ruleset) => ruleset.tables)
      .flatMap((table) => [...table.chains.values()])
      .flatMap((chain) => chain.rules)
      .filter(({ origin }) => origin !== undefined && isBehind(origin.object)).length,
  }));
}

function podDetail(snapshot: Snapshot, object: ObjectKey, pod: Pod): PodDetail {
  const { objects, config } = snapshot;
  const { metadata, spec, status } = pod;
  const { namespace, name } = object;
  const host = clusterNetwork(config, objects).hosts.get(podHostId(namespace, name));
  const owner = metadata.ownerReferences?.find((reference) => reference.controller === true);
  const ownerKind = owner && kindOf(owner.apiVersion, owner.kind);
  return {
    kind: 'Pod',
    object,
    ips: podIps(pod),
    ...(spec.nodeName !== undefined && { node: spec.nodeName }),
    hostNetwork: spec.hostNetwork === true,
    phase: status?.phase ?? 'Pending',
    ready: isReady(pod),
    terminating: isTerminating(pod),
    conditions: (status?.conditions ?? []).map(({ type, status: state }) => ({ type, status: state })),
    labels: metadata.labels ?? {},
    ports: spec.containers
      .flatMap((container) => container.ports ?? [])
      .map(({ name: port, containerPort, protocol = 'TCP' }) => ({
        ...(port !== undefined && { name: port }),
        port: containerPort,
        protocol,
      })),
    ...(owner !== undefined &&
      ownerKind !== undefined && { owner: { kind: ownerKind, namespace, name: owner.name } satisfies ObjectKey }),
    services: servicesOf(snapshot, pod),
    environment: serviceEnvironment(objects, pod),
    resolvConf: resolvConf({
      place: { kind: 'pod', namespace, name },
      clusterDomain: config.clusterDomain,
      objects: () => objects,
      host: () => host,
    }),
    describe: describe(snapshot, object),
  };
}

/** A Service without selector takes no pods by itself. */
function servicesOf(snapshot: Snapshot, { metadata }: Pod): PodDetail['services'] {
  const { namespace = '', labels = {} } = metadata;
  return listObjects(snapshot.objects, 'Service', namespace).flatMap((service) => {
    const wanted = Object.entries(service.spec.selector ?? {});
    if (wanted.length === 0 || !wanted.every(([key, value]) => labels[key] === value)) return [];
    const { name } = service.metadata;
    const serves = slicesOf(snapshot, namespace, name).some((slice) =>
      (slice.endpoints ?? []).some(
        ({ targetRef, conditions }) => targetRef?.name === metadata.name && conditions?.ready !== false,
      ),
    );
    return [{ object: { kind: 'Service', namespace, name } as const, serves }];
  });
}

function nodeDetail(snapshot: Snapshot, object: ObjectKey): NodeDetail | undefined {
  const { config, objects, time } = snapshot;
  const node = config.nodes.find((candidate) => candidate.name === object.name);
  if (node === undefined) return undefined;
  const host = clusterNetwork(config, objects).hosts.get(nodeHostId(node.name));
  const rules = snapshot.rules.get(node.name);
  const kernel = snapshot.kernels.get(node.name);
  return {
    kind: 'Node',
    object,
    ips: [node.ip, ...(node.ip6 === undefined ? [] : [node.ip6]), ...(node.extraIPs ?? [])],
    podCIDRs: [node.podCIDR, ...(node.podCIDR6 === undefined ? [] : [node.podCIDR6])],
    zone: node.zone,
    kubeProxyMode: config.kubeProxy.mode,
    interfaces: (host?.interfaces ?? []).map(({ name, addresses }) => ({ name, addresses })),
    routes: (host?.routes ?? []).map(formatRoute),
    rulesRevision: rules?.revision ?? 0,
    rules: [...(rules?.dataplane.iptables ?? [])].flatMap(([, { family, tables }]) =>
      tables.map(({ name: table, chains }) => ({
        ruleset: family === 'IPv4' ? 'iptables' : 'ip6tables',
        table,
        count: [...chains.values()].reduce((sum, chain) => sum + chain.rules.length, 0),
      })),
    ),
    connections: kernel === undefined ? 0 : conntrackEntries(kernel.conntrack, time).length,
    pods: listObjects(objects, 'Pod')
      .filter((pod) => pod.spec.nodeName === node.name)
      .map((pod) => ({
        object: { kind: 'Pod', namespace: pod.metadata.namespace ?? '', name: pod.metadata.name } as const,
        ...(podIps(pod)[0] !== undefined && { ip: podIps(pod)[0] ?? '' }),
        ready: isReady(pod),
      })),
    describe: describe(snapshot, object),
  };
}
