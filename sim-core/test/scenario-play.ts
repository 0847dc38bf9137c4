/** Plays a recorded scenario's manifests and steps on a control plane, for tests. */
import type { KubeObject, Service } from '../kube/objects.js';
import type { ControlPlane } from './control-plane.js';
import { manifestObjects, scenarioControlPlane } from './control-plane.js';
import { readScenarioFile, readScenarioJson } from './recorded.js';

interface Step {
  readonly kubectl?: readonly string[];
  readonly dump?: boolean;
}

export const recordedServices = (scenario: string, file: string): readonly Service[] =>
  readScenarioJson<{ readonly items: readonly Service[] }>(scenario, file)?.items ?? [];

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

const stepsOf = (scenario: string): readonly Step[] =>
  readScenarioJson<{ readonly steps?: readonly Step[] }>(scenario, 'probes.json')?.steps ?? [];

/** Without steps, or with Services recorded after each of them. */
export const isPlayable = (scenario: string): boolean => stepsOf(scenario).every((step) => step.dump === true);

/** Manifests, then each step; the controllers come to rest in between. */
export function playScenario(scenario: string, afterStep?: (plane: ControlPlane, step: number) => void): ControlPlane {
  const plane = scenarioControlPlane(scenario);
  const steps = stepsOf(scenario);
  const objects = manifestObjects(readScenarioFile(scenario, 'manifests.yaml') ?? '');
  plane.put(...objects.filter((object) => object.kind !== 'Service'));
  setServices(
    plane,
    recordedServices(scenario, steps.length > 0 ? 'truth/step1/services.json' : 'truth/services.json'),
  );
  plane.settle();
  afterStep?.(plane, 0);
  for (const [i, step] of steps.entries()) {
    for (const command of step.kubectl ?? []) runCommand(plane, command);
    setServices(plane, recordedServices(scenario, `truth/step${i + 1}/services.json`));
    plane.settle();
    afterStep?.(plane, i + 1);
  }
  return plane;
}
