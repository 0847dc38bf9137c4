import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chainsOf, contradiction, namingOf, objectsOf, type ProbeEntry } from '../test/record-comparison.js';
import { readScenarioFile, scenarioDirectory, scenarioNames } from '../test/recorded.js';
import { recordScenario } from './record.js';
import { readScenario } from './scenario-directory.js';

/** Recorded files that `record` writes as well. */
const comparable = /^(apply\.txt|steps\.txt|(services|endpointslices|endpoints|packets)\.json|ip6?tables-save\..*)$/;

function filesOf(directory: string, prefix = ''): readonly string[] {
  return readdirSync(join(directory, prefix)).flatMap((name) => {
    const path = prefix === '' ? name : `${prefix}/${name}`;
    return statSync(join(directory, path)).isDirectory() ? filesOf(directory, path) : [path];
  });
}

const levelOf = (file: string): string => (file.includes('/') ? `${file.split('/')[0] ?? ''}/` : '');

describe.each(scenarioNames())('recording %s', (name) => {
  const directory = scenarioDirectory(name);
  const scenario = readScenario(directory);
  const ours = recordScenario(scenario, 1, 80);
  const manifests = readdirSync(directory)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => readScenarioFile(name, file) ?? '')
    .join('\n');
  const truth = filesOf(join(directory, 'truth'));
  const sticky = manifests.includes('ClientIP');

  it.each(truth.filter((file) => comparable.test(file.split('/').at(-1) ?? '')))('%s', (file) => {
    const services = `${levelOf(file)}services.json`;
    const recorded = namingOf(
      readScenarioFile(name, `truth/${services}`),
      manifests,
    )(readScenarioFile(name, `truth/${file}`) ?? '');
    const written = namingOf(ours[services], manifests)(ours[file] ?? '');
    if (file.endsWith('packets.json')) {
      const results = new Map((JSON.parse(written) as readonly ProbeEntry[]).map((entry) => [entry.probe.id, entry]));
      const probes = JSON.parse(recorded) as readonly ProbeEntry[];
      // The recording machine's kernel had no SCTP: it sent TCP in its place.
      const sent = probes.filter(({ probe }) => probe.proto !== 'SCTP');
      expect(sent.flatMap((entry) => contradiction(entry, results.get(entry.probe.id), sticky) ?? [])).toEqual([]);
    } else if (file.endsWith('.json')) expect(objectsOf(written)).toEqual(objectsOf(recorded));
    else if (file.includes('tables-save')) expect(chainsOf(written)).toEqual(chainsOf(recorded));
    else expect(written).toBe(recorded);
  });
});
