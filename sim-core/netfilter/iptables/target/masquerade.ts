import { ok } from '../../../base/result.js';
import type { TargetDef } from '../definition.js';
import type { Target } from '../model.js';

export const masquerade: TargetDef<Extract<Target, { kind: 'masquerade' }>> = {
  cite: 'net/netfilter/xt_MASQUERADE.c, net/netfilter/nf_nat_masquerade.c nf_nat_masquerade_ipv4',
  extension: 'MASQUERADE',
  write: (t) => ['-j', 'MASQUERADE', ...(t.randomFully ? ['--random-fully'] : [])],
  read: (words) =>
    ok(words.option(['--random-fully']) ? { kind: 'masquerade', randomFully: true } : { kind: 'masquerade' }),
  act: (t) => ({ kind: 'verdict', verdict: { kind: 'masquerade', randomFully: t.randomFully === true } }),
  list: (t) => (t.randomFully ? { name: 'MASQUERADE', text: 'random-fully' } : { name: 'MASQUERADE' }),
  summarize: () => 'MASQUERADE',
};
