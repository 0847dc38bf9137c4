import { describe, expect, it } from 'vitest';
import type { EndpointSlice, KubeObject, Service } from '../kube/objects.js';
import { isReady, podIps } from './pod-state.js';
import { listeningPorts } from './pinning.js';
import { ControlPlane, manifestObjects, scenarioControlPlane } from '../test/control-plane.js';
import { readScenarioFile, readScenarioJson, scenarioNames } from '../test/recorded.js';

interface Listed<T> {
  readonly items: readonly T[];
}
interface RecordedPod {
  readonly ns: string;
  readonly name: string;
  readonly node: string;
  readonly ip: string;
  readonly ip6?: string;
  readonly ready: boolean;
  readonly host: boolean;
  readonly phase: string;
  readonly ports: readonly (readonly [string, number])[];
}

const SUFFIX = '[bcdfghjklmnpqrstvwxz2456789]';
const withoutSuffixes = (text: string): string =>
  text
    .replace(new RegExp(`-${SUFFIX}{8,10}-${SUFFIX}{5}(?=")`, 'g'), '-<hash>')
    .replace(new RegExp(`"([a-z0-9-]+)-${SUFFIX}{5}"`, 'g'), '"$1-<suffix>"');

const VOLATILE = new Set(['uid', 'resourceVersion', 'creationTimestamp', 'generation', 'annotations']);

/** Plain data with sorted keys, without what a cluster decides by chance and without empty fields. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([key, v]) => !VOLATILE.has(key) && v !== null && v !== undefined);
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, v]) => [key, canonical(v)]));
}

const sortedBy = (items: readonly unknown[]): readonly unknown[] =>
  items
    .map((item) => JSON.stringify(canonical(item)))
    .sort()
    .map((text) => JSON.parse(text) as unknown);

/** Slices that people wrote are not the controllers' business. */
function isWrittenByHand(object: object): boolean {
  const { metadata, addressType } = object as Partial<EndpointSlice>;
  const manager = metadata?.labels?.['endpointslice.kubernetes.io/managed-by'];
  return addressType !== undefined && manager !== undefined && !manager.endsWith('.k8s.io');
}

/** Objects of a kind in a form in which only essentials differ. */
function essentials(objects: readonly object[]): readonly string[] {
  return objects
    .filter((object) => !isWrittenByHand(object))
    .map((object) => {
      const { endpoints, subsets, ...rest } = object as {
        endpoints?: unknown[] | null;
        subsets?: Record<string, unknown[]>[];
      };
      const unordered = subsets?.map((subset) => ({
        ...subset,
        addresses: subset['addresses'] && sortedBy(subset['addresses']),
        notReadyAddresses: subset['notReadyAddresses'] && sortedBy(subset['notReadyAddresses']),
      }));
      return { ...rest, endpoints: endpoints && sortedBy(endpoints), subsets: unordered && sortedBy(unordered) };
    })
    .map((object) => {
      const { apiVersion: _version, kind: _kind, ...rest } = canonical(object) as Record<string, unknown>;
      return withoutSuffixes(JSON.stringify(rest));
    })
    .sort();
}

const podLine = (pod: RecordedPod): string => {
  const name = withoutSuffixes(`"${pod.name}"`);
  const ports = pod.ports.map(([protocol, port]) => `${protocol}:${port}`).sort();
  return `${pod.ns}/${name} ${pod.node} ${pod.ip} ${pod.ip6 ?? ''} ${pod.phase} ${pod.ready} ${pod.host} ${ports.join()}`;
};

/** Where each pod runs, by name. */
function podLines(plane: ControlPlane): ReadonlyMap<string, string> {
  const lines = plane.list('Pod').map((pod): readonly [string, string] => {
    const [ip = '', ip6] = podIps(pod);
    const line = podLine({
      ns: pod.metadata.namespace ?? '',
      name: pod.metadata.name,
      node: pod.spec.nodeName ?? '',
      ip,
      ...(ip6 === undefined ? {} : { ip6 }),
      ready: isReady(pod),
      host: pod.spec.hostNetwork === true,
      phase: pod.status?.phase ?? '',
      ports: listeningPorts(pod).map((p) => [p.protocol, p.port] as const),
    });
    return [`${pod.metadata.namespace ?? ''}/${pod.metadata.name}`, line];
  });
  return new Map(lines);
}

