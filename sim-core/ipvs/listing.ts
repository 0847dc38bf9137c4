import { compareCodeUnits } from '../base/order.js';
import type { Millis } from '../base/time.js';
import { compareIps, hostPort, type Ip } from '../net/ip.js';
import { stateName } from './connection/progress.js';
import type { RealServer, VirtualServer } from './model.js';
import type { IpvsState } from './state.js';

/** Connections of a real server, as the listing counts them. */
export interface ConnectionCounts {
  readonly active: number;
  readonly inactive: number;
}

/** Packets and bytes of a virtual or real server. */
export interface TrafficCounts {
  readonly connections: number;
  readonly inPackets: number;
  readonly outPackets: number;
  readonly inBytes: number;
  readonly outBytes: number;
}

type Server = Pick<RealServer, 'address' | 'port'>;

const compareServers = (a: { readonly address: Ip; readonly port: number }, b: typeof a): number =>
  compareIps(a.address, b.address) || a.port - b.port;

/** Virtual servers in the order of the listings: by protocol, then address, then port. */
export const inListingOrder = (servers: readonly VirtualServer[]): readonly VirtualServer[] =>
  servers.toSorted((a, b) => compareCodeUnits(a.protocol, b.protocol) || compareServers(a, b));

export const realServersInOrder = (server: VirtualServer): readonly RealServer[] =>
  server.realServers.toSorted(compareServers);

const version = 'IP Virtual Server version 1.2.1 (size=4096)';

/** @see ipvsadm.c print_service_entry, print_sched_flags */
function serviceLine({ protocol, address, port, scheduler, persistentSeconds, hashesPort }: VirtualServer): string {
  return [
    `${protocol}  ${hostPort(address, port)} ${scheduler}`,
    ...(hashesPort ? [`(${scheduler}-port)`] : []),
    ...(persistentSeconds === undefined ? [] : [`persistent ${persistentSeconds}`]),
  ].join(' ');
}

/** The text of `ipvsadm -Ln`. */
export function listVirtualServers(
  servers: readonly VirtualServer[],
  counts: (virtual: VirtualServer, real: Server) => ConnectionCounts = () => ({ active: 0, inactive: 0 }),
): string {
  const lines = inListingOrder(servers).flatMap((virtual) => [
    serviceLine(virtual),
    ...realServersInOrder(virtual).map((real) => {
      const { active, inactive } = counts(virtual, real);
      const columns = [String(real.weight).padEnd(6), String(active).padEnd(10), String(inactive).padEnd(10)];
      return `  -> ${hostPort(real.address, real.port).padEnd(28)} Masq    ${columns.join(' ')}`;
    }),
  ]);
  const head = [
    'Prot LocalAddress:Port Scheduler Flags',
    '  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn',
  ];
  return [version, ...head, ...lines].map((line) => `${line}\n`).join('');
}

/** Numbers above eight digits are cut to thousands. @see ipvsadm.c print_largenum */
function largeNumber(value: number): string {
  const units: readonly (readonly [string, number, number])[] = [
    ['', 100_000_000, 1],
    ['K', 100_000_000_000, 1_000],
    ['M', 100_000_000_000_000, 1_000_000],
  ];
  const [unit, , scale] = units.find(([, below]) => value < below) ?? ['G', 0, 1_000_000_000];
  const digits = String(Math.floor(value / scale));
  return unit === '' ? digits.padStart(8) : `${digits.padStart(7)}${unit}`;
}

export const noTraffic: TrafficCounts = { connections: 0, inPackets: 0, outPackets: 0, inBytes: 0, outBytes: 0 };

/** The text of `ipvsadm -Ln --stats`. */
export function listStatistics(
  servers: readonly VirtualServer[],
  traffic: (virtual: VirtualServer, real?: Server) => TrafficCounts = () => noTraffic,
): string {
  const columns = (t: TrafficCounts): string =>
    [t.connections, t.inPackets, t.outPackets, t.inBytes, t.outBytes].map((n) => ` ${largeNumber(n)}`).join('');
  const lines = inListingOrder(servers).flatMap((virtual) => [
    `${virtual.protocol}  ${hostPort(virtual.address, virtual.port)}`.padEnd(33) + columns(traffic(virtual)),
    ...realServersInOrder(virtual).map(
      (real) => `  -> ${hostPort(real.address, real.port)}`.padEnd(33) + columns(traffic(virtual, real)),
    ),
  ]);
  const head = [
    'Prot LocalAddress:Port               Conns   InPkts  OutPkts  InBytes OutBytes',
    '  -> RemoteAddress:Port',
  ];
  return [version, ...head, ...lines].map((line) => `${line}\n`).join('');
}

/** How long an entry has left, as `MM:SS`. */
function timeLeft(ms: Millis): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}

/**
 * The text of `ipvsadm -Lnc`: connections, and the templates that session affinity keeps.
 * @see ipvsadm.c print_conn; net/netfilter/ipvs/ip_vs_conn.c ip_vs_conn_seq_show
 */
export function listConnections({ connections, templates }: IpvsState, now: Millis): string {
  const line = (left: Millis, protocol: string, state: string, ends: readonly (readonly [Ip, number])[]): string => {
    const [source = '', virtual = '', destination = ''] = ends.map(([ip, port]) => hostPort(ip, port));
    const columns = [
      protocol.padEnd(3),
      timeLeft(left).padEnd(6),
      state.padEnd(11),
      source.padEnd(18),
      virtual.padEnd(18),
    ];
    return `${columns.join(' ')} ${destination}`;
  };
  const flows = [...connections.values()]
    .filter(({ expiresAt }) => expiresAt > now)
    .sort((a, b) => a.id - b.id)
    .map((c) =>
      line(c.expiresAt - now, c.protocol, stateName(c), [
        [c.client, c.clientPort],
        [c.virtual, c.virtualPort],
        [c.real, c.realPort],
      ]),
    );
  const kept = [...templates.values()].map((t) =>
    line(t.expiresAt - now, t.protocol, t.protocol === 'UDP' ? 'UDP' : 'NONE', [
      [t.client, 0],
      [t.virtual, t.virtualPort],
      [t.real, t.realPort],
    ]),
  );
  const head = ['IPVS connection entries', 'pro expire state       source             virtual            destination'];
  return [...head, ...flows, ...kept].map((text) => `${text}\n`).join('');
}
