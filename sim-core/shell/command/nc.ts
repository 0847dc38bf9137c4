import { everywhere, failure, type Command, type CommandResult } from '../command.js';
import type { Flag, ParsedFlags } from '../flags.js';
import { hostPort } from '../../net/ip.js';
import { resolveHost } from '../resolve.js';
import type { Sys } from '../sys.js';
import { withFlags } from '../usage.js';

const flags: readonly Flag[] = [
  { name: 'zero', short: 'z', about: 'only whether the port answers' },
  { name: 'verbose', short: 'v', about: 'say how it went' },
  { name: 'udp', short: 'u', about: 'UDP' },
  { name: 'wait', short: 'w', takes: 'SECONDS', about: 'the longest it may take' },
  { name: 'n', short: 'n', about: 'has no effect' },
  { name: '4', short: '4', about: 'IPv4 only' },
  { name: '6', short: '6', about: 'IPv6 only' },
];

const patienceMs = 134_000;

/** @see OpenBSD netcat 1.219 netcat.c connection_info, remote_connect */
function dial(sys: Sys, host: string, port: number, parsed: ParsedFlags): CommandResult {
  const family = parsed.on('6') ? 'IPv6' : parsed.on('4') ? 'IPv4' : undefined;
  const resolved = resolveHost(sys, host, family);
  if (!resolved.found) {
    const why = resolved.why === 'no-server' ? 'Temporary failure in name resolution' : 'Name or service not known';
    return failure(`nc: getaddrinfo for host "${host}" port ${port}: ${why}\n`);
  }
  const { ip } = resolved;
  const protocol = parsed.on('udp') ? 'UDP' : 'TCP';
  const sent = sys.connect({ ip, port, protocol, asked: hostPort(host, port) });
  if (!sent.ok) return failure(`nc: ${sent.error}\n`);
  const { outcome } = sent.value;
  const named = ip === host ? host : `${host} (${ip})`;
  const family46 = protocol.toLowerCase();
  const failed = (why: string): CommandResult =>
    failure(parsed.on('verbose') ? `nc: connect to ${named} port ${port} (${family46}) failed: ${why}\n` : '');
  if (outcome === 'answered' || outcome === 'connected' || (protocol === 'UDP' && outcome === 'timeout')) {
    const text = `Connection to ${named} ${port} port [${family46}/${serviceNames[port] ?? '*'}] succeeded!\n`;
    return { stdout: '', stderr: parsed.on('verbose') ? text : '', exitCode: 0 };
  }
  if (outcome === 'refused' || outcome === 'reset') return failed('Connection refused');
  if (outcome === 'unreachable') return failed('No route to host');
  const seconds = parsed.value('wait');
  sys.wait(seconds === undefined ? patienceMs : Number(seconds) * 1000 || 0);
  return failed(seconds === undefined ? 'Connection timed out' : 'Operation now in progress');
}

/** Of /etc/services, what clusters use. */
const serviceNames: Readonly<Record<number, string>> = {
  22: 'ssh',
  53: 'domain',
  80: 'http',
  443: 'https',
  3306: 'mysql',
  5432: 'postgresql',
  6379: 'redis',
  8080: 'http-alt',
};

export const nc: Command = {
  name: 'nc',
  places: everywhere,
  summary: 'whether a port answers',
  usage: '-zv [-u] [-w SECONDS] HOST PORT',
  flags,
  run: (argv, sys) =>
    withFlags(
      'nc',
      flags,
      argv,
      (parsed) => {
        const [host, port = ''] = parsed.words;
        if (host === undefined) return failure('usage: nc -zv [-u] [-w SECONDS] HOST PORT\n');
        if (port === '') return failure('nc: missing port number\n');
        if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) return failure(`nc: port number invalid: ${port}\n`);
        return dial(sys, host, Number(port), parsed);
      },
      1,
    ),
};
