import { describe, expect, it } from 'vitest';
import { writeRuleset } from '../netfilter/iptables/write.js';
import { writeNftRuleset } from '../netfilter/nftables/write.js';
import { recordedCluster, recordedObjects } from '../test/recorded-cluster.js';
import { compileDataplane } from './compile.js';
import type { KubeProxyConfig } from './config.js';

const scenario = '09-nodeport-local-source-ip';

/** All rules of node1, as its tools print them. */
function rulesOf(mode: string, change: Partial<KubeProxyConfig>): string {
  const { nodes, config } = recordedCluster(scenario);
  const [node] = nodes;
  if (node === undefined) throw new Error(`${scenario} has no node`);
  const { dataplane } = compileDataplane(recordedObjects(scenario, 'truth'), node, { ...config, mode, ...change });
  return (
    [...dataplane.iptables.values()].map((ruleset) => writeRuleset(ruleset)).join('') +
    writeNftRuleset(dataplane.nftables?.values() ?? [])
  );
}

const bridge: Partial<KubeProxyConfig> = {
  detectLocalMode: 'BridgeInterface',
  detectLocal: { bridgeInterface: 'cbr0' },
};
const prefix: Partial<KubeProxyConfig> = {
  detectLocalMode: 'InterfaceNamePrefix',
  detectLocal: { interfaceNamePrefix: 'veth' },
};

/** @see pkg/proxy/util/localdetector.go (v1.34) and kubernetes/kubernetes#134118, which made it `iifname` */
describe('how rules tell what local pods send', () => {
  it.each([
    ['iptables', { detectLocalMode: 'NodeCIDR' }, / ! -s 10\.244\.1\.0\/24 -d \S+ -p tcp /],
    ['iptables', bridge, / -d \S+ ! -i cbr0 -p tcp -m comment --comment "\S+ cluster IP" .* -j KUBE-MARK-MASQ/],
    ['iptables', bridge, /-A KUBE-EXT-\S+ -i cbr0 -m comment --comment "pod traffic for /],
    ['iptables', prefix, / -d \S+ ! -i veth\+ -p tcp /],
    ['nftables', bridge, /ip daddr \S+ iifname != "cbr0" jump mark-for-masquerade/],
    ['nftables', bridge, /iifname "cbr0" goto service-\S+ comment "short-circuit pod traffic"/],
    ['nftables', prefix, /ip daddr \S+ iifname != "veth\*" jump mark-for-masquerade/],
    ['ipvs', bridge, /-A KUBE-SERVICES ! -i cbr0 -m comment .* --match-set KUBE-CLUSTER-IP dst,dst -j KUBE-MARK-MASQ/],
    ['ipvs', prefix, /-A KUBE-SERVICES ! -i veth\+ /],
  ] as const)('%s %o', (mode, change, expected) => {
    expect(rulesOf(mode, change)).toMatch(expected);
  });

  it.each(['iptables', 'nftables'])('%s asks for nothing when no interface is named', (mode) => {
    const without = rulesOf(mode, { detectLocalMode: 'None' });
    expect(rulesOf(mode, { detectLocalMode: 'BridgeInterface' })).toBe(without);
    expect(rulesOf(mode, { detectLocalMode: 'InterfaceNamePrefix' })).toBe(without);
  });
});
