import { listStatistics, listVirtualServers } from '../../ipvs/listing.js';
import { failure, output, type Command } from '../command.js';
import type { Flag } from '../flags.js';
import { withFlags } from '../usage.js';

const flags: readonly Flag[] = [
  { name: 'list', short: 'L', about: 'the virtual servers' },
  { name: 'l', short: 'l', about: 'as -L' },
  { name: 'numeric', short: 'n', about: 'has no effect: addresses are never named' },
  { name: 'connection', short: 'c', about: 'the connections, and what session affinity keeps' },
  { name: 'stats', about: 'connections, packets and bytes' },
  { name: 'tcp-service', short: 't', takes: 'ADDRESS:PORT', about: 'only this virtual server' },
  { name: 'udp-service', short: 'u', takes: 'ADDRESS:PORT', about: 'only this virtual server' },
];

const changing = /^-(?:A|E|D|C|R|S|a|e|d|Z)$|^--(?:add|edit|delete|clear|restore)/;

export const ipvsadm: Command = {
  name: 'ipvsadm',
  places: ['node'],
  summary: 'the virtual servers of this node',
  usage: '-Ln [-c] [--stats] [-t ADDRESS:PORT]',
  flags,
  run: (argv, sys) => {
    if (argv.some((word) => changing.test(word))) {
      return failure('ipvsadm: kube-proxy writes the table of this node; changing it by hand is not modelled\n', 2);
    }
    return withFlags('ipvsadm', flags, argv, (parsed) => {
      const tables = sys.programmed();
      if (tables === undefined) return output('');
      if (parsed.on('connection')) return output(tables.ipvsConnections());
      const only = parsed.value('tcp-service') ?? parsed.value('udp-service');
      const protocol = parsed.value('udp-service') === undefined ? 'TCP' : 'UDP';
      const servers = tables.virtualServers.filter(
        (server) => only === undefined || (`${server.address}:${server.port}` === only && server.protocol === protocol),
      );
      if (only !== undefined && servers.length === 0) return failure('Service not defined\n', 255);
      return output(
        parsed.on('stats') ? listStatistics(servers, tables.traffic) : listVirtualServers(servers, tables.connections),
      );
    });
  },
};
