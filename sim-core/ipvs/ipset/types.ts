import { cidr, cidrContains, formatCidr, parseCidr } from '../../net/cidr.js';
import { familyOf, parseIp, type Ip } from '../../net/ip.js';
import type { Packet, PacketSide, ServiceProtocol } from '../../net/packet.js';
import type { IpsetElement, IpsetEntry, IpsetType } from './model.js';

/** One type of set, whole: its elements in `ipset save`'s words, read back, and found for a packet. */
export interface IpsetTypeDef<E extends IpsetElement> {
  /** Where the kernel defines it. */
  readonly cite: string;
  readonly dimensions: number;
  write(element: E): string;
  read(text: string): E | undefined;
  /** The entry that a packet belongs to. */
  find(
    entries: ReadonlyMap<string, IpsetEntry>,
    packet: Packet,
    sides: readonly PacketSide[],
  ): readonly [string, IpsetEntry] | undefined;
}

type Named<T extends IpsetType> = Extract<IpsetElement, { type: T }>;

const protocolWords: Readonly<Record<ServiceProtocol, string>> = { TCP: 'tcp', UDP: 'udp', SCTP: 'sctp' };
const protocolOf: Readonly<Record<string, ServiceProtocol>> = { tcp: 'TCP', udp: 'UDP', sctp: 'SCTP' };

const writePort = (e: { readonly protocol: ServiceProtocol; readonly port: number }): string =>
  `${protocolWords[e.protocol]}:${e.port}`;

const readNumber = (text: string): number | undefined => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 65536;
  return port <= 65535 ? port : undefined;
};

function readPort(text: string): { readonly protocol: ServiceProtocol; readonly port: number } | undefined {
  const [word = '', number = '', ...rest] = text.split(':');
  const protocol = protocolOf[word];
  const port = readNumber(number);
  return protocol === undefined || port === undefined || rest.length > 0 ? undefined : { protocol, port };
}

function readIpPort(
  text: string,
): { readonly head: Omit<Named<'hash:ip,port'>, 'type'>; readonly rest: string[] } | undefined {
  const [address = '', service = '', ...rest] = text.split(',');
  const ip = parseIp(address);
  const port = readPort(service);
  return ip === undefined || port === undefined ? undefined : { head: { ip, ...port }, rest };
}

const address = (packet: Packet, side: PacketSide | undefined): Ip => (side === 'src' ? packet.src : packet.dst);
const portAt = (packet: Packet, side: PacketSide | undefined): number => (side === 'src' ? packet.sport : packet.dport);

/** `ip,proto:port` of a packet; none for ICMP, whose type and code take the port's place in no set of kube-proxy's. */
function ipPortOf(packet: Packet, [first, second]: readonly PacketSide[]): string | undefined {
  if (packet.protocol === 'ICMP') return undefined;
  return `${address(packet, first)},${writePort({ protocol: packet.protocol, port: portAt(packet, second) })}`;
}

const lookUp = (
  entries: ReadonlyMap<string, IpsetEntry>,
  text: string | undefined,
): readonly [string, IpsetEntry] | undefined => {
  const entry = text === undefined ? undefined : entries.get(text);
  return text === undefined || entry === undefined ? undefined : [text, entry];
};

const hashIp: IpsetTypeDef<Named<'hash:ip'>> = {
  cite: 'net/netfilter/ipset/ip_set_hash_ip.c hash_ip4_kadt',
  dimensions: 1,
  write: (e) => e.ip,
  read: (text) => {
    const ip = parseIp(text);
    return ip === undefined ? undefined : { type: 'hash:ip', ip };
  },
  find: (entries, packet, [side]) => lookUp(entries, address(packet, side)),
};

const hashIpPort: IpsetTypeDef<Named<'hash:ip,port'>> = {
  cite: 'net/netfilter/ipset/ip_set_hash_ipport.c hash_ipport4_kadt, ip_set_getport.c',
  dimensions: 2,
  write: (e) => `${e.ip},${writePort(e)}`,
  read: (text) => {
    const read = readIpPort(text);
    return read === undefined || read.rest.length > 0 ? undefined : { type: 'hash:ip,port', ...read.head };
  },
  find: (entries, packet, sides) => lookUp(entries, ipPortOf(packet, sides)),
};

const hashIpPortIp: IpsetTypeDef<Named<'hash:ip,port,ip'>> = {
  cite: 'net/netfilter/ipset/ip_set_hash_ipportip.c hash_ipportip4_kadt',
  dimensions: 3,
  write: (e) => `${e.ip},${writePort(e)},${e.ip2}`,
  read: (text) => {
    const read = readIpPort(text);
    const ip2 = parseIp(read?.rest[0] ?? '');
    return read?.rest.length !== 1 || ip2 === undefined ? undefined : { type: 'hash:ip,port,ip', ...read.head, ip2 };
  },
  find: (entries, packet, sides) => {
    const head = ipPortOf(packet, sides);
    return lookUp(entries, head && `${head},${address(packet, sides[2])}`);
  },
};

/** A network of one address is listed as that address. */
const hashIpPortNet: IpsetTypeDef<Named<'hash:ip,port,net'>> = {
  cite: 'net/netfilter/ipset/ip_set_hash_ipportnet.c hash_ipportnet4_kadt',
  dimensions: 3,
  write: (e) => {
    const isHost = e.net.prefix === (e.net.family === 'IPv4' ? 32 : 128);
    return `${e.ip},${writePort(e)},${isHost ? e.net.address : formatCidr(e.net)}`;
  },
  read: (text) => {
    const read = readIpPort(text);
    const [network = ''] = read?.rest ?? [];
    const ip = parseIp(network);
    const net = ip === undefined ? parseCidr(network) : cidr(ip, familyOf(ip) === 'IPv4' ? 32 : 128);
    return read?.rest.length !== 1 || net === undefined ? undefined : { type: 'hash:ip,port,net', ...read.head, net };
  },
  find: (entries, packet, sides) => {
    const head = ipPortOf(packet, sides);
    const client = address(packet, sides[2]);
    for (const [text, entry] of head === undefined ? [] : entries) {
      const { element } = entry;
      if (element.type === 'hash:ip,port,net' && text.startsWith(`${head},`) && cidrContains(element.net, client))
        return [text, entry];
    }
    return undefined;
  },
};

/** Ports of TCP and UDP alone: other protocols match no bitmap. */
const bitmapPort: IpsetTypeDef<Named<'bitmap:port'>> = {
  cite: 'net/netfilter/ipset/ip_set_bitmap_port.c bitmap_port_kadt, ip_set_get_ip_port',
  dimensions: 1,
  write: (e) => String(e.port),
  read: (text) => {
    const port = readNumber(text);
    return port === undefined ? undefined : { type: 'bitmap:port', port };
  },
  find: (entries, packet, [side]) =>
    packet.protocol === 'TCP' || packet.protocol === 'UDP' ? lookUp(entries, String(portAt(packet, side))) : undefined,
};

/** Every type of set; a type without a definition does not compile. */
export const ipsetTypes: { readonly [T in IpsetType]: IpsetTypeDef<Named<T>> } = {
  'hash:ip': hashIp,
  'hash:ip,port': hashIpPort,
  'hash:ip,port,ip': hashIpPortIp,
  'hash:ip,port,net': hashIpPortNet,
  'bitmap:port': bitmapPort,
};

export const definitionOfIpset = (type: IpsetType): IpsetTypeDef<IpsetElement> => ipsetTypes[type];
