import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chainsOf, contradictions, namingOf, nftObjectsOf, objectsOf, type Naming } from '../test/record-comparison.js';
import { readScenarioFile, scenarioDirectory, scenarioNames } from '../test/recorded.js';
import { recordScenario } from './record.js';
import { readScenario } from './scenario-directory.js';

/** Recorded files that `record` writes as well. */
const comparable =
  /^(apply\.txt|steps\.txt|(services|endpointslices|endpoints|packets)\.json|ip6?tables-save\..*|nft\..*)$/;

function filesOf(directory: string, prefix = ''): readonly string[] {
  return readdirSync(join(directory, prefix)).flatMap((name) => {
    const path = prefix === '' ? name : `${prefix}/${name}`;
    return statSync(join(directory, path)).isDirectory() ? filesOf(directory, path) : [path];
  });
}

/** What no replay can agree with, and why. */
const unrepeatable: Readonly<Record<string, readonly string[]>> = {
  // The slice's hostname was another one in the manifest when this was recorded.
  '18-headless-without-selector': ['endpointslices.json', 'packets.json'],
  // kube-proxy passed 1000 endpoints between two of its syncs: rules written before kept their comments.
  '45-large-200x5': ['iptables-save.node1.txt'],
};

/** Allocated addresses stand in no element's own place in the order: names are given, then elements are sorted. */
const named = (objects: Readonly<Record<string, readonly string[]>> = {}, naming: Naming): unknown =>
  Object.fromEntries(
    Object.entries(objects).map(([name, lines]) => [
      name,
      name.includes('/') ? lines.map(naming) : lines.map(naming).toSorted(),
    ]),
  );

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

  const repeatable = (file: string): boolean =>
    comparable.test(file.split('/').at(-1) ?? '') && !unrepeatable[name]?.includes(file);

  it.each(truth.filter(repeatable))('%s', (file) => {
    const services = `${levelOf(file)}services.json`;
    const recordedNaming = namingOf(readScenarioFile(name, `truth/${services}`), manifests);
    const ourNaming = namingOf(ours[services], manifests);
    const [recorded, written] = [readScenarioFile(name, `truth/${file}`) ?? '', ours[file] ?? ''];
    if (file.endsWith('packets.json')) {
      expect(contradictions(recordedNaming(recorded), ourNaming(written), sticky)).toEqual([]);
    } else if (file.endsWith('.json')) {
      expect(objectsOf(written, ourNaming)).toEqual(objectsOf(recorded, recordedNaming));
    } else if (file.includes('tables-save')) {
      expect(chainsOf(ourNaming(written))).toEqual(chainsOf(recordedNaming(recorded)));
    } else if (/(^|\/)nft\./.test(file)) {
      const [ours, theirs] = [written, recorded].map(nftObjectsOf);
      expect(named(ours, ourNaming)).toEqual(named(theirs, recordedNaming));
    } else expect(ourNaming(written)).toBe(recordedNaming(recorded));
  });
});
