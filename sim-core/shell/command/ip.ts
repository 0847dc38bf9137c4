import { cidrContains, nthAddress, type Cidr } from '../../net/cidr.js';
import { compareIps, familyOf, ipv4ToNumber, type Ip, type IpFamily } from '../../net/ip.js';
import { isLoopback, sourceAddressFor, type LinuxHost, type NetworkInterface } from '../../network/host/linux.js';
import { findRoute, formatRoute } from '../../network/route.js';
import type { Sys } from '../sys.js';
import { asText, failure, inCluster, output, type Command, type CommandResult } from '../command.js';

/** @see pkg/proxy/ipvs/proxier.go (v1.34) defaultDummyDevice */
export const dummyName = 'kube-ipvs0';

const forever = '       valid_lft forever preferred_lft forever';

const loopback = [
  '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000',
  '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
  '    inet 127.0.0.1/8 scope host lo',
  forever,
  '    inet6 ::1/128 scope host',
  forever,
];

/** The prefix that the address shares with its link. */
export const linkOf = (host: LinuxHost, device: string, ip: Ip): Cidr | undefined =>
  host.routes.find((route) => route.via === undefined && route.device === device && cidrContains(route.destination, ip))
    ?.destination;

/** A hardware address made of the IPv4 one, as the bridge plugin makes them. */
export function hardwareAddress(addresses: readonly Ip[]): string {
  const ip = addresses.find((candidate) => familyOf(candidate) === 'IPv4');
  const value = ip === undefined ? 1 : ipv4ToNumber(ip);
  const bytes = [24, 16, 8, 0].map((shift) => ((value >>> shift) & 0xff).toString(16).padStart(2, '0'));
  return ['0a', '58', ...bytes].join(':');
}

/** @see iproute2 ip/ipaddress.c print_linkinfo, print_addrinfo */
function interfaceLines(host: LinuxHost, device: NetworkInterface, index: number): readonly string[] {
  const peer = host.cable === undefined ? '' : '@if2';
  return [
    `${index}: ${device.name}${peer}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000`,
    `    link/ether ${hardwareAddress(device.addresses)} brd ff:ff:ff:ff:ff:ff`,
    ...device.addresses.flatMap((ip) => {
      const link = linkOf(host, device.name, ip);
      const v4 = familyOf(ip) === 'IPv4';
      const prefix = link?.prefix ?? (v4 ? 32 : 128);
      const broadcast =
        v4 && link !== undefined && prefix < 31 ? ` brd ${nthAddress(link, 2 ** (32 - prefix) - 1) ?? ''}` : '';
      return [
        `    ${v4 ? 'inet' : 'inet6'} ${ip}/${prefix}${broadcast} scope global${v4 ? ` ${device.name}` : ''}`,
        forever,
      ];
    }),
  ];
}

/** The interface that holds the addresses of virtual servers; it carries nothing and is down. */
function dummyInterface(
  sys: Sys,
  index: number,
): readonly { readonly name: string; readonly lines: readonly string[] }[] {
  const held = sys.programmed()?.addresses ?? [];
  if (held.length === 0) return [];
  const lines = [
    `${index}: ${dummyName}: <BROADCAST,NOARP> mtu 1500 qdisc noop state DOWN group default`,
    `    link/ether ${hardwareAddress(held)} brd ff:ff:ff:ff:ff:ff`,
    ...held.flatMap((ip) => [
      familyOf(ip) === 'IPv4' ? `    inet ${ip}/32 scope global ${dummyName}` : `    inet6 ${ip}/128 scope global`,
      forever,
    ]),
  ];
  return [{ name: dummyName, lines }];
}

function addresses(host: LinuxHost, sys: Sys, only: string | undefined): CommandResult {
  const named = host.interfaces.map((device, index) => ({
    name: device.name,
    lines: interfaceLines(host, device, index + 2),
  }));
  const all = [{ name: 'lo', lines: loopback }, ...named, ...dummyInterface(sys, named.length + 2)];
  const shown = all.filter(({ name }) => only === undefined || name === only);
  if (shown.length === 0) return failure(`Device "${only ?? ''}" does not exist.\n`);
  return output(asText(shown.flatMap(({ lines }) => lines)));
}

function routes(host: LinuxHost, family: IpFamily): CommandResult {
  const own = host.routes
    .filter((route) => route.destination.family === family)
    .toSorted(
      (a, b) =>
        Math.sign(a.destination.prefix) - Math.sign(b.destination.prefix) ||
        compareIps(a.destination.address, b.destination.address),
    );
  return output(asText(own.map(formatRoute)));
}

/** @see iproute2 ip/iproute.c iproute_get */
function routeTo(host: LinuxHost, destination: Ip): CommandResult {
  const source = sourceAddressFor(host, destination);
  if (isLoopback(destination) || host.interfaces.some((device) => device.addresses.includes(destination))) {
    return output(`local ${destination} dev lo src ${source ?? destination} uid 0\n    cache <local>\n`);
  }
  const route = findRoute(host.routes, destination);
  if (route === undefined) return failure('RTNETLINK answers: Network is unreachable\n', 2);
  const via = route.via === undefined ? '' : ` via ${route.via}`;
  return output(`${destination}${via} dev ${route.device} src ${source ?? ''} uid 0\n    cache\n`);
}

const isShortFor = (word: string, whole: string): boolean => word !== '' && whole.startsWith(word);

export const ip: Command = {
  name: 'ip',
  places: inCluster,
  summary: 'addresses and routes of this machine',
  usage: '[-4|-6] addr [show [dev DEVICE]] | route [get ADDRESS]',
  flags: [],
  run: (argv, sys) => {
    const host = sys.host();
    if (host === undefined) return failure('ip: nothing runs here\n');
    const words = argv.filter((word) => word !== '-4' && word !== '-6');
    const [object = '', verb = '', ...rest] = words;
    if (isShortFor(object, 'address'))
      return addresses(
        host,
        sys,
        verb === '' ? undefined : [verb, ...rest].find((w) => w !== 'show' && w !== 'dev' && w !== 's'),
      );
    if (isShortFor(object, 'route') && verb === 'get') return routeTo(host, rest[0] ?? '');
    if (isShortFor(object, 'route')) return routes(host, argv.includes('-6') ? 'IPv6' : 'IPv4');
    return failure(`Object "${object}" is not modelled. Supported here: ip addr, ip route, ip route get ADDRESS\n`);
  },
};
