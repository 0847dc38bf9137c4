import type { Ip } from '../net/ip.js';

export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'SRV' | 'PTR' | 'SOA' | 'NS' | 'TXT' | 'HINFO';

export type Rcode = 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED';

/** A resource record; `data` as `dig` prints it, names ending in a dot. */
export interface DnsRecord {
  readonly name: string;
  readonly type: RecordType;
  readonly ttl: number;
  readonly data: string;
}

export interface DnsQuestion {
  /** Fully qualified; the last dot may be missing. */
  readonly name: string;
  readonly type: RecordType;
}

export interface DnsAnswer {
  readonly rcode: Rcode;
  /** Authoritative. */
  readonly aa: boolean;
  readonly answer: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
  readonly additional: readonly DnsRecord[];
}

export const fqdn = (name: string): string => (name.endsWith('.') ? name : `${name}.`);

/** The name's labels before the domain, both compared without regard to case; undefined when it lies elsewhere. */
export function labelsBefore(domain: string, name: string): readonly string[] | undefined {
  const [zone, full] = [`.${fqdn(domain).toLowerCase()}`, `.${fqdn(name).toLowerCase()}`];
  if (!full.endsWith(zone)) return undefined;
  const rest = full.slice(1, Math.max(1, full.length - zone.length));
  return rest === '' ? [] : rest.split('.');
}

/** The address that an in-addr.arpa or ip6.arpa name asks about, as text. */
export function reverseAddress(name: string): Ip | undefined {
  const v4 = labelsBefore('in-addr.arpa', name);
  if (v4?.length === 4) return [...v4].reverse().join('.');
  const v6 = labelsBefore('ip6.arpa', name);
  if (v6?.length !== 32) return undefined;
  const digits = [...v6].reverse().join('');
  return (digits.match(/.{4}/g) ?? []).join(':');
}
