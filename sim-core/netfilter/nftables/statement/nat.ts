import { err, ok } from '../../../base/result.js';
import { familyOf, hostPort, parseIp, type Ip } from '../../../net/ip.js';
import type { StatementDef } from '../definition.js';
import { readNumber } from '../words.js';

interface Nat {
  readonly address: Ip;
  readonly port?: number;
}

/** `ip`, `ip:port`, `[v6]:port`. */
function readTarget(text: string): Nat | undefined {
  const whole = parseIp(text);
  if (whole !== undefined) return { address: whole };
  const parts = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text);
  const address = parseIp(parts?.[1] ?? parts?.[2] ?? '');
  const port = readNumber(parts?.[3] ?? '', 65535);
  return address === undefined || !port ? undefined : { address, port };
}

/** DNAT and SNAT to one address, with a port or without. */
export function natStatement<K extends 'dnat' | 'snat'>(kind: K): StatementDef<Nat & { readonly kind: K }> {
  return {
    cite: 'nftables 1.0.6 src/statement.c nat_stmt_print; net/netfilter/nft_nat.c nft_nat_eval',
    words: [kind],
    write: (s) => `${kind} to ${s.port === undefined ? s.address : hostPort(s.address, s.port)}`,
    read: (words, { family }) => {
      if (!words.take('to')) return err(`${kind} needs "to"`);
      const text = words.next();
      const target = readTarget(text);
      if (target === undefined) return err(`"${text}" is not one address with one port`);
      const fits = (familyOf(target.address) === 'IPv4') === (family === 'ip');
      return fits ? ok({ kind, ...target }) : err(`"${text}" is of another family than the table`);
    },
    evaluate: ({ address, port }) => ({
      kind: 'final',
      verdict: port === undefined ? { kind, address } : { kind, address, port },
    }),
  };
}
