import { describe, expect, it } from 'vitest';
import type { Packet } from '../net/packet.js';
import { readRuleset } from '../netfilter/iptables/read.js';
import type { RuleVisit } from '../netfilter/verdict.js';
import { explainRule } from './explain.js';
import type { Reason } from './reason.js';

const before: Packet = {
  protocol: 'TCP',
  src: '10.9.1.4',
  dst: '10.200.0.8',
  sport: 41000,
  dport: 80,
  ttl: 64,
  length: 60,
};
const after: Packet = { ...before, dst: '10.9.2.7', dport: 8443, src: '172.31.4.21', sport: 2000 };

/** Reads one rule as a node holds it, without origins, and asks what it means. */
function explain(rule: string, visit: Partial<RuleVisit> = {}): Reason {
  const chain = rule.split(' ')[1] ?? '';
  const target = /-j (KUBE-\S+)/.exec(rule)?.[1];
  const chains = [chain, ...(target === undefined ? [] : [target])].map((name) => `:${name} - [0:0]\n`).join('');
  const read = readRuleset(`*nat\n${chains}${rule}\nCOMMIT\n`, 'IPv4');
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const found = read.value.tables[0]?.chains.get(chain)?.rules[0];
  if (found === undefined) throw new Error(rule);
  const ref = { table: 'nat', chain, index: 0 } as const;
  return explainRule({
    ruleset: 'kube-proxy/IPv4',
    rule: found,
    visit: { ref, matched: true, ...visit },
    before,
    after,
  });
}

const shop = 'shop/cart';

