import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { namingOf } from '../test/record-comparison.js';
import { readScenarioFile, scenarioDirectory, scenarioNames } from '../test/recorded.js';
import { recordScenario } from './record.js';
import { readScenario } from './scenario-directory.js';

const files = ['kubectl-get.txt', 'kubectl-describe.txt'];

/** Commands whose output hangs on what is not modelled: a template's hash, a pod's whole status, trigger times. */
const notModelled = /-o yaml|^\$ kubectl get deploy,rs,sts -A/;
const notModelledOf: Readonly<Record<string, RegExp>> = {
  // Events of controllers are not listed yet.
  '27-traffic-distribution-zone': /describe svc auto/,
};

const age = /(?<=\s)(?:\d+[smhd])+(?=\s|$)/g;
const randomName = /-[bcdfghjklmnpqrstvwxz2456789]{5}(?=\s|$)/gm;
/** Which entries of a long list are shown follows the random names of slices. */
const longLists = /\S+ \+ (\d+) more\.\.\./g;
const lists = /\S+:\d+(?:,\S+:\d+)+|\d[\d.]+(?:,\d[\d.]+)+/g;

/** Output by command, without what differs from one cluster to the next. */
function byCommand(text: string): Readonly<Record<string, readonly string[]>> {
  const commands: Record<string, readonly string[]> = {};
  for (const part of text.split(/^(?=\$ )/m)) {
    const [command = '', ...lines] = part
      .replaceAll(longLists, '<three> + $1 more')
      .replaceAll(lists, (list) => list.split(',').sort().join(','))
      .replaceAll(age, '<age>')
      .replaceAll(randomName, '-<suffix>')
      .split('\n')
      .map((line) => line.trimEnd().replaceAll(/\s{2,}/g, ' | '));
    // Rows of random names come in any order.
    commands[command] = [...lines.filter((line) => line !== '')].sort();
  }
  return commands;
}

const told = scenarioNames().filter((name) => readScenarioFile(name, `truth/${files[0] ?? ''}`) !== undefined);

describe.each(told)('%s', (name) => {
  const manifests = readdirSync(scenarioDirectory(name))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => readScenarioFile(name, file) ?? '')
    .join('\n');
  const ours = recordScenario(readScenario(scenarioDirectory(name)), 1, 1);
  const services = 'services.json';

  it.each(files)('%s', (file) => {
    const naming = namingOf(readScenarioFile(name, `truth/${services}`), manifests);
    const recorded = byCommand(naming(readScenarioFile(name, `truth/${file}`) ?? ''));
    const printed = byCommand(namingOf(ours[services], manifests)(ours[file] ?? ''));
    const commands = Object.keys(recorded).filter(
      (command) => !notModelled.test(command) && !notModelledOf[name]?.test(command),
    );
    for (const command of commands) expect(printed[command], command).toEqual(recorded[command]);
  });
});
