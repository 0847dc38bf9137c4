import type { Origin } from '../kube/key.js';
import { hostPort } from '../net/ip.js';
import type { Packet } from '../net/packet.js';
import type { NftElement, NftRule, NftTable, NftVerdict, Statement } from '../netfilter/nftables/model.js';
import type { RuleVisit, TableResult } from '../netfilter/verdict.js';
import { destination, source } from './explain.js';
import type { Reason } from './reason.js';

/** A rule that a packet met, with the packet before and after it. */
export interface MetNftRule {
  readonly table: NftTable;
  readonly rule: NftRule;
  readonly visit: RuleVisit;
  readonly before: Packet;
  readonly after: Packet;
}

type Explain = (met: MetNftRule) => Reason | undefined;

/** The element of a map by which the rule decided. */
export const elementOf = ({ table, visit: { lookup } }: MetNftRule): NftElement | undefined =>
  lookup && table.sets.get(lookup.map)?.elements.get(lookup.key);

const stepOf = <K extends Statement['kind']>(rule: NftRule, kind: K): Extract<Statement, { kind: K }> | undefined =>
  rule.statements.find((s): s is Extract<Statement, { kind: K }> => s.kind === kind);

/** What the rule decided: its own verdict, or that of the element it found. */
function verdictOf(met: MetNftRule): NftVerdict | undefined {
  const own = stepOf(met.rule, 'verdict')?.verdict;
  if (own !== undefined) return own;
  const { numgen } = met.visit;
  const map = stepOf(met.rule, 'vmap')?.map;
  if (map?.kind === 'inline') return map.elements.find(({ value }) => value === numgen?.drawn)?.verdict;
  return elementOf(met)?.verdict;
}

const entered = (met: MetNftRule): string => {
  const verdict = verdictOf(met);
  return verdict !== undefined && 'chain' in verdict ? verdict.chain : '';
};

const tests = (rule: NftRule, kind: 'address' | 'fibType'): boolean =>
  rule.statements.some((s) => s.kind === 'match' && s.left.kind === kind && s.left.field === 'saddr');

/** `namespace/name`, from an origin, from a comment, or from a chain's name. */
function serviceOf(met: MetNftRule): string {
  const element = elementOf(met);
  const object = (element?.origin ?? met.rule.origin)?.object;
  if (object?.kind === 'Service') return `${object.namespace}/${object.name}`;
  const named = element?.comment ?? (entered(met) || met.visit.ref.chain).replace(/^[a-z]+-[A-Z2-7]{8}-/, '');
  return /^[^\s:/]+\/[^\s:/]+/.exec(named)?.[0] ?? '';
}

/** The endpoint to which a chain translates. */
function endpointOf({ table }: MetNftRule, chain: string): string {
  const rules = table.chains.get(chain)?.rules ?? [];
  const target = rules.map((rule) => stepOf(rule, 'dnat')).find((dnat) => dnat !== undefined);
  return target === undefined ? '' : hostPort(target.address, target.port ?? 0);
}

const explainService: Explain = (met) => {
  const { rule, visit, table } = met;
  const chain = entered(met);
  if (chain === 'mark-for-masquerade') {
    const offCluster = rule.statements.some((s) => s.kind === 'match' && s.not);
    return { code: 'marks-for-masquerade', why: offCluster ? 'off-cluster' : 'masquerade-all' };
  }
  const endpoint = endpointOf(met, chain);
  if (visit.affinity !== undefined) {
    const seconds = (table.sets.get(visit.affinity.list)?.timeoutMs ?? 0) / 1000;
    return { code: 'affinity-found', endpoint, seconds };
  }
  return visit.numgen && { code: 'numgen-picks', endpoint, drawn: visit.numgen.drawn, of: visit.numgen.modulus };
};

const explainExternal: Explain = (met) => {
  const service = serviceOf(met);
  const chain = entered(met);
  const fromNode = tests(met.rule, 'fibType');
  if (chain === 'mark-for-masquerade') return { code: 'marks-for-masquerade', why: fromNode ? 'node' : 'external' };
  if (fromNode) return { code: 'short-circuit-node', service };
  if (tests(met.rule, 'address')) return { code: 'short-circuit-pod', service };
  return { code: chain.startsWith('local-') ? 'external-to-local-policy' : 'external-to-cluster-policy', service };
};

const explainEndpoint: Explain = (met) => {
  if (entered(met) === 'mark-for-masquerade') return { code: 'marks-for-masquerade', why: 'hairpin' };
  if (stepOf(met.rule, 'dynset') === undefined) return undefined;
  return { code: 'affinity-recorded', endpoint: endpointOf(met, met.visit.ref.chain) };
};