describe('a rule read from a node is explained like one of our own', () => {
  it.each<[string, Reason, Partial<RuleVisit>?]>([
    ['-A PREROUTING -j KUBE-SERVICES', { code: 'enters-chain', chain: 'KUBE-SERVICES' }],
    [
      '-A KUBE-SERVICES -d 10.200.0.8/32 -p tcp -m comment --comment "shop/cart:web cluster IP" -m tcp --dport 80 -j KUBE-SVC-A',
      { code: 'matches-cluster-ip', service: shop },
    ],
    [
      '-A KUBE-SERVICES -d 10.0.0.1/32 -p tcp -m comment --comment "shop/cart external IP" -m tcp --dport 80 -j KUBE-EXT-A',
      { code: 'matches-external-ip', service: shop },
    ],
    [
      '-A KUBE-SERVICES -d 10.0.0.2/32 -p tcp -m comment --comment "shop/cart loadbalancer IP" -m tcp --dport 80 -j KUBE-FW-A',
      { code: 'matches-load-balancer-ip', service: shop },
    ],
    ['-A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS', { code: 'enters-node-ports' }],
    [
      '-A KUBE-SERVICES -d 10.200.0.8/32 -p tcp -m comment --comment "shop/cart has no endpoints" -j REJECT --reject-with icmp-port-unreachable',
      { code: 'no-endpoints', service: shop },
    ],
    [
      '-A KUBE-EXTERNAL-SERVICES -p tcp -m comment --comment "shop/cart has no local endpoints" -j DROP',
      { code: 'no-local-endpoints', service: shop },
    ],
    [
      '-A KUBE-NODEPORTS -p tcp -m comment --comment "shop/cart" -m tcp --dport 31080 -j KUBE-EXT-A',
      { code: 'matches-node-port', service: shop, port: 31080 },
    ],
    [
      '-A KUBE-EXT-A -m comment --comment "masquerade traffic for shop/cart external destinations" -j KUBE-MARK-MASQ',
      { code: 'marks-for-masquerade', why: 'external' },
    ],
    [
      '-A KUBE-EXT-A -m comment --comment "shop/cart" -j KUBE-SVC-A',
      { code: 'external-to-cluster-policy', service: shop },
    ],
    [
      '-A KUBE-EXT-A -m comment --comment "shop/cart" -j KUBE-SVL-A',
      { code: 'external-to-local-policy', service: shop },
    ],
    [
      '-A KUBE-EXT-A -s 10.9.0.0/16 -m comment --comment "pod traffic for shop/cart external destinations" -j KUBE-SVC-A',
      { code: 'short-circuit-pod', service: shop },
    ],
    [
      '-A KUBE-EXT-A -m comment --comment "route LOCAL traffic for shop/cart external destinations" -m addrtype --src-type LOCAL -j KUBE-SVC-A',
      { code: 'short-circuit-node', service: shop },
    ],
    [
      '-A KUBE-FW-A -s 192.0.2.0/24 -m comment --comment "shop/cart loadbalancer IP" -j KUBE-EXT-A',
      { code: 'source-range-allows', service: shop, range: '192.0.2.0/24' },
    ],
    [
      '-A KUBE-PROXY-FIREWALL -d 10.0.0.2/32 -m comment --comment "shop/cart traffic not accepted by KUBE-FW-A" -j DROP',
      { code: 'source-range-denies', service: shop },
    ],
    ['-A KUBE-SVC-A ! -s 10.9.0.0/16 -j KUBE-MARK-MASQ', { code: 'marks-for-masquerade', why: 'off-cluster' }],
    ['-A KUBE-SVC-A -j KUBE-MARK-MASQ', { code: 'marks-for-masquerade', why: 'masquerade-all' }],
    [
      '-A KUBE-SVC-A -m comment --comment "shop/cart -> 10.9.2.7:8443" -m statistic --mode random --probability 0.5 -j KUBE-SEP-A',
      { code: 'dice-lost', endpoint: '10.9.2.7:8443', probability: 0.5, drawn: 0.75 },
      { matched: false, roll: { drawn: 0x60000000, threshold: 0x40000000 } },
    ],
    [
      '-A KUBE-SVC-A -m comment --comment "shop/cart -> 10.9.2.7:8443" -j KUBE-SEP-A',
      { code: 'last-endpoint', endpoint: '10.9.2.7:8443' },
    ],
    [
      '-A KUBE-SVC-A -m comment --comment "shop/cart -> 10.9.2.7:8443" -m recent --rcheck --seconds 60 --reap --name KUBE-SEP-A -j KUBE-SEP-A',
      { code: 'affinity-found', endpoint: '10.9.2.7:8443', seconds: 60 },
      { affinity: { list: 'KUBE-SEP-A' } },
    ],
    ['-A KUBE-SEP-A -s 10.9.2.7/32 -j KUBE-MARK-MASQ', { code: 'marks-for-masquerade', why: 'hairpin' }],
    [
      '-A KUBE-SEP-A -p tcp -m tcp -j DNAT --to-destination 10.9.2.7:8443',
      { code: 'dnat', from: '10.200.0.8:80', to: '10.9.2.7:8443' },
    ],
    ['-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000', { code: 'marks-for-masquerade', why: 'mark' }],
    ['-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN', { code: 'not-marked' }],
    ['-A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0', { code: 'mark-cleared' }],
    [
      '-A KUBE-POSTROUTING -j MASQUERADE --random-fully',
      { code: 'masquerade', from: '10.9.1.4:41000', to: '172.31.4.21:2000', by: 'kube-proxy' },
    ],
    ['-A KUBE-FORWARD -m mark --mark 0x4000/0x4000 -j ACCEPT', { code: 'forward-accepts-marked' }],
    ['-A KUBE-FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT', { code: 'forward-accepts-established' }],
    ['-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP', { code: 'conntrack-invalid' }],
    ['-A KUBE-FIREWALL -d 127.0.0.0/8 -j DROP', { code: 'drops' }],
    ['-A INPUT -p tcp -j REJECT --reject-with tcp-reset', { code: 'rejects', with: 'tcp-reset' }],
    ['-A INPUT -p tcp -j ACCEPT', { code: 'rule-matches' }],
  ])('%s', (rule, reason, visit) => {
    expect(explain(rule, visit)).toEqual(reason);
  });
});
