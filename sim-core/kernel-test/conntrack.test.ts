import { describe, expect, it } from 'vitest';
import { recordedPackets } from '../test/recorded-network.js';
import { describeEntry, entriesOf, indexEntries, parseEntries, parseEntry } from './conntrack.js';

/** One connection through node1 to a pod of node2, as `conntrack -L` of both printed it. */
const onNode1 =
  'tcp      6 119 TIME_WAIT src=192.168.10.200 dst=192.168.10.11 sport=38676 dport=30080 src=10.244.2.51 dst=192.168.10.11 sport=80 dport=47983 [ASSURED] mark=0 use=1';
const onNode2 =
  'tcp      6 118 TIME_WAIT src=192.168.10.11 dst=10.244.2.51 sport=47983 dport=80 src=10.244.2.51 dst=192.168.10.11 sport=80 dport=47983 [ASSURED] mark=0 use=1';

describe('conntrack entries', () => {
  const rows = [
    [
      'TCP',
      onNode1,
      'n tcp TIME_WAIT 192.168.10.200 * → 192.168.10.11 30080 reply 10.244.2.51 80 → 192.168.10.11 other [ASSURED]',
    ],
    [
      'UDP',
      'udp      17 29 src=10.244.1.99 dst=10.96.0.10 sport=4000 dport=53 [UNREPLIED] src=10.244.2.5 dst=10.244.1.99 sport=53 dport=4000 mark=0 use=1',
      'n udp 10.244.1.99 * → 10.96.0.10 53 reply 10.244.2.5 53 → 10.244.1.99 * [UNREPLIED]',
    ],
    [
      'ICMP',
      'icmp     1 29 src=10.244.1.99 dst=192.168.10.12 type=8 code=0 id=77 src=192.168.10.12 dst=192.168.10.11 type=0 code=0 id=77 mark=0 use=1',
      'n icmp 10.244.1.99 → 192.168.10.12 reply 192.168.10.12 → 192.168.10.11',
    ],
    [
      'TCP',
      'ipv6     10 tcp      6 9 CLOSE src=fd00:0010:0244:0001:0000:0000:0000:0099 dst=fd00:0010:0096:0000:0000:0000:0000:0005 sport=40000 dport=80 src=fd00:0010:0244:0002:0000:0000:0000:0005 dst=fd00:0010:0244:0001:0000:0000:0000:0099 sport=8080 dport=40000 mark=0 zone=0 use=2',
      'n tcp CLOSE fd00:10:244:1::99 * → fd00:10:96::5 80 reply fd00:10:244:2::5 8080 → fd00:10:244:1::99 *',
    ],
  ] as const;
  it.each(rows)('%s: %s', (protocol, line, text) => {
    const entry = parseEntry('n', line);
    expect(entry && describeEntry(entry, protocol, undefined)).toBe(text);
  });

  it('are followed from node to node along a connection, and from no other', () => {
    const stranger = onNode2.replaceAll('47983', '50000');
    const index = indexEntries([
      ...parseEntries('node1', onNode1),
      ...parseEntries('node2', `${onNode2}\n${stranger}`),
    ]);
    const found = entriesOf(index, { protocol: 'TCP', src: ['192.168.10.200', 38676], dst: ['192.168.10.11', 30080] });
    expect(found.map(({ node, original }) => `${node} ${original.sport}`)).toEqual(['node1 38676', 'node2 47983']);
  });

  it('keep a port that the client chose itself', () => {
    const entry = parseEntry('n', onNode2);
    expect(entry && describeEntry(entry, 'TCP', 47983)).toContain('192.168.10.11 47983 → 10.244.2.51 80');
  });

  it('of every recorded sample can be read, ports and all', () => {
    const samples = recordedPackets('08-nodeport-everywhere', 'truth').flatMap(
      ({ iptables }) => iptables.conntrack ?? [],
    );
    expect(samples.length).toBeGreaterThan(5);
    for (const { node, entry } of samples) {
      const { original, reply } = parseEntry(node, entry) ?? {};
      const written = (t: typeof reply): string => `src=${t?.src} dst=${t?.dst} sport=${t?.sport} dport=${t?.dport}`;
      expect(entry.replace('[UNREPLIED] ', '')).toContain(`${written(original)} ${written(reply)}`);
    }
  });
});
