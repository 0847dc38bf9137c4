import { everywhere, output, type Command } from '../command.js';
import type { Flag } from '../flags.js';
import { withFlags } from '../usage.js';

const flags: readonly Flag[] = [
  { name: 'numeric', short: 'n', about: 'ports as numbers' },
  { name: 'tcp', short: 't', about: 'TCP' },
  { name: 'udp', short: 'u', about: 'UDP' },
  { name: 'listening', short: 'l', about: 'those that wait for connections: the only ones there are' },
  { name: 'processes', short: 'p', about: 'has no effect' },
  { name: 'all', short: 'a', about: 'has no effect' },
];

/** What the kernel lets wait on a socket. @see net.core.somaxconn */
const backlog = '4096';

export const ss: Command = {
  name: 'ss',
  places: everywhere,
  summary: 'sockets that wait for connections',
  usage: '-ntl',
  flags,
  run: (argv, sys) =>
    withFlags(
      'ss',
      flags,
      argv,
      (parsed) => {
        const both = !parsed.on('tcp') && !parsed.on('udp');
        const shown = sys
          .listening()
          .filter(
            ({ protocol }) =>
              (protocol === 'TCP' && (both || parsed.on('tcp'))) || (protocol === 'UDP' && (both || parsed.on('udp'))),
          );
        const row = (...cells: readonly string[]): string => {
          const [state = '', received = '', sent = '', local = '', peer = ''] = cells;
          return `${state.padEnd(7)} ${received.padEnd(7)} ${sent.padEnd(7)} ${local.padStart(21)} ${peer.padStart(20)}\n`;
        };
        const header = row('State', 'Recv-Q', 'Send-Q', 'Local Address:Port', 'Peer Address:Port');
        const rows = shown.map(({ protocol, port }) =>
          row(protocol === 'TCP' ? 'LISTEN' : 'UNCONN', '0', protocol === 'TCP' ? backlog : '0', `*:${port}`, '*:*'),
        );
        return output(header + rows.join(''));
      },
      255,
    ),
};
