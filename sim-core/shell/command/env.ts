import { getObject } from '../../kube/store.js';
import { everywhere, output, type Command } from '../command.js';
import { serviceEnvironment } from '../service-environment.js';
import type { Sys } from '../sys.js';
import { hostName } from './input.js';

type Variable = readonly [name: string, value: string];

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What the manifest sets for a container; what it takes from elsewhere is not modelled. */
function ownVariables(env: unknown): readonly Variable[] {
  if (!Array.isArray(env)) return [];
  return env.flatMap((entry: unknown): readonly Variable[] => {
    if (typeof entry !== 'object' || entry === null || !('name' in entry) || !('value' in entry)) return [];
    return [[String(entry.name), String(entry.value)]];
  });
}

/** The variables of a process here; later ones win. */
function environment(sys: Sys): ReadonlyMap<string, string> {
  const { place } = sys;
  const pod = place.kind === 'pod' ? getObject(sys.objects(), 'Pod', place.namespace, place.name) : undefined;
  return new Map([
    ['PATH', path],
    ['HOSTNAME', hostName(sys)],
    ...(pod === undefined ? [] : serviceEnvironment(sys.objects(), pod)),
    ...ownVariables(pod?.spec.containers[0]?.['env']),
    ['HOME', '/root'],
    ...sys.variables,
  ]);
}

const printer = (name: string): Command => ({
  name,
  places: everywhere,
  summary: 'the variables of a process here: in a pod, those of Services as well',
  usage: name === 'printenv' ? '[NAME...]' : '',
  flags: [],
  run: (argv, sys) => {
    const all = [...environment(sys)];
    if (argv.length === 0) return output(all.map(([key, value]) => `${key}=${value}\n`).join(''));
    const found = all.filter(([key]) => argv.includes(key));
    return {
      ...output(found.map(([, value]) => `${value}\n`).join('')),
      exitCode: found.length === argv.length ? 0 : 1,
    };
  },
});

export const env = printer('env');
export const printenv = printer('printenv');
