import { hookPriority } from '../net/hook.js';
import type { HookEntry } from './dataplane.js';

/**
 * Where the kernel's nat and filter tables hook in for a rule set.
 * @see net/ipv4/netfilter/iptable_nat.c, iptable_filter.c
 */
export const tableHooks = (ruleset: string): readonly HookEntry[] => {
  const nat = { engine: 'iptables', ruleset, table: 'nat' } as const;
  const filter = { engine: 'iptables', ruleset, table: 'filter' } as const;
  return [
    { hook: 'PREROUTING', priority: hookPriority.natDst, enter: nat },
    { hook: 'INPUT', priority: hookPriority.filter, enter: filter },
    { hook: 'INPUT', priority: hookPriority.natSrc, enter: nat },
    { hook: 'FORWARD', priority: hookPriority.filter, enter: filter },
    { hook: 'OUTPUT', priority: hookPriority.natDst, enter: nat },
    { hook: 'OUTPUT', priority: hookPriority.filter, enter: filter },
    { hook: 'POSTROUTING', priority: hookPriority.natSrc, enter: nat },
  ];
};