/** What the API server would hold: the recorded Services, before any cloud saw them. */
function setServices(plane: ControlPlane, services: readonly Service[]): void {
  for (const service of plane.list('Service')) {
    const { namespace = '', name } = service.metadata;
    if (!services.some((s) => s.metadata.name === name && s.metadata.namespace === namespace))
      plane.delete('Service', namespace, name);
  }
  plane.put(
    ...services.map((s): KubeObject => ({ ...s, apiVersion: 'v1', kind: 'Service', status: { loadBalancer: {} } })),
  );
}

/** The few kubectl commands of recorded steps that touch pods and workloads. */
function runCommand(plane: ControlPlane, command: string): void {
  const [verb, kind = '', name = '', ...rest] = command.split(/\s+/);
  const flag = rest.indexOf('-n');
  const namespace = (flag < 0 ? undefined : rest[flag + 1]) ?? 'default';
  const pair = rest.find((word) => word.includes('=') && !word.startsWith('--'))?.split('=');
  if (verb === 'scale') {
    const replicas = Number(rest.find((word) => word.startsWith('--replicas='))?.slice('--replicas='.length));
    plane.edit('Deployment', namespace, name, (d) => ({ ...d, spec: { ...d.spec, replicas } }));
  } else if (verb === 'delete' && kind === 'pod') plane.delete('Pod', namespace, name);
  else if ((verb === 'label' || verb === 'annotate') && kind === 'pod' && pair !== undefined) {
    const [key = '', value = ''] = pair;
    const field = verb === 'label' ? 'labels' : 'annotations';
    plane.edit('Pod', namespace, name, (pod) => ({
      ...pod,
      metadata: { ...pod.metadata, [field]: { ...pod.metadata[field], [key]: value } },
    }));
  }
}

const recordedServices = (scenario: string, file: string): readonly Service[] =>
  readScenarioJson<Listed<Service>>(scenario, file)?.items ?? [];

const statuses = (services: readonly Service[]): unknown =>
  Object.fromEntries(services.map((s) => [`${s.metadata.namespace ?? ''}/${s.metadata.name}`, s.status]));

const recordedObjects = (scenario: string, file: string): readonly string[] | undefined => {
  const list = readScenarioJson<Listed<object>>(scenario, file);
  return list === undefined ? undefined : essentials(list.items);
};

interface Step {
  readonly kubectl?: readonly string[];
  readonly dump?: boolean;
}

describe.each(scenarioNames())('%s', (scenario) => {
  const slices = recordedObjects(scenario, 'truth/endpointslices.json');
  const steps = readScenarioJson<{ readonly steps?: readonly Step[] }>(scenario, 'probes.json')?.steps ?? [];
  const dumped = steps.length > 0 && steps.every((step) => step.dump === true);

  it.runIf(slices !== undefined && (dumped || steps.length === 0))('comes to rest as recorded', () => {
    const plane = scenarioControlPlane(scenario);
    const objects = manifestObjects(readScenarioFile(scenario, 'manifests.yaml') ?? '');
    plane.put(...objects.filter((object) => object.kind !== 'Service'));
    setServices(plane, recordedServices(scenario, dumped ? 'truth/step1/services.json' : 'truth/services.json'));
    plane.settle();
    const ran = new Map(podLines(plane));
    for (const [i, step] of steps.entries()) {
      for (const command of step.kubectl ?? []) runCommand(plane, command);
      setServices(plane, recordedServices(scenario, `truth/step${i + 1}/services.json`));
      plane.settle();
      for (const [name, line] of podLines(plane)) ran.set(name, line);
      expect(essentials(plane.list('EndpointSlice')), `slices after step ${i + 1}`).toEqual(
        recordedObjects(scenario, `truth/step${i + 1}/endpointslices.json`),
      );
    }
    expect(essentials(plane.list('EndpointSlice'))).toEqual(slices);
    expect(essentials(plane.list('Endpoints'))).toEqual(recordedObjects(scenario, 'truth/endpoints.json'));
    const pods = readScenarioJson<readonly RecordedPod[]>(scenario, 'truth/pods.json') ?? [];
    // Pods that a step ended are listed too.
    expect([...ran.values()].sort()).toEqual(pods.map(podLine).sort());
    expect(statuses(plane.list('Service'))).toEqual(statuses(recordedServices(scenario, 'truth/services.json')));
  });
});
