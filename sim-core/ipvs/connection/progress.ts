import type { Millis } from '../../base/time.js';
import type { Packet } from '../../net/packet.js';
import type { IpvsConnection } from './entry.js';
import { isActiveState, nextTcpState, tcpTimeouts } from './tcp-state.js';

/** In seconds. @see net/netfilter/ipvs/ip_vs_proto_udp.c udp_timeouts, ip_vs_proto_sctp.c sctp_timeouts */
const udpTimeout = 300;
const sctpTimeouts = { opening: 30, established: 900 } as const;

/** The connection after a packet of it. @see net/netfilter/ipvs/ip_vs_core.c ip_vs_set_state */
export function progress(
  connection: IpvsConnection,
  direction: 'in' | 'out',
  packet: Packet,
  now: Millis,
): IpvsConnection {
  if (connection.protocol === 'TCP') {
    if (packet.tcp === undefined) return connection;
    const tcp = nextTcpState(connection.tcp ?? 'NONE', direction, packet.tcp);
    return { ...connection, tcp, active: isActiveState(tcp), expiresAt: now + tcpTimeouts[tcp] * 1000 };
  }
  // A datagram has no beginning and no end: such connections never count as active.
  if (connection.protocol === 'UDP') return { ...connection, active: false, expiresAt: now + udpTimeout * 1000 };
  // The first answer stands for the association's own handshake.
  const established = connection.sctpEstablished === true || direction === 'out';
  return {
    ...connection,
    ...(established && { sctpEstablished: true }),
    active: established,
    expiresAt: now + (established ? sctpTimeouts.established : sctpTimeouts.opening) * 1000,
  };
}

/** The state as `ipvsadm -Lnc` names it. */
export function stateName(connection: IpvsConnection): string {
  if (connection.protocol === 'TCP') return connection.tcp ?? 'NONE';
  if (connection.protocol === 'UDP') return 'UDP';
  return connection.sctpEstablished ? 'ESTABLISHED' : 'INIT1';
}
