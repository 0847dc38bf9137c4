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
