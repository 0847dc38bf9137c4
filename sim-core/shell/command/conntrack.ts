import { formatEntry, type ConntrackEntry } from '../../netfilter/conntrack.js';
import { asText, failure, output, type Command } from '../command.js';
import type { Flag, ParsedFlags } from '../flags.js';
import { withFlags } from '../usage.js';

const flags: readonly Flag[] = [
  { name: 'dump', short: 'L', about: 'every connection' },
  { name: 'count', short: 'C', about: 'how many there are' },
  { name: 'proto', short: 'p', takes: 'PROTOCOL', about: 'tcp, udp, sctp or icmp' },
  { name: 'orig-src', short: 's', takes: 'ADDRESS', about: 'who began it' },
  { name: 'orig-dst', short: 'd', takes: 'ADDRESS', about: 'what it asked for' },
  { name: 'reply-src', short: 'r', takes: 'ADDRESS', about: 'who answers' },
  { name: 'reply-dst', short: 'q', takes: 'ADDRESS', about: 'whom the answer goes to' },
  { name: 'sport', takes: 'PORT', about: 'the port it came from' },
  { name: 'dport', takes: 'PORT', about: 'the port it asked for' },
];

const conditions: readonly (readonly [flag: string, value: (entry: ConntrackEntry) => string])[] = [
  ['proto', ({ original }) => original.protocol.toLowerCase()],
  ['orig-src', ({ original }) => original.src],
  ['orig-dst', ({ original }) => original.dst],
  ['reply-src', ({ reply }) => reply.src],
  ['reply-dst', ({ reply }) => reply.dst],
  ['sport', ({ original }) => String(original.sport)],
  ['dport', ({ original }) => String(original.dport)],
];

const wanted = (entry: ConntrackEntry, parsed: ParsedFlags): boolean =>
  conditions.every(([flag, value]) => (parsed.value(flag) ?? value(entry)) === value(entry));

/** The protocol's name stands in a column of eight. @see libnetfilter_conntrack src/conntrack/snprintf_default.c */
const columned = (line: string): string => line.replace(/^(\S+) /, (_whole, name: string) => `${name.padEnd(8)} `);

export const conntrack: Command = {
  name: 'conntrack',
  places: ['node'],
  summary: 'the connections that this node remembers',
  usage: '-L [-p PROTOCOL] [-s ADDRESS] [-d ADDRESS] [--dport PORT] | -C',
  flags,
  run: (argv, sys) => {
    if (argv.some((word) => /^-[DFEGIU]|^--(?:delete|flush|event|get|create|update)$/.test(word))) {
      return failure(
        'conntrack: only listing is modelled: entries come, change and go with the packets\nSupported here: -L, -C\n',
        2,
      );
    }
    return withFlags('conntrack', flags, argv, (parsed) => {
      const entries = sys.conntrack() ?? [];
      if (parsed.on('count')) return output(`${entries.length}\n`);
      if (!parsed.on('dump'))
        return failure(
          'conntrack v1.4.7 (conntrack-tools): You need to supply parameters!\nSupported here: -L, -C\n',
          2,
        );
      const shown = entries.filter((entry) => wanted(entry, parsed));
      const summary = `conntrack v1.4.7 (conntrack-tools): ${shown.length} flow entries have been shown.\n`;
      return output(asText(shown.map((entry) => columned(formatEntry(entry, sys.now())))), summary);
    });
  },
};
