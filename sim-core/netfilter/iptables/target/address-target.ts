import { err, ok } from '../../../base/result.js';
import { hostPort, parseIp } from '../../../net/ip.js';
import type { TargetDef } from '../definition.js';
import { readUnsigned } from '../words.js';

export interface AddressTarget {
  readonly address: string;
  readonly port?: number;
}

export const formatAddress = (t: AddressTarget): string =>
  t.port === undefined ? t.address : hostPort(t.address, t.port);

/** `ip`, `ip:port`, `[v6]` or `[v6]:port`. */
function readAddress(text: string): AddressTarget | undefined {
  const whole = parseIp(text);
  if (whole !== undefined) return { address: whole };
  const parts = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text);
  const address = parseIp(parts?.[1] ?? parts?.[2] ?? '');
  if (address === undefined) return undefined;
  if (parts?.[3] === undefined) return { address };
  const port = readUnsigned(parts[3], 65535);
  return port === undefined || port === 0 ? undefined : { address, port };
}

/** DNAT and SNAT to one address, with a port or without. */
export function addressTarget<K extends 'dnat' | 'snat'>(
  kind: K,
  option: string,
): TargetDef<AddressTarget & { readonly kind: K }> {
  const extension = kind.toUpperCase();
  return {
    cite: 'net/netfilter/xt_nat.c xt_dnat_target_v2, xt_snat_target_v2; iptables extensions/libxt_NAT.c',
    extension,
    write: (t) => ['-j', extension, option, formatAddress(t)],
    read: (words) => {
      if (words.option([option]) === undefined) return err(`-j ${extension} needs ${option}`);
      const text = words.next();
      const address = readAddress(text);
      return address === undefined ? err(`"${text}" is not one address with one port`) : ok({ kind, ...address });
    },
    act: ({ address, port }) => ({
      kind: 'verdict',
      verdict: port === undefined ? { kind, address } : { kind, address, port },
    }),
    list: (t) => ({ name: extension, text: `to:${formatAddress(t)}` }),
    summarize: (t) => `${extension} ${formatAddress(t)}`,
  };
}
