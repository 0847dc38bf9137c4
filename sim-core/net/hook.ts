/** The five netfilter hooks of the inet families (include/uapi/linux/netfilter.h). */
export type Hook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

/** NF_IP_PRI_* (include/uapi/linux/netfilter_ipv4.h): lower runs first. */
export const hookPriority = {
  raw: -300,
  conntrack: -200,
  mangle: -150,
  natDst: -100,
  filter: 0,
  natSrc: 100,
  conntrackConfirm: 2147483647,
} as const;
