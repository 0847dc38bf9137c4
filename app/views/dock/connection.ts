import { hostPort } from '../../../sim-core/index.js';

export interface Direction {
  /** `ip:port`, or the address alone where there are no ports. */
  readonly src: string;
  readonly dst: string;
  readonly srcIp: string;
  readonly dstIp: string;
}

/** A line of `conntrack -L`, taken apart. */
export interface Connection {
  readonly protocol: string;
  readonly expires: number;
  readonly state: string | undefined;
  readonly asked: Direction;
  readonly answered: Direction;
  /** What the node changes: the destination, the source, or both. */
  readonly nat: readonly ('DNAT' | 'SNAT')[];
  /** `[UNREPLIED]`, `[ASSURED]`. */
  readonly flags: readonly string[];
}

const tuple = /src=(\S+) dst=(\S+)(?: sport=(\d+) dport=(\d+))?/g;

function direction([, src = '', dst = '', sport, dport]: RegExpExecArray): Direction {
  const end = (ip: string, port: string | undefined): string => (port === undefined ? ip : hostPort(ip, Number(port)));
  return { src: end(src, sport), dst: end(dst, dport), srcIp: src, dstIp: dst };
}

/** Both directions of an entry; undefined for a text that is none. */
export function readConnection(line: string): Connection | undefined {
  const [first, second] = [...line.matchAll(tuple)].map(direction);
  const [, protocol, expires, state] = /^(\S+) \d+ (\d+)(?: ([A-Z_]+))? /.exec(line) ?? [];
  if (first === undefined || second === undefined || protocol === undefined) return undefined;
  return {
    protocol,
    expires: Number(expires),
    state,
    asked: first,
    answered: second,
    // The reply comes from where the packet really went, and goes to whom the destination saw.
    nat: [
      ...(second.src === first.dst ? [] : (['DNAT'] as const)),
      ...(second.dst === first.src ? [] : (['SNAT'] as const)),
    ],
    flags: line.match(/\[[A-Z]+\]/g) ?? [],
  };
}
