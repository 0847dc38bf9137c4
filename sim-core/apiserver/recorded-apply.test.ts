/** Everything that was applied to a real cluster, document by document and step by step. */
import { describe, expect, it } from 'vitest';
import { createPrng, Prng } from '../base/prng.js';
import { lastAppliedAnnotation } from '../kube/last-applied.js';
import type { Kind, ObjectKey } from '../kube/key.js';
import type { KubeObject } from '../kube/objects.js';
import { kindOfArgument } from '../kube/resource.js';
import { ApiTx, getObject, listObjects, type ApiObjects } from '../kube/store.js';
import { readCases, readScenarioFile, readScenarioJson, scenarioNames } from '../test/recorded.js';
import { applyManifests } from './apply.js';
import { bootstrapObjects } from './bootstrap.js';
import { annotateObject, deleteObject, labelObject, scaleObject, type ScaleTarget } from './edit.js';
import { defaultApiServerConfig, type AdmitContext, type ApplyOutcome } from './state.js';

const boot = bootstrapObjects({
  nodes: [1, 2, 3].map((n) => ({
    name: `node${n}`,
    ip: `192.168.10.1${n}`,
    podCIDR: `10.244.${n}.0/24`,
    zone: n < 3 ? 'zone-a' : 'zone-b',
  })),
  serviceCIDRs: ['10.96.0.0/16'],
  apiServer: { ip: '192.168.10.2', port: 6443 },
  clusterDomain: 'cluster.local',
});

const context = (serviceCIDRs = defaultApiServerConfig.serviceCIDRs): AdmitContext => ({
  config: { ...defaultApiServerConfig, serviceCIDRs },
  prng: new Prng(createPrng(7)),
  now: 0,
});

/** An object as recordings show it. */
function shown(object: unknown): unknown {
  const copy = JSON.parse(
    JSON.stringify(object)
      .replace(/"uid":"[^"]*",?/g, '')
      .replaceAll(',}', '}'),
  ) as { metadata: Record<string, unknown>; status?: unknown };
  const annotations = { ...(copy.metadata['annotations'] as Record<string, string> | undefined) };
  delete annotations[lastAppliedAnnotation];
  for (const field of ['uid', 'resourceVersion', 'creationTimestamp', 'annotations']) delete copy.metadata[field];
  if (Object.keys(annotations).length > 0) copy.metadata['annotations'] = annotations;
  return copy;
}

/** The text of an object with the values that the server chose blanked. */
const withoutChoices = (object: unknown): unknown =>
  JSON.parse(
    JSON.stringify(object)
      .replace(/"10\.96\.\d+\.\d+"|"fd00:10:96::[0-9a-f:]*"/g, '"IP"')
      .replace(/"(nodePort|healthCheckNodePort)":\d+/g, '"$1":0'),
  );

interface CatalogueCase {
  readonly manifest: string;
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly object?: unknown;
}

describe('the recorded catalogue', () => {
  const cases = readCases<readonly CatalogueCase[]>('apply-catalogue.json');
  it.each(cases.map((c) => [c.manifest.replaceAll('\n', ' · '), c] as const))('%s', (_name, recorded) => {
    const outcome = applyManifests(boot, recorded.manifest, context(), { filename: 'manifest.yaml' });
    expect(outcome.stdout).toBe(recorded.stdout);
    expect(outcome.stderr).toBe(recorded.stderr);
    if (recorded.rc !== 0) {
      expect(outcome.objects).toBe(boot);
      expect(outcome.problems.filter((p) => p.severity === 'error')).not.toEqual([]);
      for (const problem of outcome.problems) expect(problem.range).toBeDefined();
      return;
    }
    const key = outcome.results[0]?.key as ObjectKey;
    const stored = getObject(outcome.objects, key.kind, key.namespace, key.name);
    expect(withoutChoices(shown(stored))).toEqual(withoutChoices(shown(recorded.object)));
  });
});

/** Pods get a node, as a scheduler would see to. */
function scheduled(objects: ApiObjects): ApiObjects {
  const tx = new ApiTx(objects);
  for (const pod of listObjects(objects, 'Pod')) tx.put({ ...pod, spec: { ...pod.spec, nodeName: 'node1' } });
  return tx.commit();
}

function run(objects: ApiObjects, scenario: string, command: string, ctx: AdmitContext): ApplyOutcome {
  const apply = /^kubectl apply (.*?)-f (\S+)$/.exec(command);
  if (apply !== null) {
    const filename = apply[2] ?? '';
    const serverSide = apply[1]?.includes('--server-side') === true;
    return applyManifests(objects, readScenarioFile(scenario, filename) ?? '', ctx, { filename, serverSide });
  }
  const words = command.split(' ').filter((word) => word !== '-n' && word !== 'default' && !word.startsWith('--'));
  const [, verb, kind = '', name = '', ...rest] = words;
  const key: ObjectKey = { kind: kindOfArgument(kind) as Kind, namespace: 'default', name };
  const changes = Object.fromEntries(rest.map((word) => word.split('=') as [string, string]));
  const replicas = Number(/--replicas=(\d+)/.exec(command)?.[1]);
  if (verb === 'delete') return deleteObject(objects, key, ctx);
  if (verb === 'scale') return scaleObject(objects, key as ScaleTarget, replicas, ctx);
  return (verb === 'label' ? labelObject : annotateObject)(objects, key, changes, ctx);
}

/** A fixture where the manifest says another hostname than the recording. */
const renamedInManifest = '18-headless-without-selector';

describe.each(scenarioNames())('%s', (scenario) => {
  const dual = readScenarioJson<{ dualStack?: boolean }>(scenario, 'probes.json')?.dualStack === true;
  const ctx = context(dual ? ['10.96.0.0/16', 'fd00:10:96::/112'] : ['10.96.0.0/16']);
  const first = applyManifests(boot, readScenarioFile(scenario, 'manifests.yaml') ?? '', ctx, {
    filename: 'manifests.yaml',
  });
  let objects = scheduled(first.objects);

  it('apply', () => {
    expect(first.stdout + first.stderr).toBe(readScenarioFile(scenario, 'truth/apply.txt'));
  });

  const blocks = (readScenarioFile(scenario, 'truth/steps.txt') ?? '').split(/^# step \d+\n\$ /m).slice(1);
  const steps = blocks.map(
    (block) => [block.slice(0, block.indexOf('\n')), block.slice(block.indexOf('\n') + 1)] as const,
  );
  it.each(steps)('%s', (command, printed) => {
    const outcome = run(objects, scenario, command, ctx);
    objects = outcome.objects;
    expect(outcome.stdout + outcome.stderr).toBe(printed);
  });

  it.each([
    ['Service', 'services.json'],
    ['EndpointSlice', 'endpointslices.json'],
    ['Endpoints', 'endpoints.json'],
  ] as const)('stores each %s', (kind, file) => {
    const recorded = readScenarioJson<{ items: readonly KubeObject[] }>(scenario, `truth/${file}`)?.items ?? [];
    for (const item of recorded) {
      const stored = getObject(objects, kind, item.metadata.namespace, item.metadata.name);
      if (stored === undefined && kind !== 'Service') continue;
      if (scenario === renamedInManifest && item.metadata.name === 'cass-a') continue;
      expect(comparable(stored)).toEqual(comparable(item));
    }
  });
});

/** Without what controllers write later. */
function comparable(object: unknown): unknown {
  const copy = withoutChoices(shown(object)) as { metadata: Record<string, unknown>; status?: unknown };
  delete copy.status;
  delete copy.metadata['generation'];
  return copy;
}
