import { everywhere, output, type Command } from '../command.js';
import type { Flag } from '../flags.js';
import { withFlags } from '../usage.js';

const flags: readonly Flag[] = [
  { name: 'numeric', short: 'n', about: 'has no effect: ports are never named' },
  { name: 'tcp', short: 't', about: 'TCP' },
  { name: 'udp', short: 'u', about: 'UDP' },
  { name: 'listening', short: 'l', about: 'those that wait for connections: the only ones there are' },
  { name: 'programs', short: 'p', about: 'has no effect' },
  { name: 'all', short: 'a', about: 'has no effect' },
];

/** @see net-tools netstat.c tcp_do_one, udp_do_one */
export const netstat: Command = {
  name: 'netstat',
  places: everywhere,
  summary: 'sockets that wait for connections, in the old words',
  usage: '-ntl',
  flags,
  run: (argv, sys) =>
    withFlags('netstat', flags, argv, (parsed) => {
      const both = !parsed.on('tcp') && !parsed.on('udp');
      const wanted = (protocol: string): boolean =>
        both ? protocol !== 'SCTP' : parsed.on(protocol === 'TCP' ? 'tcp' : 'udp') && protocol !== 'SCTP';
      const row = (protocol: string, local: string, peer: string, state: string): string =>
        `${protocol.padEnd(5)} ${'0'.padStart(6)} ${'0'.padStart(6)} ${local.padEnd(23)} ${peer.padEnd(23)} ${state.padEnd(11)}\n`;
      const rows = sys
        .listening()
        .filter(({ protocol }) => wanted(protocol))
        .map(({ protocol, port }) =>
          row(`${protocol.toLowerCase()}6`, `:::${port}`, ':::*', protocol === 'TCP' ? 'LISTEN' : ''),
        );
      const header = 'Proto Recv-Q Send-Q Local Address           Foreign Address         State      \n';
      return output(`Active Internet connections (only servers)\n${header}${rows.join('')}`);
    }),
};
