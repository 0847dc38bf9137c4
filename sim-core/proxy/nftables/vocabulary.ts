import type { Origin } from '../../kube/key.js';
import type { Cidr } from '../../net/cidr.js';
import type { Ip } from '../../net/ip.js';
import type { Expression, NftFamily, NftRule, NftVerdict, Operand, Statement } from '../../netfilter/nftables/model.js';
import type { LocalPods } from '../local-pods.js';
import { chain } from './names.js';

/** The steps that many rules have in common. They are immutable, so that ten thousand Services can hold the same ones. */
export const masqueradeMark = 0x4000;

const addressOf = (field: 'saddr' | 'daddr'): Readonly<Record<NftFamily, Expression>> => ({
  ip: { kind: 'address', family: 'ip', field },
  ip6: { kind: 'address', family: 'ip6', field },
});

export const saddr = addressOf('saddr');
export const daddr = addressOf('daddr');
export const l4proto: Expression = { kind: 'meta', key: 'l4proto' };
export const mark: Expression = { kind: 'meta', key: 'mark' };
const dport: Expression = { kind: 'port', header: 'th', field: 'dport' };

/** What node ports are found by. */
export const protocolAndPort: Expression = { kind: 'concat', parts: [l4proto, dport] };

/** What the addresses of Services are found by. */
export const addressProtocolAndPort = (family: NftFamily): Expression => ({
  kind: 'concat',
  parts: [daddr[family], l4proto, dport],
});

const one = (value: Ip | number): Operand => ({ kind: 'values', values: [value] });

export const equals = (left: Expression, value: Ip | number): Statement => ({ kind: 'match', left, right: one(value) });
export const differs = (left: Expression, value: Ip | number): Statement => ({
  kind: 'match',
  left,
  not: true,
  right: one(value),
});
export const within = (left: Expression, { prefix, address, family }: Cidr): Statement => ({
  kind: 'match',
  left,
  right: networkOperand({ prefix, address, family }),
});
export const outside = (left: Expression, network: Cidr): Statement => ({
  kind: 'match',
  left,
  not: true,
  right: networkOperand(network),
});

/** A network of one address is written without its mask. */
const networkOperand = (network: Cidr): Operand =>
  network.prefix === (network.family === 'IPv4' ? 32 : 128)
    ? one(network.address)
    : { kind: 'values', values: [{ prefix: network }] };

export const inSet = (left: Expression, set: string): Statement => ({
  kind: 'match',
  left,
  right: { kind: 'named', set },
});

export const fromLocal = equals({ kind: 'fibType', field: 'saddr' }, 'local');
export const toLocal = equals({ kind: 'fibType', field: 'daddr' }, 'local');
export const isNew = equals({ kind: 'ctState' }, 'new');

export const lookUp = (key: Expression, map: string): Statement => ({
  kind: 'vmap',
  key,
  map: { kind: 'named', map },
});

export const gotoChain = (name: string): NftVerdict => ({ kind: 'goto', chain: name });
export const decide = (verdict: NftVerdict): Statement => ({ kind: 'verdict', verdict });
export const jump = (name: string): Statement => decide({ kind: 'jump', chain: name });
export const goto = (name: string): Statement => decide(gotoChain(name));
export const dropVerdict: NftVerdict = { kind: 'drop' };
export const drop = decide(dropVerdict);
export const markMasq = jump(chain.markMasq);
export const reject: Readonly<Record<NftFamily, Statement>> = {
  ip: { kind: 'reject', with: 'icmp-port-unreachable' },
  ip6: { kind: 'reject', with: 'icmp6-port-unreachable' },
};

/** A rule that an object's field made necessary. */
export const rule = (origin: Origin, statements: readonly Statement[], comment?: string): NftRule =>
  comment === undefined ? { statements, origin } : { statements, origin, comment };

/** A rule that is always there. */
export const fixed = (...statements: readonly Statement[]): NftRule => ({ statements });

/** Tests for what local pods send, or does anyone else. A name with a `*` stands for all that begin with it. */
export function fromPods(nft: NftFamily, pods: LocalPods, not?: true): Statement {
  if (pods.by === 'source') return (not ? outside : within)(saddr[nft], pods.cidr);
  const name = pods.prefix ? `${pods.name}*` : pods.name;
  const left: Expression = { kind: 'meta', key: 'iifname' };
  return { kind: 'match', left, ...(not && { not }), right: { kind: 'values', values: [name] } };
}
