import { describe, expect, it } from 'vitest';
import { bootstrapObjects } from '../../apiserver/bootstrap.js';
import { humanDuration } from './age.js';
import { kubectlGet } from './get.js';

const cluster = {
  objects: bootstrapObjects({
    nodes: [{ name: 'n1', ip: '10.0.0.1', podCIDR: '10.1.0.0/24', zone: 'z' }],
    serviceCIDRs: ['10.96.0.0/16'],
    apiServer: { ip: '10.0.0.9', port: 6443 },
    clusterDomain: 'cluster.local',
  }),
  now: 65_000,
};

const get = (line: string) => kubectlGet(cluster, line.split(' '));

describe('kubectl get', () => {
  it.each([
    ['svc -owide', 'kubernetes   ClusterIP   10.96.0.1    <none>        443/TCP   65s   <none>'],
    ['services --output=name', 'service/kubernetes'],
    ['svc kubernetes -o jsonpath={.spec.ports[0].port}', '443'],
    ['svc kubernetes -ojson', '    "kind": "Service",'],
    ['svc -A --show-labels', 'component=apiserver,provider=kubernetes'],
    ['svc -l provider=kubernetes,component!=x -o name', 'service/kubernetes'],
    ['nodes', 'n1     Ready    <none>   65s   v1.34.9'],
  ])('%s', (line, expected) => {
    expect(get(line).stdout).toContain(expected);
    expect(get(line).exitCode).toBe(0);
  });

  it.each([
    ['svc nosuch', 'Error from server (NotFound): services "nosuch" not found\n'],
    ['deploy nosuch', 'Error from server (NotFound): deployments.apps "nosuch" not found\n'],
    ['sandwiches', `error: the server doesn't have a resource type "sandwiches"\n`],
    ['svc --nosuch', "error: unknown flag: --nosuch\nSee 'kubectl get --help' for usage.\n"],
    ['svc -n', "error: flag needs an argument: 'n' in -n\nSee 'kubectl get --help' for usage.\n"],
  ])('%s fails in kubectl’s words', (line, stderr) => {
    expect(get(line)).toMatchObject({ stdout: '', exitCode: 1 });
    expect(get(line).stderr.startsWith(stderr)).toBe(true);
  });

  it('says when there is nothing', () => {
    expect(get('pods')).toMatchObject({
      stdout: '',
      stderr: 'No resources found in default namespace.\n',
      exitCode: 0,
    });
    expect(get('pods -A').stderr).toBe('No resources found\n');
  });
});

it.each([
  [0, '0s'],
  [119_000, '119s'],
  [120_000, '2m'],
  [379_000, '6m19s'],
  [660_000, '11m'],
  [3 * 3600_000, '3h'],
  [3 * 3600_000 + 60_000, '3h1m'],
  [50 * 3600_000, '2d2h'],
  [9 * 24 * 3600_000, '9d'],
])('an age of %i ms is %s', (ms, text) => {
  expect(humanDuration(ms)).toBe(text);
});
