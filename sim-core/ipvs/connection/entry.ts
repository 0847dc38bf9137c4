import type { Millis } from '../../base/time.js';
import type { Ip } from '../../net/ip.js';
import type { Packet, ServiceProtocol } from '../../net/packet.js';
import type { TcpState } from './tcp-state.js';

/** One connection that IPVS sends on. Immutable: every packet that changes it makes a new value. */
export interface IpvsConnection {
  /** Counts up in the order of first packets. */
  readonly id: number;
  readonly protocol: ServiceProtocol;
  readonly client: Ip;
  readonly clientPort: number;
  readonly virtual: Ip;
  readonly virtualPort: number;
  readonly real: Ip;
  readonly realPort: number;
  readonly tcp?: TcpState;
  /** Set once its handshake is done. */
  readonly sctpEstablished?: true;
  /** IP_VS_CONN_F_INACTIVE unset: it counts in ActiveConn. */
  readonly active: boolean;
  readonly expiresAt: Millis;
}

/** A client's real server under session affinity: `ipvsadm -Lnc` shows it with client port 0. */
export interface IpvsTemplate {
  readonly protocol: ServiceProtocol;
  readonly client: Ip;
  readonly virtual: Ip;
  readonly virtualPort: number;
  readonly real: Ip;
  readonly realPort: number;
  readonly expiresAt: Millis;
}

type Flow = Pick<Packet, 'protocol' | 'src' | 'sport' | 'dst' | 'dport'>;

/** The key of a connection for packets that come from the client. */
export const inKey = ({ protocol, src, sport, dst, dport }: Flow): string =>
  `${protocol} ${src} ${sport} ${dst} ${dport}`;

/** The same for packets of the real server: their ends swapped, so that the client stands first. */
export const outKey = ({ protocol, src, sport, dst, dport }: Flow): string =>
  `${protocol} ${dst} ${dport} ${src} ${sport}`;

export const inKeyOf = (c: IpvsConnection): string =>
  `${c.protocol} ${c.client} ${c.clientPort} ${c.virtual} ${c.virtualPort}`;

export const outKeyOf = (c: IpvsConnection): string =>
  `${c.protocol} ${c.client} ${c.clientPort} ${c.real} ${c.realPort}`;

export const templateKey = (t: Pick<IpvsTemplate, 'protocol' | 'client' | 'virtual' | 'virtualPort'>): string =>
  `${t.protocol} ${t.client} ${t.virtual} ${t.virtualPort}`;
