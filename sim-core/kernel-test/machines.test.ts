import { describe, expect, it } from 'vitest';
import { recordedNetwork } from '../test/recorded-network.js';
import { layOut, namespacesOf, viaMark } from './machines.js';

const network = recordedNetwork('08-nodeport-everywhere');
const layout = layOut(network, { addresses: ['198.51.100.7'], gateways: ['node2'] }, 'test-');

const linesOf = (host: string): readonly string[] => {
  const namespace = layout.machines.get(host)?.namespace;
  return layout.batches.filter((batch) => batch.namespace === namespace).flatMap(({ lines }) => lines);
};

describe('a network as namespaces', () => {
  it('has one for each machine, and one for the segment', () => {
    expect(new Set(namespacesOf(layout)).size).toBe(network.hosts.size + 1);
  });

  it.each([
    ['node/node1', 'address add 192.168.10.11/24 dev eth0'],
    ['node/node1', 'address add 10.244.1.1/24 dev cbr0'],
    ['node/node1', 'route replace 10.244.2.0/24 via 192.168.10.12 dev eth0'],
    ['node/node1', 'route replace 0.0.0.0/0 via 192.168.10.1 dev eth0'],
    ['pod/default/client', 'route replace 0.0.0.0/0 via 10.244.3.1 dev eth0 src 10.244.3.99'],
    ['router', 'route add blackhole 0.0.0.0/0'],
    ['router', 'route replace 198.51.100.7/32 via 192.168.10.200 dev eth0'],
    ['external', 'address add 198.51.100.7/32 dev eth0'],
    ['external', `route add 0.0.0.0/0 via 192.168.10.12 dev eth0 table ${viaMark(network, 'node2')}`],
  ])('%s: %s', (host, line) => {
    expect(linesOf(host)).toContain(line);
  });

  it('sends IPv6 on the same detours', () => {
    const dualStack = recordedNetwork('30-dual-stack');
    const both = layOut(dualStack, { addresses: [], gateways: ['node2'] }, 'k');
    const mark = viaMark(dualStack, 'node2');
    const detours = both.batches.flatMap(({ family, lines }) => lines.map((line) => [family, line] as const));
    for (const [family, all, via] of [
      ['IPv4', '0.0.0.0/0', '192.168.10.12'],
      ['IPv6', '::/0', 'fd00:192:168:10::12'],
    ] as const) {
      expect(detours).toContainEqual([family, `rule add from all fwmark ${mark} lookup ${mark}`]);
      expect(detours).toContainEqual([family, `route add ${all} via ${via} dev eth0 table ${mark}`]);
    }
  });

  it('plugs every pod into its bridge with hairpin mode on', () => {
    const pods = network.config.pods.filter(({ node, hostNetwork }) => node === 'node1' && !hostNetwork);
    expect(linesOf('node/node1').filter((line) => line.endsWith('bridge_slave hairpin on'))).toHaveLength(pods.length);
  });

  it('routes to nothing through what is not reachable yet', () => {
    for (const { lines } of layout.batches) {
      const firstVia = lines.findIndex((line) => line.includes(' via '));
      const lastAddress = lines.findLastIndex((line) => line.startsWith('address add') && !line.includes('/32'));
      if (firstVia >= 0) expect(firstVia).toBeGreaterThan(lastAddress);
    }
  });
});
