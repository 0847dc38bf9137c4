import type { Trace } from '../../network/trace.js';
import { asText, everywhere, failure, type Command } from '../command.js';
import type { Flag } from '../flags.js';
import { resolveHost } from '../resolve.js';
import { withFlags } from '../usage.js';

const flags: readonly Flag[] = [
  { name: 'count', short: 'c', takes: 'NUM', about: 'how many; 4 when absent' },
  { name: 'W', short: 'W', takes: 'SECONDS', about: 'has no effect: who is silent stays silent' },
  { name: 'w', short: 'w', takes: 'SECONDS', about: 'has no effect' },
  { name: 'n', short: 'n', about: 'has no effect: addresses are never named' },
  { name: '4', short: '4', about: 'IPv4 only' },
  { name: '6', short: '6', about: 'IPv6 only' },
  { name: 'quiet', short: 'q', about: 'only the summary' },
];

const [usualCount, mostPings, intervalMs] = [4, 100, 1000];
const [dataBytes, ipAndIcmpBytes] = [56, 28];
/** How long the simulated wire takes there and back, in milliseconds. */
const roundTrip = '0.100';

/** @see iputils ping.c */
function line(trace: Trace, sequence: number): string | undefined {
  const { dst } = trace.flow;
  const last = trace.reply.at(-1)?.after;
  if (trace.outcome === 'answered') {
    return `${dataBytes + 8} bytes from ${dst}: icmp_seq=${sequence} ttl=${last?.ttl ?? 64} time=${roundTrip} ms`;
  }
  if (trace.outcome === 'timeout') return undefined;
  return `From ${last?.src ?? dst} icmp_seq=${sequence} ${wordsOf(trace)}`;
}

/** ICMP's codes in words; a code of 3 is a port, 0 a net, 1 a host. */
function wordsOf({ refusedHow = '' }: Trace): string {
  const code = Number(/code (\d+)/.exec(refusedHow)?.[1] ?? 1);
  return (
    ['Destination Net Unreachable', 'Destination Host Unreachable', 'Destination Protocol Unreachable'][code] ??
    'Destination Port Unreachable'
  );
}

export const ping: Command = {
  name: 'ping',
  places: everywhere,
  summary: 'ICMP echo requests',
  usage: '[-c NUM] HOST',
  flags,
  run: (argv, sys) =>
    withFlags('ping', flags, argv, (parsed) => {
      const [host] = parsed.words;
      if (host === undefined) return failure('ping: usage error: Destination address required\n', 1);
      const asked = Number(parsed.value('count') ?? usualCount);
      if (!Number.isInteger(asked) || asked < 1)
        return failure(`ping: invalid argument: '${parsed.value('count') ?? ''}'\n`, 1);
      const count = Math.min(asked, mostPings);
      const family = parsed.on('6') ? 'IPv6' : parsed.on('4') ? 'IPv4' : undefined;
      const resolved = resolveHost(sys, host, family);
      if (!resolved.found) {
        const why = resolved.why === 'no-server' ? 'Temporary failure in name resolution' : 'Name or service not known';
        return failure(`ping: ${host}: ${why}\n`, 2);
      }
      const traces: Trace[] = [];
      for (let i = 0; i < count; i++) {
        if (i > 0) sys.wait(intervalMs);
        const sent = sys.connect({ ip: resolved.ip, port: 0, protocol: 'ICMP', asked: host });
        if (!sent.ok) return failure(`ping: ${sent.error}\n`, 2);
        traces.push(sent.value);
      }
      const received = traces.filter((trace) => trace.outcome === 'answered').length;
      const address = traces[0]?.flow.dst ?? host;
      const lost = Math.round(((count - received) / count) * 100);
      const lines = [
        `PING ${host} (${address}) ${dataBytes}(${dataBytes + ipAndIcmpBytes}) bytes of data.`,
        ...(parsed.on('quiet') ? [] : traces.flatMap((trace, index) => line(trace, index + 1) ?? [])),
        '',
        `--- ${host} ping statistics ---`,
        `${count} packets transmitted, ${received} received, ${lost}% packet loss, time ${(count - 1) * 1000}ms`,
        ...(received > 0 ? [`rtt min/avg/max/mdev = ${roundTrip}/${roundTrip}/${roundTrip}/0.000 ms`] : ['']),
      ];
      return { stdout: asText(lines), stderr: '', exitCode: received > 0 ? 0 : 1 };
    }),
};
