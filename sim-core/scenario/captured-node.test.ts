import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readCapturedNode } from './captured-node.js';
import { walkCapturedNode, type CapturedPacket, type CapturedWalk } from './captured-node-walk.js';

const text = readFileSync(new URL('../fixtures/captured/calico-node.iptables-save', import.meta.url), 'utf8');
const lines = text.split('\n');

const nftText = `table ip kube-proxy {
	map service-ips {
		type ipv4_addr . inet_proto . inet_service : verdict
		elements = { 10.96.0.1 . tcp . 443 : goto service-2QRHZV4L-default/kubernetes/tcp/https }
	}
	chain services {
		ip daddr . meta l4proto . th dport vmap @service-ips
	}
	chain mark-for-masquerade {
		meta mark set meta mark | 0x00004000
	}
	chain masquerading {
		meta mark & 0x00004000 == 0 return
		meta mark set meta mark ^ 0x00004000
		masquerade fully-random
	}
	chain nat-prerouting {
		type nat hook prerouting priority dstnat; policy accept;
		jump services
	}
	chain nat-postrouting {
		type nat hook postrouting priority srcnat; policy accept;
		jump masquerading
	}
	chain service-2QRHZV4L-default/kubernetes/tcp/https {
		ip daddr 10.96.0.1 tcp dport 443 ip saddr != 10.244.0.0/16 jump mark-for-masquerade
		numgen random mod 1 vmap { 0 : goto endpoint-5OJB2KTY-default/kubernetes/tcp/https__172.18.0.2/6443 }
	}
	chain endpoint-5OJB2KTY-default/kubernetes/tcp/https__172.18.0.2/6443 {
		ip saddr 172.18.0.2 jump mark-for-masquerade
		meta l4proto tcp dnat to 172.18.0.2:6443
	}
}
table bridge filter {
	chain x {
		meta protocol ip accept
	}
}
`;

const packet: CapturedPacket = {
  entry: 'pod',
  protocol: 'TCP',
  source: '192.168.77.150',
  destination: '10.96.120.3',
  sport: 40000,
  dport: 80,
  ctState: 'NEW',
  uplink: 'eth0',
  podInterface: 'cali+',
  localAddresses: ['10.0.0.11'],
  podCIDR: '192.168.0.0/16',
  seed: 1,
};

function walk(change: Partial<CapturedPacket>, rules = text): CapturedWalk {
  const node = readCapturedNode(rules);
  const result = node && walkCapturedNode(node.rules, { ...packet, ...change });
  if (result === undefined || typeof result === 'string') throw new Error(result ?? 'not read');
  return result;
}

describe('what is understood of a node', () => {
  test('iptables-save of a node where others write rules too', () => {
    const summary = readCapturedNode(text)?.summary;
    expect(summary?.tables.map(({ name, rules }) => [name, rules])).toEqual([
      ['mangle', 2],
      ['filter', 20],
      ['nat', 29],
    ]);
    expect(summary?.rulesInPart).toBe(3);
    expect(summary?.services).toEqual([
      { name: 'kube-system/kube-dns:dns', protocol: 'UDP', ip: '10.96.0.10', port: 53 },
      { name: 'shop/web:http', protocol: 'TCP', ip: '10.96.120.3', port: 80 },
    ]);
    expect(summary?.guess).toEqual({ podCIDR: '192.168.0.0/16', podIP: '192.168.0.12' });
  });

  test('nft list ruleset', () => {
    const summary = readCapturedNode(nftText)?.summary;
    expect(summary?.services).toEqual([
      { name: 'default/kubernetes:https', protocol: 'TCP', ip: '10.96.0.1', port: 443 },
    ]);
    expect(summary?.notes).toEqual([{ line: 34, kind: 'unknown-table', detail: 'bridge filter' }]);
  });

  test('other texts are not taken for rules', () => {
    expect(readCapturedNode('apiVersion: v1\nkind: List\n')).toBeUndefined();
    expect(readCapturedNode('')).toBeUndefined();
  });
});

