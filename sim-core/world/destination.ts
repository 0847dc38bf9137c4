import { parseIp, type Ip } from '../net/ip.js';

/** What a client was asked to reach: an address or a name, and a port. */
export interface Destination {
  readonly host: { readonly kind: 'ip'; readonly ip: Ip } | { readonly kind: 'name'; readonly name: string };
  /** 0 for ICMP. */
  readonly port: number;
}

/** Reads `ip:port`, `[v6]:port` or `name:port`; the port may be missing for ICMP only. */
export function parseDestination(text: string, portless: boolean): Destination | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:\s[\]]+))(?::(\d{1,5}))?$/.exec(text.trim()) ?? [];
  const host = bracketed ?? plain;
  const port = digits === undefined ? 0 : Number(digits);
  if (host === undefined || port > 65535 || (digits === undefined && !portless)) return undefined;
  const ip = parseIp(host);
  if (ip !== undefined)
    return ip.includes(':') === (bracketed !== undefined) ? { host: { kind: 'ip', ip }, port } : undefined;
  if (bracketed !== undefined || looksLikeIp(host) || host.length > 253) return undefined;
  return { host: { kind: 'name', name: host }, port };
}

const looksLikeIp = (host: string): boolean => /^[\d.]+$/.test(host);
