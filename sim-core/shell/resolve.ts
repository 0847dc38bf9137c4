import { familyOf, parseIp, type Ip } from '../net/ip.js';
import { sourceAddressFor } from '../network/host/linux.js';
import { dnsClient, search } from './dns-client.js';
import { hostsFile } from './hosts-file.js';
import type { Sys } from './sys.js';

/** What getaddrinfo(3) finds for a name; the error is that nobody knew it, or that nobody answered. */
export type ResolvedHost =
  { readonly found: true; readonly ip: Ip } | { readonly found: false; readonly why: 'unknown-name' | 'no-server' };

/**
 * Addresses stand for themselves; names are looked for in /etc/hosts and then asked of DNS. The first
 * address to which this machine has a route is taken, IPv4 before IPv6.
 */
export function resolveHost(sys: Sys, host: string, family?: 'IPv4' | 'IPv6'): ResolvedHost {
  const literal = parseIp(host.replace(/^\[(.*)\]$/, '$1'));
  if (literal !== undefined) return { found: true, ip: literal };
  if (host === '' || host.length > 253) return { found: false, why: 'unknown-name' };
  const known = fromHosts(sys, host);
  if (known.length > 0) return choose(sys, known, family);
  const client = dnsClient(sys);
  if (!client.ok) return { found: false, why: 'no-server' };
  const { answers } = search(client.value, host, ['A', 'AAAA']);
  const records = answers.flatMap(({ answer }) => answer);
  return choose(
    sys,
    records.flatMap(({ type, data }) => (type === 'A' || type === 'AAAA' ? [data] : [])),
    family,
  );
}

function choose(sys: Sys, all: readonly Ip[], family: 'IPv4' | 'IPv6' | undefined): ResolvedHost {
  const host = sys.host();
  const own = all.filter((ip) => family === undefined || familyOf(ip) === family);
  const ip = own.find((one) => host !== undefined && sourceAddressFor(host, one) !== undefined) ?? own[0];
  return ip === undefined ? { found: false, why: 'unknown-name' } : { found: true, ip };
}

const fromHosts = (sys: Sys, name: string): readonly Ip[] =>
  hostsFile(sys)
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .flatMap((line) => {
      const [ip = '', ...names] = line.split(/\s+/);
      return names.includes(name.toLowerCase()) ? [ip] : [];
    })
    .toSorted((a, b) => Number(a.includes(':')) - Number(b.includes(':')));
