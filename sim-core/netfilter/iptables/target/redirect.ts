import { err, ok } from '../../../base/result.js';
import { familyOf } from '../../../net/ip.js';
import type { TargetDef } from '../definition.js';
import type { Target } from '../model.js';
import { readUnsigned } from '../words.js';

/** DNAT to this very machine: to the interface the packet came in by, or to loopback for packets of its own. */
export const redirect: TargetDef<Extract<Target, { kind: 'redirect' }>> = {
  cite: 'net/netfilter/nf_nat_redirect.c nf_nat_redirect_ipv4; iptables extensions/libxt_REDIRECT.c',
  extension: 'REDIRECT',
  write: (t) => ['-j', 'REDIRECT', ...(t.port === undefined ? [] : ['--to-ports', String(t.port)])],
  read: (words) => {
    if (words.option(['--to-ports']) === undefined) return ok({ kind: 'redirect' });
    const text = words.next();
    const port = readUnsigned(text, 65535);
    return port === undefined || port === 0 ? err(`"${text}" is not one port`) : ok({ kind: 'redirect', port });
  },
  act: ({ port }, { skb, tx }) => {
    const { packet, hook, inInterface = '' } = skb;
    const loopback = familyOf(packet.dst) === 'IPv4' ? '127.0.0.1' : '::1';
    const address = hook === 'OUTPUT' ? loopback : tx.interfaceAddress(inInterface, packet.dst);
    if (address === undefined) return { kind: 'verdict', verdict: { kind: 'drop' } };
    return { kind: 'verdict', verdict: { kind: 'dnat', address, ...(port !== undefined && { port }) } };
  },
  list: (t) => ({ name: 'REDIRECT', ...(t.port !== undefined && { text: `redir ports ${t.port}` }) }),
  summarize: (t) => (t.port === undefined ? 'REDIRECT' : `REDIRECT ${t.port}`),
};
