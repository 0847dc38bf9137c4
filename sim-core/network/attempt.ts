import type { Ip } from '../net/ip.js';
import type { LinuxHost } from './host/linux.js';
import type { Place, ProbeProtocol, Trace } from './trace.js';

/** One connection attempt: who, from where, to what. Ports are 0 for ICMP. */
export interface Attempt {
  readonly host: LinuxHost;
  readonly place: Place;
  readonly protocol: ProbeProtocol;
  readonly src: Ip;
  readonly sport: number;
  readonly dst: Ip;
  readonly dport: number;
  /** Of an echo request. */
  readonly echoId: number;
  readonly asked: string;
}

/** What the attempt came to. */
export type Conversation = Pick<Trace, 'request' | 'reply' | 'outcome' | 'backend' | 'relayed' | 'refusedHow'>;
