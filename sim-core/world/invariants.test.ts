import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeRuleset } from '../netfilter/iptables/write.js';
import type { Trace } from '../network/trace.js';
import { compileDataplane } from '../proxy/compile.js';
import type { Dataplane } from '../proxy/dataplane.js';
import { openingFiles } from '../scenario/start.js';
import type { Command, SourceRef } from './command.js';
import { proxyNode } from './machines.js';
import { createSimulation, replay } from './simulation.js';
import type { Snapshot } from './snapshot.js';

const named = { namespace: 'default', name: 'myservice' } as const;

const manifest = fc
  .record({
    name: fc.constantFrom('myservice', 'other', 'Bad_Name'),
    type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName', 'Ingress'),
    port: fc.constantFrom(80, 443, 0, 70000),
    targetPort: fc.constantFrom('8080', 'http', '"8080"', '1'),
    extra: fc.constantFrom(
      '',
      '  externalTrafficPolicy: Local\n',
      '  internalTrafficPolicy: Local\n',
      '  sessionAffinity: ClientIP\n',
      '  externalIPs: [203.0.113.7]\n',
      '  clusterIP: None\n',
      '  loadBalancerSourceRanges: [198.51.100.0/24]\n',
      '  publishNotReadyAddresses: true\n',
      '  nonsense: true\n',
    ),
    app: fc.constantFrom('demoapp', 'client', 'nobody'),
  })
  .map(
    ({ name, type, port, targetPort, extra, app }) =>
      `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  annotations: {kubehop.dev/lb-ip: 203.0.113.9}\n` +
      `spec:\n  type: ${type}\n  selector: {app: ${app}}\n${extra}  ports:\n  - {port: ${port}, targetPort: ${targetPort}}\n`,
  );

const source: fc.Arbitrary<SourceRef> = fc.oneof(
  fc.constantFrom('client', 'ghost').map((name) => ({ kind: 'pod', namespace: 'default', name }) as const),
  fc.constantFrom('node1', 'node3', 'node7').map((node) => ({ kind: 'node', node }) as const),
  fc.constantFrom(undefined, '198.51.100.7', 'nowhere').map((ip) => ({ kind: 'external', ...(ip && { ip }) }) as const),
);

const destination = fc.oneof(
  fc.constantFrom(
    'myservice:80',
    'other.default:443',
    '10.96.0.1:443',
    '203.0.113.7:80',
    '203.0.113.9:80',
    '10.244.1.2:8080',
  ),
  fc.constantFrom('192.168.10.12', '10.244.2.1').chain((ip) => fc.nat(65535).map((port) => `${ip}:${port}`)),
  fc.string({ maxLength: 20 }),
);

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: manifest.map((text): Command => ({ type: 'apply', manifest: text, file: 'service.yaml' })) },
  { weight: 1, arbitrary: manifest.map((text): Command => ({ type: 'apply', manifest: text })) },
  { weight: 1, arbitrary: fc.string().map((text): Command => ({ type: 'apply', manifest: text, file: 'junk.yaml' })) },
  {
    weight: 2,
    arbitrary: fc.integer({ min: -1, max: 6 }).map((replicas): Command => ({
      type: 'scale',
      kind: 'Deployment',
      namespace: 'default',
      name: 'demoapp',
      replicas,
    })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('true', 'false', null).map((ready): Command => ({
      type: 'annotate',
      kind: 'Pod',
      namespace: 'default',
      name: 'client',
      annotations: { 'kubehop.dev/ready': ready },
    })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('demoapp', null, '-bad-')
      .map((app): Command => ({ type: 'label', kind: 'Pod', namespace: 'default', name: 'client', labels: { app } })),
  },
  { weight: 1, arbitrary: fc.constant<Command>({ type: 'delete', kind: 'Service', ...named }) },
  { weight: 1, arbitrary: fc.integer({ min: -5, max: 40_000 }).map((ms): Command => ({ type: 'advance', ms })) },
  {
    weight: 6,
    arbitrary: fc
      .record({
        from: source,
        to: destination,
        protocol: fc.constantFrom('TCP', 'UDP', 'SCTP', 'ICMP'),
        count: fc.constantFrom(1, 3, 0),
        via: fc.constantFrom(undefined, 'node2', 'node8'),
      })
      .map(({ via, ...rest }): Command => ({ type: 'send', ...rest, ...(via && { via }) })),
  },
);

const rulesText = (dataplane: Dataplane): readonly string[] =>
  [...dataplane.iptables].map(([name, ruleset]) => `${name}\n${writeRuleset(ruleset)}`);

/** Rules compiled bit by bit over the world's life are those that a compile of the same objects makes. */
function expectRulesFromScratch({ config, objects, rules, schedule }: Snapshot): void {
  for (const node of config.nodes) {
    if (schedule.pending.some(({ task }) => task.kind === 'rules' && task.node === node.name)) continue;
    const scratch = compileDataplane(objects, proxyNode(config, node), config.kubeProxy).dataplane;
    const kept = rules.get(node.name)?.dataplane;
    expect(kept && rulesText(kept)).toEqual(rulesText(scratch));
  }
}

/** Every rule that a packet met is where the trace says. */
function expectRulesToExist(trace: Trace, { rules }: Snapshot): void {
  for (const { place, step } of [...trace.request, ...trace.reply]) {
    if (step.kind !== 'rule' || place.kind !== 'node' || !step.ruleset.startsWith('kube-proxy/')) continue;
    const { table, chain, index } = step.visit.ref;
    const ruleset = rules.get(place.node)?.dataplane.iptables.get(step.ruleset);
    expect(ruleset?.tables.find((t) => t.name === table)?.chains.get(chain)?.rules[index]).toBeDefined();
  }
}

describe('whatever happens', () => {
  it('rules are those of the objects, traces those of the rules, and a replay the same world', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 12 }), fc.nat(1000), (commands, seed) => {
        const simulation = createSimulation({ seed, files: openingFiles });
        for (const next of commands) {
          const before = simulation.snapshotAt(simulation.log.length);
          const result = simulation.dispatch(next);
          const after = simulation.snapshotAt(simulation.log.length);
          expect(result.accepted || result.problems.length > 0).toBe(true);
          expect(result.revision - before.revision).toBeGreaterThanOrEqual(0);
          if (!result.accepted) expect(after.objects).toBe(before.objects);
          for (const trace of result.traces) expectRulesToExist(trace, before);
          expectRulesFromScratch(after);
        }
        const again = replay({ seed, log: simulation.log });
        for (const query of [{ kind: 'cluster' }, { kind: 'timeline' }] as const) {
          expect(again.query(query)).toEqual(simulation.query(query));
        }
      }),
      { numRuns: 40, seed: 20 },
    );
  }, 60_000);
});
