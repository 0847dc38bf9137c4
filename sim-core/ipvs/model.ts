import type { Ip } from '../net/ip.js';
import type { ServiceProtocol } from '../net/packet.js';
import type { Origin } from '../kube/key.js';

/** The schedulers that the kernel brings along (`net/netfilter/ipvs/ip_vs_*.c`), by their `ipvsadm` names. */
export const schedulerNames = ['rr', 'wrr', 'lc', 'wlc', 'lblc', 'lblcr', 'dh', 'sh', 'sed', 'nq', 'mh'] as const;
export type SchedulerName = (typeof schedulerNames)[number];

export const isSchedulerName = (name: string): name is SchedulerName => schedulerNames.some((known) => known === name);

/** Where a virtual server can send a connection. Always by NAT (`Masq`): kube-proxy knows no other way. */
export interface RealServer {
  readonly address: Ip;
  readonly port: number;
  /** 0: takes no new connection, keeps those it has. */
  readonly weight: number;
  readonly origin?: Origin;
}

/** An address and port on which IPVS takes connections. */
export interface VirtualServer {
  readonly protocol: ServiceProtocol;
  readonly address: Ip;
  readonly port: number;
  readonly scheduler: SchedulerName;
  /** IP_VS_SVC_F_PERSISTENT and its timeout: a client keeps its real server for this long. */
  readonly persistentSeconds?: number;
  /** IP_VS_SVC_F_SCHED_MH_PORT: the client's port goes into the hash of scheduler mh. */
  readonly hashesPort?: true;
  /** In the order in which they were added. */
  readonly realServers: readonly RealServer[];
  readonly origin?: Origin;
}

/** A socket address as a key. */
export const endpointKey = (address: Ip, port: number): string => `${address} ${port}`;

export const virtualServerKey = (v: Pick<VirtualServer, 'protocol' | 'address' | 'port'>): string =>
  `${v.protocol} ${endpointKey(v.address, v.port)}`;

/** @see include/uapi/linux/ip_vs.h; IP_VS_SVC_F_HASHED, which every service in the table bears, left out */
const flagBits = { persistent: 0x1, sched2: 0x10 } as const;

/** The flags of a virtual server as a number. */
export const flagsOf = (v: VirtualServer): number =>
  (v.persistentSeconds === undefined ? 0 : flagBits.persistent) | (v.hashesPort ? flagBits.sched2 : 0);
