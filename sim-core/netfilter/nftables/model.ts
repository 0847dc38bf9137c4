import type { Cidr } from '../../net/cidr.js';
import type { Ip } from '../../net/ip.js';
import type { Origin } from '../../kube/key.js';
import type { RejectWith } from '../iptables/model.js';

/** The families in which kube-proxy has tables. */
export type NftFamily = 'ip' | 'ip6';

/** What a register can hold. */
export type DataType =
  | 'ipv4_addr'
  | 'ipv6_addr'
  | 'inet_proto'
  | 'inet_service'
  | 'mark'
  | 'ifname'
  | 'ct_state'
  | 'fib_addrtype'
  | 'integer';

/** One value of a type: addresses, protocols and states by their names, ports and marks as numbers. */
export type Scalar = Ip | number;

/** What may stand on the right of a test or as a part of an element's key. */
export type Value = Scalar | { readonly prefix: Cidr } | { readonly from: Scalar; readonly to: Scalar };

/** What is loaded from the packet, its meta data or elsewhere, and tested, looked up or written. */
export type Expression =
  | { readonly kind: 'address'; readonly family: NftFamily; readonly field: 'saddr' | 'daddr' }
  /** A port. `th` reads it of any transport; a protocol's own name implies the test for that protocol. */
  | { readonly kind: 'port'; readonly header: 'th' | 'tcp' | 'udp' | 'sctp'; readonly field: 'sport' | 'dport' }
  | { readonly kind: 'meta'; readonly key: 'l4proto' | 'mark' | 'iifname' | 'oifname' }
  | { readonly kind: 'ctState' }
  | { readonly kind: 'fibType'; readonly field: 'saddr' | 'daddr' }
  | { readonly kind: 'numgen'; readonly mode: 'random'; readonly modulus: number; readonly offset?: number }
  | { readonly kind: 'concat'; readonly parts: readonly Expression[] }
  | {
      readonly kind: 'bitwise';
      readonly operator: '&' | '|' | '^';
      readonly operand: Expression;
      readonly mask: number;
    };

/** What a rule or the element of a verdict map decides. */
export type NftVerdict =
  | { readonly kind: 'accept' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'return' }
  | { readonly kind: 'jump'; readonly chain: string }
  | { readonly kind: 'goto'; readonly chain: string };

/** The right side of a test: one or more values, or a set of the table by name. */
export type Operand =
  | { readonly kind: 'values'; readonly values: readonly Value[] }
  /** `{ … }`: a set without a name. */
  | { readonly kind: 'set'; readonly elements: readonly Value[] }
  | { readonly kind: 'named'; readonly set: string };

export type VerdictMap =
  | { readonly kind: 'named'; readonly map: string }
  | { readonly kind: 'inline'; readonly elements: readonly { readonly value: Value; readonly verdict: NftVerdict }[] };

/** The steps of a rule, in order. A rule goes on until one of them does not match or decides. */
export type Statement =
  | { readonly kind: 'match'; readonly left: Expression; readonly not?: true; readonly right: Operand }
  | { readonly kind: 'vmap'; readonly key: Expression; readonly map: VerdictMap }
  | { readonly kind: 'verdict'; readonly verdict: NftVerdict }
  | { readonly kind: 'reject'; readonly with: RejectWith }
  | { readonly kind: 'dnat'; readonly address: Ip; readonly port?: number }
  | { readonly kind: 'snat'; readonly address: Ip; readonly port?: number }
  | { readonly kind: 'masquerade'; readonly flags: readonly ('random' | 'fully-random' | 'persistent')[] }
  | { readonly kind: 'setMark'; readonly value: Expression | number }
  | {
      readonly kind: 'dynset';
      readonly operation: 'add' | 'update';
      readonly set: string;
      readonly key: Expression;
      readonly timeoutMs?: number;
    }
  | { readonly kind: 'counter'; readonly packets: number; readonly bytes: number }
  /** The rest of a rule of a real node, kept word for word: nobody here can say what it does. */
  | { readonly kind: 'unknown'; readonly words: readonly string[] };

export interface NftRule {
  readonly statements: readonly Statement[];
  readonly comment?: string;
  readonly origin?: Origin;
}

export type BaseHook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting';

/** What makes a chain a base chain: the kernel itself enters it. */
export interface BaseChain {
  readonly type: 'filter' | 'nat' | 'route';
  readonly hook: BaseHook;
  readonly priority: number;
  readonly policy: 'accept' | 'drop';
}

export interface NftChain {
  readonly name: string;
  readonly base?: BaseChain;
  readonly comment?: string;
  readonly rules: readonly NftRule[];
}

export interface NftElement {
  readonly key: readonly Value[];
  /** In maps only. */
  readonly verdict?: NftVerdict;
  readonly comment?: string;
  /** Of its own, where it differs from the set's. */
  readonly timeoutMs?: number;
  readonly expiresMs?: number;
  readonly origin?: Origin;
}

export type SetFlag = 'constant' | 'dynamic' | 'interval' | 'timeout';

/** A set, or a verdict map. */
export interface NftSet {
  readonly kind: 'set' | 'map';
  readonly name: string;
  /** Of the key, one for each part of a concatenation. */
  readonly type: readonly DataType[];
  readonly size?: number;
  readonly flags?: readonly SetFlag[];
  readonly timeoutMs?: number;
  readonly comment?: string;
  /** By the text of their keys, in any order: `nft` sorts when it prints. */
  readonly elements: ReadonlyMap<string, NftElement>;
  readonly origin?: Origin;
}

/** One table as `nft list ruleset` prints it: sets and maps before chains, each in the order of creation. */
export interface NftTable {
  readonly family: NftFamily;
  readonly name: string;
  readonly comment?: string;
  readonly sets: ReadonlyMap<string, NftSet>;
  readonly chains: ReadonlyMap<string, NftChain>;
}

/** The name that tells a table from those of other families: `kube-proxy/ip`. */
export const tableId = ({ name, family }: Pick<NftTable, 'name' | 'family'>): string => `${name}/${family}`;