describe('a packet in the rules of a node: who → where → outcome', () => {
  type Row = readonly [name: string, change: Partial<CapturedPacket>, outcome: string, after: string];
  const rows: readonly Row[] = [
    ['a pod to a Service', {}, 'forwarded', '192.168.77.150:40000 > 192.168.77.140:8080'],
    [
      'from outside to a node port',
      { entry: 'outside', source: '203.0.113.9', destination: '10.0.0.11', dport: 31080 },
      'forwarded',
      '10.0.0.11:40000 > 192.168.77.140:8080',
    ],
    [
      'from outside to the same port elsewhere',
      { entry: 'outside', source: '203.0.113.9', destination: '10.0.0.12', dport: 31080 },
      'forwarded',
      '203.0.113.9:40000 > 10.0.0.12:31080',
    ],
    [
      'the node to a Service',
      { entry: 'node', source: '10.0.0.11' },
      'forwarded',
      '10.0.0.11:40000 > 192.168.77.140:8080',
    ],
    ['a Service without endpoints', { destination: '10.96.44.7' }, 'rejected', '192.168.77.150:40000 > 10.96.44.7:80'],
    [
      'a later packet asks no nat rules',
      { ctState: 'ESTABLISHED' },
      'forwarded',
      '192.168.77.150:40000 > 10.96.120.3:80',
    ],
    ['an invalid packet is dropped', { ctState: 'INVALID' }, 'dropped', '192.168.77.150:40000 > 10.96.120.3:80'],
    [
      'loopback from outside is dropped',
      { entry: 'outside', source: '203.0.113.9', destination: '127.0.0.1', dport: 22 },
      'dropped',
      '203.0.113.9:40000 > 127.0.0.1:22',
    ],
    [
      'the node to itself',
      { entry: 'node', source: '10.0.0.11', destination: '10.0.0.11', dport: 22 },
      'delivered',
      '10.0.0.11:40000 > 10.0.0.11:22',
    ],
  ];
  test.each(rows)('%s', (_, change, outcome, after) => {
    const { packet: end, outcome: found } = walk(change);
    expect(found.kind).toBe(outcome);
    expect(`${end.src}:${end.sport} > ${end.dst}:${end.dport}`).toBe(after);
  });

  test('every visited rule stands on its line of the text', () => {
    for (const { visits } of walk({}).passes) {
      for (const { line, text: rule } of visits) {
        expect(line === undefined ? '' : lines[line - 1]?.replace(/^\[\d+:\d+\] /, '')).toBe(rule);
      }
    }
  });

  test('a rule that cannot be evaluated is told, and does not match', () => {
    const visits = walk({})
      .passes.flatMap((pass) => pass.visits)
      .filter(({ unevaluated }) => unevaluated !== undefined);
    expect(visits.map(({ matched, unevaluated }) => [matched, unevaluated])).toEqual([
      [false, '-m set --match-set cali40s:denied src'],
      [false, '-m multiport --dports 9000:9100'],
    ]);
  });

  test('dice fall by the seed and lead to both endpoints', () => {
    const ends = new Set(
      [1, 2, 3, 4, 5, 6, 7, 8].map(
        (seed) => walk({ seed, protocol: 'UDP', destination: '10.96.0.10', dport: 53 }).packet.dst,
      ),
    );
    expect([...ends].sort()).toEqual(['192.168.77.130', '192.168.77.131']);
  });

  test('nftables rules are walked in the same way', () => {
    const asked = { source: '172.18.0.3', entry: 'outside', destination: '10.96.0.1', dport: 443 } as const;
    const { packet: end, passes } = walk({ ...asked, localAddresses: ['172.18.0.3'] }, nftText);
    expect([end.src, end.dst, end.dport]).toEqual(['172.18.0.3', '172.18.0.2', 6443]);
    expect(passes.map(({ chain, verdict }) => [chain, verdict])).toEqual([
      ['nat-prerouting', 'dnat'],
      ['nat-postrouting', 'masquerade'],
    ]);
  });

  test('what the form got wrong is named', () => {
    const node = readCapturedNode(text);
    const ask = (change: Partial<CapturedPacket>) => node && walkCapturedNode(node.rules, { ...packet, ...change });
    expect(ask({ source: 'x' })).toBe('bad-source');
    expect(ask({ destination: '10.0.0' })).toBe('bad-destination');
    expect(ask({ destination: 'fd00::1' })).toBe('families-differ');
    expect(ask({ source: 'fd00::2', destination: 'fd00::1' })).toBe('no-rules-of-family');
    expect(ask({ dport: 70000 })).toBe('bad-port');
    expect(ask({ podCIDR: 'x' })).toBe('bad-pod-range');
  });
});

describe('rules that no kernel would take', () => {
  test('chains that call each other end', () => {
    const chains = Array.from({ length: 20 }, (_, n) => `c${n}`);
    const loop = [
      '*filter',
      ':FORWARD ACCEPT [0:0]',
      ...chains.map((name) => `:${name} - [0:0]`),
      '-A FORWARD -j c0',
      ...chains.flatMap((name) => chains.map((other) => `-A ${name} -j ${other}`)),
      'COMMIT',
    ].join('\n');
    expect(walk({}, loop).outcome.kind).toBe('dropped');
  });
});
