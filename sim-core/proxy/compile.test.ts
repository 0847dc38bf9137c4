import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyApiObjects } from '../kube/store.js';
import { writeRuleset } from '../netfilter/iptables/write.js';
import { writeNftRuleset } from '../netfilter/nftables/write.js';
import { applyEdits, config as base, edit, node } from '../test/cluster-edits.js';
import { compileDataplane, type CompiledNode } from './compile.js';

const texts = ({ dataplane }: CompiledNode): readonly string[] => [
  ...[...dataplane.iptables.values()].map((r) => writeRuleset(r)),
  writeNftRuleset(dataplane.nftables?.values() ?? []),
];

const config = base;

describe.each(['iptables', 'nftables'])('compileDataplane in %s mode', (mode) => {
  const config = { ...base, mode };

  it('gives the same from a previous result as from scratch', () => {
    fc.assert(
      fc.property(fc.array(fc.array(edit, { maxLength: 5 }), { maxLength: 6 }), (batches) => {
        let objects = emptyApiObjects;
        let compiled: CompiledNode | undefined;
        for (const batch of batches) {
          objects = applyEdits(objects, batch);
          const before = compiled && texts(compiled);
          const next = compileDataplane(objects, node, config, compiled);
          const scratch = compileDataplane(objects, node, config);
          expect(texts(next)).toEqual(texts(scratch));
          expect(next.dataplane.listeners).toEqual(scratch.dataplane.listeners);
          if (compiled) expect(texts(compiled)).toEqual(before);
          compiled = next;
        }
      }),
    );
  });

  it('keeps the very same rules when nothing changed', () => {
    const objects = applyEdits(emptyApiObjects, fc.sample(edit, { numRuns: 20, seed: 7 }));
    const first = compileDataplane(objects, node, config);
    const second = compileDataplane(objects, node, config, first);
    expect(second.dataplane.iptables.get('kube-proxy/IPv4')).toBe(first.dataplane.iptables.get('kube-proxy/IPv4'));
    expect(second.dataplane.nftables?.get('kube-proxy/ip')).toBe(first.dataplane.nftables?.get('kube-proxy/ip'));
  });

  it('compiles again when the node or the configuration changes', () => {
    const objects = applyEdits(emptyApiObjects, fc.sample(edit, { numRuns: 20, seed: 7 }));
    const first = compileDataplane(objects, node, config);
    for (const [otherNode, otherConfig] of [
      [{ ...node, name: 'node2' }, config],
      [node, { ...config, masqueradeAll: true }],
      [node, { ...config, detectLocalMode: 'None' as const }],
      [node, { ...config, nodePortAddresses: ['primary'] }],
      [{ ...node, primaryIPs: ['192.168.10.11'] }, config],
    ] as const) {
      const next = compileDataplane(objects, otherNode, otherConfig, first);
      expect(texts(next)).toEqual(texts(compileDataplane(objects, otherNode, otherConfig)));
    }
  });
});

describe('compileDataplane', () => {
  it('jumps only to chains that are there, and names the Service of each rule', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 20 }), (edits) => {
        const objects = applyEdits(emptyApiObjects, edits);
        const { dataplane } = compileDataplane(objects, node, config);
        for (const { tables } of dataplane.iptables.values()) {
          for (const { chains } of tables) {
            for (const { rules } of chains.values()) {
              for (const { target, origin } of rules) {
                if (target?.kind === 'jump') expect(chains.has(target.chain)).toBe(true);
                if (origin)
                  expect(objects.kinds.Service.has(`${origin.object.namespace}/${origin.object.name}`)).toBe(true);
              }
            }
          }
        }
      }),
    );
  });

  it.each([
    [{}, true],
    [{ localhostNodePorts: false }, false],
    [{ nodePortAddresses: ['192.168.0.0/16'] }, false],
    [{ nodePortAddresses: ['127.0.0.0/8'] }, true],
    [{ nodePortAddresses: ['127.0.0.1/32'] }, true],
  ])('with %o route_localnet is %s', (change, expected) => {
    const { dataplane } = compileDataplane(emptyApiObjects, node, { ...config, ...change });
    expect(dataplane.sysctls.routeLocalnet).toBe(expected);
  });

  it('hooks both families in where the kernel does', () => {
    const { hooks } = compileDataplane(emptyApiObjects, node, config).dataplane;
    const seen = hooks.flatMap(({ hook, priority, enter }) =>
      enter.engine === 'iptables' ? [`${enter.ruleset} ${enter.table} ${hook} ${priority}`] : [],
    );
    expect(seen).toContain('kube-proxy/IPv4 nat PREROUTING -100');
    expect(seen).toContain('kube-proxy/IPv6 filter FORWARD 0');
    expect(new Set(seen).size).toBe(14);
  });
});
