import { describe, expect, it } from 'vitest';
import { decisiveParts } from './decisive.js';

const marked = (rule: string, ...reason: Parameters<typeof decisiveParts> extends [string, infer R] ? [R] : never) =>
  decisiveParts(rule, ...reason)
    .filter((part) => part.decisive)
    .map((part) => part.text);

describe('decisiveParts', () => {
  const dnat = '-A KUBE-SEP-X -p tcp -m comment --comment "a/b:c -j x" -m tcp -j DNAT --to-destination 10.0.0.1:80';

  it('marks the target with its arguments', () => {
    expect(marked(dnat, { code: 'dnat', from: 'a', to: 'b' })).toEqual(['DNAT --to-destination 10.0.0.1:80']);
  });

  it('marks the address and the port that a Service is found by', () => {
    const rule =
      '-A KUBE-SERVICES -d 10.96.0.1/32 -p tcp -m comment --comment "d/k:https cluster IP" -m tcp --dport 443 -j KUBE-SVC-X';
    expect(marked(rule, { code: 'matches-cluster-ip', service: 'd/k' })).toEqual(['-d 10.96.0.1/32', '--dport 443']);
  });

  it('marks the odds of a lost draw', () => {
    const rule =
      '-A KUBE-SVC-X -m comment --comment "d/k -> 10.0.0.1:80" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-Y';
    expect(marked(rule, { code: 'dice-lost', endpoint: 'e', probability: 0.5, drawn: 0.7 })).toEqual([
      '--mode random --probability 0.50000000000',
    ]);
  });

  it('marks what a rule of nftables does', () => {
    expect(marked('ct state new jump firewall-check', { code: 'enters-chain', chain: 'firewall-check' })).toEqual([
      'jump firewall-check',
    ]);
    expect(marked('meta l4proto tcp dnat to 10.0.0.1:80', { code: 'dnat', from: 'a', to: 'b' })).toEqual([
      'dnat to 10.0.0.1:80',
    ]);
    expect(marked('ip daddr . th dport vmap @service-ips', { code: 'matches-cluster-ip', service: 'd/k' })).toEqual([
      'vmap @service-ips',
    ]);
  });

  it('marks the endpoint that a drawn number stands for', () => {
    const rule =
      'numgen random mod 12 vmap { 0 : goto endpoint-A-d/k, 1 : goto endpoint-B-d/k, 11 : goto endpoint-C-d/k }';
    expect(marked(rule, { code: 'numgen-picks', endpoint: 'e', drawn: 1, of: 12 })).toEqual([
      '1 : goto endpoint-B-d/k',
    ]);
    expect(marked(rule, { code: 'numgen-picks', endpoint: 'e', drawn: 11, of: 12 })).toEqual([
      '11 : goto endpoint-C-d/k',
    ]);
  });

  it('marks the set that holds the address', () => {
    const rule = '-A KUBE-NODE-PORT -p tcp -m set --match-set KUBE-NODE-PORT-TCP dst -j KUBE-MARK-MASQ';
    expect(marked(rule, { code: 'matches-node-port', service: 'd/k', port: 1 })).toEqual([
      '--match-set KUBE-NODE-PORT-TCP dst',
    ]);
  });

  it('loses no character', () => {
    for (const rule of [dnat, '', '-A X', '-j', '-A X -j DROP']) {
      expect(
        decisiveParts(rule, { code: 'drops' })
          .map((part) => part.text)
          .join(''),
      ).toBe(rule);
    }
  });
});
