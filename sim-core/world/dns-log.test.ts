import { describe, expect, it } from 'vitest';
import { openingFiles } from '../scenario/start.js';
import type { Command } from './command.js';
import { createSimulation, replay, type Simulation } from './simulation.js';

const pod = { kind: 'pod', namespace: 'default', name: 'client' } as const;

function opened(): Simulation {
  const simulation = createSimulation({ seed: 1 });
  for (const [file, manifest] of Object.entries(openingFiles)) simulation.dispatch({ type: 'apply', manifest, file });
  simulation.dispatch({ type: 'settle' });
  return simulation;
}

const shell = (line: string, place: Extract<Command, { type: 'shell' }>['place'] = pod): Command => ({
  type: 'shell',
  place,
  line,
});

const asked = (simulation: Simulation): readonly string[] =>
  simulation.query({ kind: 'dnsLog' }).map(({ type, name, rcode }) => `${type} ${name} ${rcode}`);

const own = 'myservice.default.svc.cluster.local.';

describe('what the cluster’s DNS was asked', () => {
  it.each<readonly [what: string, command: Command, log: readonly string[]]>([
    [
      'a name with the first search domain, both families',
      shell('curl -s myservice'),
      [`A ${own} NOERROR`, `AAAA ${own} NOERROR`],
    ],
    ['dig without the search list', shell('dig myservice'), ['A myservice. NXDOMAIN']],
    [
      'ndots: a name of outside walks the list first',
      shell('dig +search example.com'),
      [
        'A example.com.default.svc.cluster.local. NXDOMAIN',
        'A example.com.svc.cluster.local. NXDOMAIN',
        'A example.com.cluster.local. NXDOMAIN',
        'A example.com. NXDOMAIN',
      ],
    ],
    ['addresses are not asked about', shell('curl -s 10.96.0.1:443'), []],
    ['a node asks its own server', shell('dig kubernetes.default', { kind: 'node', node: 'node1' }), []],
    [
      'a packet to a name',
      { type: 'send', from: pod, to: 'myservice.default.svc.cluster.local:80', protocol: 'TCP' },
      // Fewer than five dots: the search list comes first.
      [`${own}default.svc.cluster.local.`, `${own}svc.cluster.local.`, `${own}cluster.local.`]
        .flatMap((name) => [`A ${name} NXDOMAIN`, `AAAA ${name} NXDOMAIN`])
        .concat(`A ${own} NOERROR`, `AAAA ${own} NOERROR`),
    ],
  ])('%s', (_, command, log) => {
    const simulation = opened();
    simulation.dispatch(command);
    expect(asked(simulation)).toEqual(log);
  });

  it('says who asked, when, and what came back', () => {
    const simulation = opened();
    simulation.dispatch({ type: 'advance', ms: 5000 });
    const { time, services } = simulation.query({ kind: 'cluster' });
    simulation.dispatch(shell('curl -s myservice'));
    const [first, second] = simulation.query({ kind: 'dnsLog' });
    const { clusterIPs } = services.find(({ name }) => name === 'myservice') ?? { clusterIPs: [] };
    expect(first).toMatchObject({ sequence: 0, from: pod, answer: clusterIPs });
    expect(first?.time).toBeGreaterThanOrEqual(time);
    expect(second).toMatchObject({ sequence: 1, type: 'AAAA', answer: [] });
  });

  it('belongs to the moment, and keeps its newest lines', () => {
    const simulation = opened();
    simulation.dispatch(shell('dig myservice'));
    const before = simulation.log.length;
    simulation.dispatch(shell(Array.from({ length: 520 }, () => 'dig myservice').join('; ')));
    const log = simulation.query({ kind: 'dnsLog' });
    expect(log).toHaveLength(500);
    expect(log.at(-1)?.sequence).toBe(520);
    expect(simulation.query({ kind: 'dnsLog' }, before)).toHaveLength(1);
    expect(replay({ seed: 1, log: simulation.log }).query({ kind: 'dnsLog' })).toEqual(log);
  });
});
