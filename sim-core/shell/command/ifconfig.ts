import { familyOf } from '../../net/ip.js';
import { asText, failure, inCluster, output, type Command } from '../command.js';
import { dummyName, hardwareAddress, linkOf } from './ip.js';

/** @see net-tools ifconfig.c, lib/interface.c ife_print_long */
const traffic = [
  '        RX packets 0  bytes 0 (0.0 B)',
  '        RX errors 0  dropped 0  overruns 0  frame 0',
  '        TX packets 0  bytes 0 (0.0 B)',
  '        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0',
  '',
];

const netmask = (prefix: number): string =>
  [24, 16, 8, 0].map((shift) => ((prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0) >>> shift) & 0xff).join('.');

export const ifconfig: Command = {
  name: 'ifconfig',
  places: inCluster,
  summary: 'addresses of interfaces, in the old words',
  usage: '[DEVICE]',
  flags: [],
  run: ([only], sys) => {
    const host = sys.host();
    if (host === undefined) return failure('ifconfig: nothing runs here\n');
    const held = sys.programmed()?.addresses ?? [];
    const all = [...host.interfaces, ...(held.length === 0 ? [] : [{ name: dummyName, addresses: held }])];
    const shown = all.filter(({ name }) => only === undefined || name === only);
    if (shown.length === 0) return failure(`${only ?? ''}: error fetching interface information: Device not found\n`);
    return output(
      asText(
        shown.flatMap(({ name, addresses }) => {
          const down = name === dummyName;
          const words = down ? 'flags=130<BROADCAST,NOARP>' : 'flags=4163<UP,BROADCAST,RUNNING,MULTICAST>';
          return [
            `${name}: ${words}  mtu 1500`,
            ...addresses.map((ip) => {
              const prefix = down ? 32 : (linkOf(host, name, ip)?.prefix ?? (familyOf(ip) === 'IPv4' ? 32 : 128));
              return familyOf(ip) === 'IPv4'
                ? `        inet ${ip}  netmask ${netmask(prefix)}  broadcast ${down ? '0.0.0.0' : lastOf(ip, prefix)}`
                : `        inet6 ${ip}  prefixlen ${prefix}  scopeid 0x0<global>`;
            }),
            `        ether ${hardwareAddress(addresses)}  txqueuelen ${down ? 0 : 1000}  (Ethernet)`,
            ...traffic,
          ];
        }),
      ),
    );
  },
};

/** The broadcast address of the link. */
const lastOf = (ip: string, prefix: number): string => {
  const mask = netmask(prefix).split('.').map(Number);
  return ip
    .split('.')
    .map((part, at) => (Number(part) & (mask[at] ?? 0)) | (~(mask[at] ?? 0) & 0xff))
    .join('.');
};
