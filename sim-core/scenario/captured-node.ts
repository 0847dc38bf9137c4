import { parseCidr, nthAddress } from '../net/cidr.js';
import { parseIp, type Ip, type IpFamily } from '../net/ip.js';
import type { ServiceProtocol } from '../net/packet.js';
import type { Rule } from '../netfilter/iptables/model.js';
import { readKeptRulesets, type KeptRuleset, type ReadNote } from '../netfilter/iptables/read-kept.js';
import { looksLikeIptablesSave, looksLikeNft } from './capture-kind.js';
import { readKeptTables, type KeptTables } from '../netfilter/nftables/read-kept.js';
import type { NftTable } from '../netfilter/nftables/model.js';

/** The rules of a real node, as one of its listings gave them. */
export type CapturedRules =
  | { readonly flavour: 'iptables'; readonly rulesets: readonly KeptRuleset[] }
  | ({ readonly flavour: 'nftables' } & Omit<KeptTables, 'notes'>);

/** A Service port that the rules know, ready to be asked for. */
export interface CapturedService {
  /** `namespace/name:port`, as kube-proxy's comment or chain names it. */
  readonly name: string;
  readonly protocol: ServiceProtocol;
  readonly ip: Ip;
  readonly port: number;
}

export interface CapturedTable {
  readonly family: IpFamily | 'both';
  readonly name: string;
  readonly chains: number;
  readonly rules: number;
}

/** What was understood of a node's rules, to show before anything is walked. */
export interface CapturedSummary {
  readonly flavour: CapturedRules['flavour'];
  readonly tables: readonly CapturedTable[];
  readonly rules: number;
  /** Rules of which a part is not modelled. */
  readonly rulesInPart: number;
  readonly notes: readonly ReadNote[];
  readonly services: readonly CapturedService[];
  /** What the rules let us guess of the machine; a person knows better. */
  readonly guess: { readonly podCIDR?: string; readonly podIP?: Ip; readonly nodeIP?: Ip };
}

export interface CapturedNode {
  readonly rules: CapturedRules;
  readonly summary: CapturedSummary;
}

const shownServices = 500;

/** Reads `iptables-save`, `ip6tables-save` or `nft list ruleset`; undefined when the text is none of them. */
export function readCapturedNode(text: string): CapturedNode | undefined {
  if (looksLikeIptablesSave(text)) return fromIptables(text);
  return looksLikeNft(text) ? fromNft(text) : undefined;
}

const countInPart = (notes: readonly ReadNote[]): number => notes.filter(({ kind }) => kind === 'rule-in-part').length;

function fromIptables(text: string): CapturedNode {
  const { rulesets, notes } = readKeptRulesets(text);
  const tables = rulesets.flatMap(({ ruleset }) =>
    ruleset.tables.map(({ name, chains }): CapturedTable => {
      const rules = [...chains.values()].reduce((sum, chain) => sum + chain.rules.length, 0);
      return { family: ruleset.family, name, chains: chains.size, rules };
    }),
  );
  const all = rulesets.flatMap(({ ruleset }) =>
    ruleset.tables.flatMap((table) => [...table.chains.values()].flatMap((chain) => chain.rules)),
  );
  return {
    rules: { flavour: 'iptables', rulesets },
    summary: {
      flavour: 'iptables',
      tables,
      rules: all.length,
      rulesInPart: countInPart(notes),
      notes,
      services: distinct(iptablesServices(rulesets)),
      guess: guessFrom(all),
    },
  };
}

/** What one rule of `KUBE-SERVICES` is for, going by its tests and by kube-proxy's comment. */
function serviceOf({ matches, target }: Rule): CapturedService | undefined {
  let ip: Ip | undefined;
  let port: number | undefined;
  let protocol: ServiceProtocol | undefined;
  let name: string | undefined;
  for (const match of matches) {
    if (match.kind === 'destination' && !match.not) ip = match.cidr.address;
    else if (match.kind === 'protocol' && match.protocol !== 'ICMP') protocol = match.protocol;
    else if (match.kind === 'transport' && match.dport?.from === match.dport?.to) port = match.dport?.from;
    else if (match.kind === 'comment') [name] = /^\S+\/\S+/.exec(match.text) ?? [];
  }
  const leads = target?.kind === 'jump' && /^KUBE-(SVC|SVL|EXT|FW|XLB)-/.test(target.chain);
  return leads && ip !== undefined && port !== undefined && protocol !== undefined && name !== undefined
    ? { name, protocol, ip, port }
    : undefined;
}