const explainServices: Explain = (met) => {
  const element = elementOf(met);
  const service = serviceOf(met);
  if (met.visit.lookup?.map === 'service-nodeports') {
    return { code: 'matches-node-port', service, port: met.before.dport };
  }
  if (/^(service|local)-/.test(entered(met))) return { code: 'matches-cluster-ip', service };
  const field = element?.origin?.field ?? '';
  if (field.startsWith('spec.externalIPs')) return { code: 'matches-external-ip', service };
  return field === '' ? undefined : { code: 'matches-load-balancer-ip', service };
};

const explainEndpointsCheck: Explain = (met) => {
  const verdict = verdictOf(met);
  if (verdict?.kind === 'drop') return { code: 'no-local-endpoints', service: serviceOf(met) };
  return verdict?.kind === 'goto' ? { code: 'no-endpoints', service: serviceOf(met) } : undefined;
};

const explainClusterIPsCheck: Explain = ({ rule, before }) =>
  stepOf(rule, 'reject')
    ? { code: 'cluster-ip-has-no-such-port', address: before.dst, port: before.dport }
    : { code: 'cluster-ip-unallocated', address: before.dst };

const explainMasquerading: Explain = ({ rule }) => {
  if (stepOf(rule, 'verdict')?.verdict.kind === 'return') return { code: 'not-marked' };
  return stepOf(rule, 'setMark') ? { code: 'mark-cleared' } : undefined;
};

/**
 * What kube-proxy means by the rules of each chain it writes, by the chain's name or its prefix.
 * @see pkg/proxy/nftables/proxier.go (v1.34) syncProxyRules
 */
const chainRoles: readonly (readonly [prefix: string, Explain])[] = [
  ['services', explainServices],
  ['service-endpoints-check', explainEndpointsCheck],
  ['nodeport-endpoints-check', explainEndpointsCheck],
  ['cluster-ips-check', explainClusterIPsCheck],
  ['mark-for-masquerade', () => ({ code: 'marks-for-masquerade', why: 'mark' })],
  ['masquerading', explainMasquerading],
  ['service-', explainService],
  ['local-', explainService],
  ['external-', explainExternal],
  ['endpoint-', explainEndpoint],
  ['firewall-check', () => undefined],
  ['firewall-', (met) => ({ code: 'source-range-denies', service: serviceOf(met) })],
];

/** What any rule does, going by its last step alone. */
function explainStep(met: MetNftRule): Reason {
  const { rule, before, after } = met;
  const step = rule.statements.at(-1);
  const verdict = verdictOf(met);
  if (verdict !== undefined && 'chain' in verdict) return { code: 'enters-chain', chain: verdict.chain };
  if (verdict?.kind === 'drop') return { code: 'drops' };
  switch (step?.kind) {
    case 'dnat':
      return { code: 'dnat', from: destination(before), to: destination(after) };
    case 'snat':
      return { code: 'snat', from: source(before), to: source(after) };
    case 'masquerade':
      return { code: 'masquerade', from: source(before), to: source(after), by: 'kube-proxy' };
    case 'reject':
      return { code: 'rejects', with: step.with };
    default:
      return { code: 'rule-matches' };
  }
}

/** Why a rule that the packet met mattered. */
export function explainNftRule(met: MetNftRule): Reason {
  const role = chainRoles.find(([prefix]) => met.visit.ref.chain.startsWith(prefix));
  return role?.[1](met) ?? explainStep(met);
}

/**
 * A base chain's pass in one sentence. The rule that refuses stands in a chain that many Services share:
 * the element that led there says for whom.
 */
export function explainNftPass(
  result: TableResult,
  visits: readonly MetNftRule[],
): { readonly reason: Reason; readonly origin?: Origin } {
  const { examined, verdict, decidedBy } = result;
  const last = visits.at(-1);
  if (last === undefined || decidedBy === undefined) return { reason: { code: 'table-no-match', examined } };
  const led = decidedBy.chain === 'reject-chain' ? visits.findLast((met) => met.visit.lookup !== undefined) : undefined;
  const telling = led ?? last;
  const origin = elementOf(telling)?.origin ?? telling.rule.origin;
  if (verdict.kind === 'accept') return { reason: { code: 'table-accepts', examined }, ...(origin && { origin }) };
  const remembers = visits.some((met) => stepOf(met.rule, 'dynset'));
  const reason: Reason =
    verdict.kind === 'dnat' && remembers
      ? { code: 'affinity-recorded', endpoint: destination(last.after) }
      : explainNftRule(telling);
  return { reason, ...(origin && { origin }) };
}
