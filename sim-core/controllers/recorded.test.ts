import { describe, expect, it } from 'vitest';
import type { EndpointSlice, Service } from '../kube/objects.js';
import { isReady, podIps } from './pod-state.js';
import { listeningPorts } from './pinning.js';
import type { ControlPlane } from '../test/control-plane.js';
import { isPlayable, playScenario, recordedServices } from '../test/scenario-play.js';
import { readScenarioJson, scenarioNames } from '../test/recorded.js';

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

const statuses = (services: readonly Service[]): unknown =>
  Object.fromEntries(services.map((s) => [`${s.metadata.namespace ?? ''}/${s.metadata.name}`, s.status]));

const recordedObjects = (scenario: string, file: string): readonly string[] | undefined => {
  const list = readScenarioJson<Listed<object>>(scenario, file);
  return list === undefined ? undefined : essentials(list.items);
};

describe.each(scenarioNames())('%s', (scenario) => {
  const slices = recordedObjects(scenario, 'truth/endpointslices.json');

  it.runIf(slices !== undefined && isPlayable(scenario))('comes to rest as recorded', () => {
    const ran = new Map<string, string>();
    const plane = playScenario(scenario, (current, step) => {
      for (const [name, line] of podLines(current)) ran.set(name, line);
      const recorded = recordedObjects(scenario, `truth/step${step}/endpointslices.json`);
      if (recorded !== undefined)
        expect(essentials(current.list('EndpointSlice')), `after step ${step}`).toEqual(recorded);
    });
    expect(essentials(plane.list('EndpointSlice'))).toEqual(slices);
    expect(essentials(plane.list('Endpoints'))).toEqual(recordedObjects(scenario, 'truth/endpoints.json'));
    // Pods that a step ended are listed too.
    const pods = readScenarioJson<readonly RecordedPod[]>(scenario, 'truth/pods.json') ?? [];
    expect([...ran.values()].sort()).toEqual(pods.map(podLine).sort());
    expect(statuses(plane.list('Service'))).toEqual(statuses(recordedServices(scenario, 'truth/services.json')));
  });
});