const iptablesServices = (rulesets: readonly KeptRuleset[]): readonly CapturedService[] =>
  rulesets.flatMap(({ ruleset }) =>
    ruleset.tables.flatMap((table) =>
      (table.chains.get('KUBE-SERVICES')?.rules ?? []).flatMap((r) => serviceOf(r) ?? []),
    ),
  );

/** kube-proxy tells pods from others by the cluster's range: `! -s 10.244.0.0/16 … -j KUBE-MARK-MASQ`. */
function guessFrom(rules: readonly Rule[]): CapturedSummary['guess'] {
  const ranges = rules.flatMap(({ matches, target }) => {
    const source = matches.find((match) => match.kind === 'source');
    const marks = target?.kind === 'jump' && target.chain === 'KUBE-MARK-MASQ';
    return marks && source?.kind === 'source' && source.not ? [source.cidr] : [];
  });
  const server = rules.flatMap(({ target }) =>
    target?.kind === 'dnat' && target.port === 6443 ? [target.address] : [],
  );
  return guessOf(ranges[0] && `${ranges[0].address}/${ranges[0].prefix}`, server[0]);
}

function guessOf(podCIDR: string | undefined, nodeIP: Ip | undefined): CapturedSummary['guess'] {
  const range = podCIDR === undefined ? undefined : parseCidr(podCIDR);
  const podIP = range && nthAddress(range, 12);
  return { ...(podCIDR && { podCIDR }), ...(podIP && { podIP }), ...(nodeIP && { nodeIP }) };
}

function fromNft(text: string): CapturedNode {
  const { tables, lines, notes } = readKeptTables(text);
  const counts = tables.map((table): CapturedTable => {
    const rules = [...table.chains.values()].reduce((sum, chain) => sum + chain.rules.length, 0);
    return { family: table.family === 'ip' ? 'IPv4' : 'IPv6', name: table.name, chains: table.chains.size, rules };
  });
  return {
    rules: { flavour: 'nftables', tables, lines },
    summary: {
      flavour: 'nftables',
      tables: counts,
      rules: counts.reduce((sum, { rules }) => sum + rules, 0),
      rulesInPart: countInPart(notes),
      notes,
      services: distinct(tables.flatMap(nftServices)),
      guess: guessOf(
        tables.map(nftPodRange).find((range) => range !== undefined),
        undefined,
      ),
    },
  };
}

const protocols: readonly ServiceProtocol[] = ['TCP', 'UDP', 'SCTP'];

/** The elements of `service-ips`: `10.96.0.1 . tcp . 443 : goto service-ABC-default/kubernetes/tcp/https`. */
const nftServices = (table: NftTable): readonly CapturedService[] =>
  [...(table.sets.get('service-ips')?.elements.values() ?? [])].flatMap(({ key, verdict }) => {
    const [ip, protocolName, port] = key;
    const protocol = protocols.find((known) => known.toLowerCase() === protocolName);
    if (typeof ip !== 'string' || typeof port !== 'number' || protocol === undefined) return [];
    const chain = verdict !== undefined && 'chain' in verdict ? verdict.chain : '';
    const [, namespace, service, portName] = /^[a-z]+-[A-Z0-9]+-([^/]+)\/([^/]+)\/[^/]+\/(.*)$/.exec(chain) ?? [];
    const name = namespace === undefined ? chain : `${namespace}/${service ?? ''}${portName ? `:${portName}` : ''}`;
    return [{ name, protocol, ip, port }];
  });

function nftPodRange({ chains }: NftTable): string | undefined {
  for (const { rules } of chains.values())
    for (const { statements } of rules)
      for (const step of statements) {
        if (step.kind !== 'match' || step.not !== true || step.right.kind !== 'values') continue;
        const [value] = step.right.values;
        const isSource = step.left.kind === 'address' && step.left.field === 'saddr';
        if (isSource && typeof value === 'object' && 'prefix' in value)
          return `${value.prefix.address}/${value.prefix.prefix}`;
      }
  return undefined;
}

const distinct = (services: readonly CapturedService[]): readonly CapturedService[] =>
  [...new Map(services.map((one) => [`${one.protocol} ${one.ip} ${one.port}`, one])).values()].slice(0, shownServices);

/** Addresses as a person lists them: separated by commas or blanks. */
export function readAddressList(text: string): readonly Ip[] {
  return text.split(/[\s,]+/).flatMap((word) => (word === '' ? [] : (parseIp(word) ?? [])));
}
