import { ipvsArtifacts } from './ipvs-artifacts.js';
import { isReady, isTerminal, podIps } from '../controllers/pod-state.js';
import { listeningPorts } from '../controllers/pinning.js';
import { byKey } from '../base/order.js';
import type { Kind } from '../kube/key.js';
import type { KubeObject, Pod } from '../kube/objects.js';
import { resources } from '../kube/resource.js';
import { listObjects } from '../kube/store.js';
import type { IpFamily } from '../net/ip.js';
import { writeRuleset } from '../netfilter/iptables/write.js';
import { writeNftRuleset } from '../netfilter/nftables/write.js';
import type { Snapshot } from '../world/snapshot.js';

/** A file to write, by its name in the output directory. */
export type Artifacts = Readonly<Record<string, string>>;

export const json = (value: unknown): string => `${JSON.stringify(value, undefined, 1)}\n`;

/** What a dump between steps holds: the rules of each node, and the objects as the API lists them. */
export const stepArtifacts = (snapshot: Snapshot): Artifacts => ({
  'services.json': apiList(snapshot, 'Service'),
  'endpointslices.json': apiList(snapshot, 'EndpointSlice'),
  ...ruleFiles(snapshot),
  ...ipvsArtifacts(snapshot),
});

/** What the last dump holds. */
export function finalArtifacts(snapshot: Snapshot): Artifacts {
  const health = healthChecks(snapshot);
  return {
    'services.json': kubectlList(snapshot, 'Service'),
    'endpointslices.json': kubectlList(snapshot, 'EndpointSlice'),
    'endpoints.json': kubectlList(snapshot, 'Endpoints'),
    'pods.json': json(
      listObjects(snapshot.objects, 'Pod')
        .filter((pod) => !isTerminal(pod))
        .map(podRow),
    ),
    ...(health.length > 0 && { 'health.json': json(health) }),
    ...ruleFiles(snapshot),
    ...ipvsArtifacts(snapshot),
  };
}

const saveCommand: Readonly<Record<IpFamily, string>> = { IPv4: 'iptables-save', IPv6: 'ip6tables-save' };

const ruleFiles = (snapshot: Snapshot): Artifacts =>
  Object.fromEntries(
    [...snapshot.rules].flatMap(([node, { dataplane }]) =>
      [...dataplane.iptables.values()].map((ruleset) => [
        `${saveCommand[ruleset.family]}.${node}.txt`,
        writeRuleset(ruleset),
      ]),
    ),
  );

/** What `nft list ruleset` prints on each node. */
export const nftFiles = (snapshot: Snapshot): Artifacts =>
  Object.fromEntries(
    [...snapshot.rules].map(([node, { dataplane }]) => [
      `nft.${node}.txt`,
      writeNftRuleset(dataplane.nftables?.values() ?? []),
    ]),
  );

const volatileMeta: ReadonlySet<string> = new Set([
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
  'generation',
  'deletionGracePeriodSeconds',
  'managedFields',
]);

/** Annotations that recordings leave out: the second is a time. */
const volatileAnnotations: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'endpoints.kubernetes.io/last-change-trigger-time',
]);

const inOrder = (snapshot: Snapshot, kind: Kind): readonly KubeObject[] =>
  listObjects(snapshot.objects, kind).toSorted(byKey((o) => `${o.metadata.namespace ?? ''}/${o.metadata.name}`));

/** As `kubectl get -o json`, without what differs from one run to the next. */
const kubectlList = (snapshot: Snapshot, kind: Kind): string =>
  json({ apiVersion: 'v1', items: inOrder(snapshot, kind).map(stable), kind: 'List', metadata: {} });

/** As the API server answers a list: the items' kind is that of the list. */
const apiList = (snapshot: Snapshot, kind: Kind): string =>
  json({
    kind: `${kind}List`,
    apiVersion: resources[kind].apiVersion,
    metadata: {},
    items: inOrder(snapshot, kind).map((object) => {
      const { apiVersion: _version, kind: _kind, ...item } = stable(object);
      return item;
    }),
  });

function stable(object: KubeObject): Readonly<Record<string, unknown>> {
  const { annotations, ...metadata } = object.metadata;
  const kept = Object.entries(annotations ?? {}).filter(([key]) => !volatileAnnotations.has(key));
  return sorted({
    ...object,
    metadata: {
      ...Object.fromEntries(Object.entries(metadata).filter(([key]) => !volatileMeta.has(key))),
      ...(kept.length > 0 && { annotations: Object.fromEntries(kept) }),
    },
  });
}

/** Keys in order, as Go prints maps; uids left out wherever they are. */
const sorted = (record: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(record)
      .filter(([key]) => key !== 'uid')
      .toSorted(byKey(([key]) => key))
      .map(([key, item]: readonly [string, unknown]) => [key, sortedWithin(item)]),
  );

function sortedWithin(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedWithin);
  return typeof value === 'object' && value !== null ? sorted(value) : value;
}

function podRow(pod: Pod): unknown {
  const [ip = '', ip6] = podIps(pod);
  return {
    ns: pod.metadata.namespace ?? '',
    name: pod.metadata.name,
    node: pod.spec.nodeName ?? '',
    ip,
    ...(ip6 !== undefined && { ip6 }),
    host: pod.spec.hostNetwork === true,
    ready: isReady(pod),
    phase: pod.status?.phase ?? 'Pending',
    ports: listeningPorts(pod).map(({ protocol, port }) => [protocol, port]),
  };
}

/** The modes whose kube-proxy is asked: its health check server is the same in each. */
const askedModes = ['iptables', 'nftables'];

/**
 * What each node answers on its health check ports.
 * @see pkg/proxy/healthcheck/service_health.go (v1.34) hcHandler.ServeHTTP
 */
function healthChecks(snapshot: Snapshot): readonly unknown[] {
  return [...snapshot.rules].flatMap(([node, { dataplane }]) =>
    dataplane.listeners.flatMap(({ port, purpose }) => {
      if (purpose.kind !== 'healthCheckNodePort') return [];
      const { namespace, service: name, localEndpoints } = purpose;
      const reply = { service: { namespace, name }, localEndpoints, serviceProxyHealthy: true };
      const body = JSON.stringify(reply, undefined, '\t');
      return askedModes.map((mode) => ({
        service: `${namespace}/${name}`,
        mode,
        node,
        port,
        status: localEndpoints > 0 ? 200 : 503,
        headers: {
          'Content-Type': 'application/json',
          'X-Content-Type-Options': 'nosniff',
          'X-Load-Balancing-Endpoint-Weight': String(localEndpoints),
          'Content-Length': String(body.length),
        },
        body,
      }));
    }),
  );
}
