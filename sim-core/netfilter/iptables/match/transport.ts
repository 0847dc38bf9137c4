import { err, ok, type Result } from '../../../base/result.js';
import type { MatchDef } from '../definition.js';
import type { Match } from '../model.js';
import { negated, readUnsigned } from '../words.js';

type Transport = Extract<Match, { kind: 'transport' }>;
type Ports = NonNullable<Transport['dport']>;

function readPorts(text: string, not: boolean): Ports | undefined {
  const parts = text.split(':');
  const [first = '', last = first] = parts;
  const from = parts.length === 2 && first === '' ? 0 : readUnsigned(first, 65535);
  const to = parts.length === 2 && last === '' ? 65535 : readUnsigned(last, 65535);
  if (from === undefined || to === undefined || from > to || parts.length > 2) return undefined;
  return not ? { not: true, from, to } : { from, to };
}

const formatPorts = (p: Ports, separator: string): string =>
  p.from === p.to ? String(p.from) : `${p.from}${separator}${p.to}`;

const writePorts = (option: string, p: Ports | undefined): readonly string[] =>
  p === undefined ? [] : [...negated(p.not), option, formatPorts(p, ':')];

const listPorts = (name: string, p: Ports | undefined): readonly string[] =>
  p === undefined ? [] : [`${name}${p.from === p.to ? '' : 's'}:${p.not ? '!' : ''}${formatPorts(p, ':')}`];

const summarizePorts = (prefix: string, p: Ports | undefined): readonly string[] =>
  p === undefined ? [] : [`${p.not ? '! ' : ''}${prefix}${formatPorts(p, '-')}`];

const holds = (p: Ports | undefined, port: number): boolean =>
  p === undefined || (port >= p.from && port <= p.to) !== (p.not === true);

const moduleOf: Readonly<Record<string, Transport['module']>> = { tcp: 'tcp', udp: 'udp', sctp: 'sctp' };
const protocolOf = { tcp: 'TCP', udp: 'UDP', sctp: 'SCTP' } as const;

const portOptions: Readonly<Record<string, 'sport' | 'dport'>> = {
  '--sport': 'sport',
  '--source-port': 'sport',
  '--dport': 'dport',
  '--destination-port': 'dport',
};

export const transport: MatchDef<Transport> = {
  cite: 'net/netfilter/xt_tcpudp.c tcp_mt, udp_mt; net/netfilter/xt_sctp.c sctp_mt',
  modules: ['tcp', 'udp', 'sctp'],
  write: (m) => ['-m', m.module, ...writePorts('--sport', m.sport), ...writePorts('--dport', m.dport)],
  read: (words, { word }): Result<Transport, string> => {
    const module = moduleOf[word];
    if (module === undefined) return err(`match "${word}" is not modelled`);
    let match: Transport = { kind: 'transport', module };
    for (;;) {
      const option = words.negatable(Object.keys(portOptions));
      if (option === undefined) return ok(match);
      const text = words.next();
      const ports = readPorts(text, option.not);
      const side = portOptions[option.name];
      if (ports === undefined || side === undefined) return err(`"${text}" is not a port or a range of ports`);
      match = { ...match, [side]: ports };
    }
  },
  evaluate: (m, { skb: { packet } }) =>
    packet.protocol === protocolOf[m.module] && holds(m.sport, packet.sport) && holds(m.dport, packet.dport),
  list: (m) => ({ text: [m.module, ...listPorts('spt', m.sport), ...listPorts('dpt', m.dport)].join(' ') }),
  summarize: (m) => [...summarizePorts('sport ', m.sport), ...summarizePorts('', m.dport)].join(' ') || undefined,
};
