import { isReady, isTerminal, podIps } from '../controllers/pod-state.js';
import { listeningPorts } from '../controllers/pinning.js';
import { byKey } from '../base/order.js';
import type { KubeObject, Pod } from '../kube/objects.js';
import { listObjects } from '../kube/store.js';
import type { IpFamily } from '../net/ip.js';
import { writeRuleset } from '../netfilter/iptables/write.js';
import type { Snapshot } from '../world/snapshot.js';

/** A file to write, by its name in the output directory. */
export type Artifacts = Readonly<Record<string, string>>;

export const json = (value: unknown): string => `${JSON.stringify(value, undefined, 1)}\n`;

/** What every dump holds: the rules of each node, and what they were made from. */
export const stepArtifacts = (snapshot: Snapshot): Artifacts => ({
  'services.json': objectList(listObjects(snapshot.objects, 'Service')),
  'endpointslices.json': objectList(listObjects(snapshot.objects, 'EndpointSlice')),
  ...ruleFiles(snapshot),
});

/** What only the last dump holds besides. */
export function finalArtifacts(snapshot: Snapshot): Artifacts {
  const health = healthChecks(snapshot);
  return {
    'endpoints.json': objectList(listObjects(snapshot.objects, 'Endpoints')),
    'pods.json': json(
      listObjects(snapshot.objects, 'Pod')
        .filter((pod) => !isTerminal(pod))
        .map(podRow),
    ),
    ...(health.length > 0 && { 'health.json': json(health) }),
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

const volatileMeta: ReadonlySet<string> = new Set([
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
  'generation',
  'managedFields',
]);

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** As `kubectl get -o json`, without what differs from one run to the next. */
const objectList = (objects: readonly KubeObject[]): string =>
  json({
    apiVersion: 'v1',
    items: objects.toSorted(byKey((o) => `${o.metadata.namespace ?? ''}/${o.metadata.name}`)).map(stable),
    kind: 'List',
    metadata: {},
  });

function stable(object: KubeObject): unknown {
  const { annotations, ...metadata } = object.metadata;
  const kept = Object.entries(annotations ?? {}).filter(([key]) => key !== lastApplied);
  return sorted({
    ...object,
    metadata: {
      ...Object.fromEntries(Object.entries(metadata).filter(([key]) => !volatileMeta.has(key))),
      ...(kept.length > 0 && { annotations: Object.fromEntries(kept) }),
    },
  });
}

/** Keys in order, as Go prints maps; uids left out wherever they are. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  return Object.fromEntries(
    entries
      .filter(([key]) => key !== 'uid')
      .toSorted(byKey(([key]) => key))
      .map(([key, item]) => [key, sorted(item)]),
  );
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
      return [
        {
          service: `${namespace}/${name}`,
          mode: dataplane.mode,
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
        },
      ];
    }),
  );
}
