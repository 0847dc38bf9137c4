import { formatCidr } from '../net/cidr.js';
import { hostPort } from '../net/ip.js';
import type { Packet } from '../net/packet.js';
import type { Match, Rule } from '../netfilter/iptables/model.js';
import type { RuleVisit, TableResult } from '../netfilter/verdict.js';
import type { Reason } from './reason.js';

/** A rule that a packet met, with the packet before and after it. */
export interface MetRule {
  readonly ruleset: string;
  readonly rule: Rule;
  readonly visit: RuleVisit;
  readonly before: Packet;
  readonly after: Packet;
}

type Explain = (met: MetRule) => Reason | undefined;

const matchOf = <K extends Match['kind']>(rule: Rule, kind: K): Extract<Match, { kind: K }> | undefined =>
  rule.matches.find((m): m is Extract<Match, { kind: K }> => m.kind === kind);

const commentOf = (rule: Rule): string => matchOf(rule, 'comment')?.text ?? '';

/** `namespace/name`, from the rule's origin, or from kube-proxy's comment when the rule was read from a node. */
function serviceOf(rule: Rule): string {
  const object = rule.origin?.object;
  if (object?.kind === 'Service') return `${object.namespace}/${object.name}`;
  return /[^\s:/]+\/[^\s:/]+/.exec(commentOf(rule))?.[0] ?? '';
}

/** The endpoint a rule of a Service's chain leads to, `ip:port`, which its comment names after an arrow. */
const endpointOf = (rule: Rule): string => commentOf(rule).split(' -> ')[1] ?? '';

const jumpsTo = (rule: Rule, prefix: string): boolean =>
  (rule.target?.kind === 'jump' || rule.target?.kind === 'goto') && rule.target.chain.startsWith(prefix);

const twoTo31 = 0x80000000;

const explainService: Explain = ({ rule, visit }) => {
  const endpoint = endpointOf(rule);
  if (jumpsTo(rule, 'KUBE-MARK-MASQ')) {
    return { code: 'marks-for-masquerade', why: matchOf(rule, 'source')?.not ? 'off-cluster' : 'masquerade-all' };
  }
  if (visit.affinity !== undefined) {
    return { code: 'affinity-found', endpoint, seconds: matchOf(rule, 'recent')?.seconds ?? 0 };
  }
  if (visit.roll !== undefined) {
    const { drawn, threshold } = visit.roll;
    const code = visit.matched ? 'dice-won' : 'dice-lost';
    return { code, endpoint, probability: threshold / twoTo31, drawn: drawn / twoTo31 };
  }
  return jumpsTo(rule, 'KUBE-SEP-') ? { code: 'last-endpoint', endpoint } : undefined;
};

const explainExternal: Explain = ({ rule }) => {
  const service = serviceOf(rule);
  const fromNode = matchOf(rule, 'addrtype')?.source?.type === 'LOCAL';
  if (jumpsTo(rule, 'KUBE-MARK-MASQ')) return { code: 'marks-for-masquerade', why: fromNode ? 'node' : 'external' };
  if (fromNode) return { code: 'short-circuit-node', service };
  if (matchOf(rule, 'source') !== undefined) return { code: 'short-circuit-pod', service };
  if (jumpsTo(rule, 'KUBE-SVL-')) return { code: 'external-to-local-policy', service };
  return jumpsTo(rule, 'KUBE-SVC-') ? { code: 'external-to-cluster-policy', service } : undefined;
};

const explainServices: Explain = ({ rule }) => {
  const service = serviceOf(rule);
  const comment = commentOf(rule);
  if (jumpsTo(rule, 'KUBE-NODEPORTS')) return { code: 'enters-node-ports' };
  if (rule.target?.kind === 'reject') return { code: 'no-endpoints', service };
  if (rule.target?.kind === 'drop') return { code: 'no-local-endpoints', service };
  if (comment.endsWith(' cluster IP')) return { code: 'matches-cluster-ip', service };
  if (comment.endsWith(' external IP')) return { code: 'matches-external-ip', service };
  return comment.endsWith(' loadbalancer IP') ? { code: 'matches-load-balancer-ip', service } : undefined;
};

const explainNodePorts: Explain = ({ rule }) => {
  const port = matchOf(rule, 'transport')?.dport?.from;
  if (port === undefined || rule.target?.kind !== 'jump') return undefined;
  return { code: 'matches-node-port', service: serviceOf(rule), port };
};

const explainFirewall: Explain = ({ rule }) => {
  const range = matchOf(rule, 'source');
  const service = serviceOf(rule);
  return range === undefined
    ? { code: 'source-range-denies', service }
    : { code: 'source-range-allows', service, range: formatCidr(range.cidr) };
};

/** In ipvs mode rules ask for sets, and the element that was found tells the Service. */
const explainSourceRanges: Explain = ({ rule, visit: { member } }) => {
  const object = member?.origin?.object;
  const range = member?.element.split(',')[2];
  if (rule.target?.kind !== 'return' || object === undefined || range === undefined) return undefined;
  return { code: 'source-range-allows', service: `${object.namespace}/${object.name}`, range };
};

const explainNodePortSet: Explain = ({ visit: { member } }) => {
  const object = member?.origin?.object;
  const port = Number(member?.element.split(':').at(-1));
  if (object === undefined || member?.set.includes('HEALTH') === true) return undefined;
  return { code: 'matches-node-port', service: `${object.namespace}/${object.name}`, port };
};

const explainPostrouting: Explain = ({ rule }) => {
  if (rule.target?.kind === 'return') return { code: 'not-marked' };
  return rule.target?.kind === 'mark' ? { code: 'mark-cleared' } : undefined;
};

const explainForward: Explain = ({ rule }) => {
  if (rule.target?.kind === 'drop') return { code: 'conntrack-invalid' };
  if (rule.target?.kind !== 'accept') return undefined;
  return { code: matchOf(rule, 'mark') === undefined ? 'forward-accepts-established' : 'forward-accepts-marked' };
};

/** Userspace mode: whatever asks for a Service goes to a port of kube-proxy's own. */
const explainPortal: Explain = ({ rule, after }) =>
  rule.target?.kind === 'redirect' || rule.target?.kind === 'dnat'
    ? { code: 'redirects-to-proxy', service: serviceOf(rule), port: after.dport }
    : undefined;

/**
 * What kube-proxy means by the rules of each chain it writes, by the chain's name or its prefix.
 * @see pkg/proxy/iptables/proxier.go (v1.34) syncProxyRules
 */
const chainRoles: readonly (readonly [prefix: string, Explain])[] = [
  ['KUBE-SVC-', explainService],
  ['KUBE-SVL-', explainService],
  ['KUBE-EXT-', explainExternal],
  ['KUBE-FW-', explainFirewall],
  [
    'KUBE-SEP-',
    ({ rule }) => (jumpsTo(rule, 'KUBE-MARK-MASQ') ? { code: 'marks-for-masquerade', why: 'hairpin' } : undefined),
  ],
  ['KUBE-MARK-MASQ', () => ({ code: 'marks-for-masquerade', why: 'mark' })],
  [
    'KUBE-PROXY-FIREWALL',
    ({ rule }) =>
      rule.target?.kind === 'drop' ? { code: 'source-range-denies', service: serviceOf(rule) } : undefined,
  ],
  ['KUBE-SOURCE-RANGES-FIREWALL', explainSourceRanges],
  ['KUBE-NODE-PORT', explainNodePortSet],
  ['KUBE-EXTERNAL-SERVICES', explainServices],
  ['KUBE-SERVICES', explainServices],
  ['KUBE-NODEPORTS', explainNodePorts],
  ['KUBE-POSTROUTING', explainPostrouting],
  ['KUBE-FORWARD', explainForward],
  ['KUBE-PORTALS-', explainPortal],
  ['KUBE-NODEPORT-CONTAINER', explainPortal],
  ['KUBE-NODEPORT-HOST', explainPortal],
];

/** What any rule does, going by its target alone. */
function explainTarget({ ruleset, rule, before, after }: MetRule): Reason {
  const { target } = rule;
  switch (target?.kind) {
    case 'jump':
    case 'goto':
      return { code: 'enters-chain', chain: target.chain };
    case 'dnat':
      return { code: 'dnat', from: destination(before), to: destination(after) };
    case 'snat':
      return { code: 'snat', from: source(before), to: source(after) };
    case 'masquerade':
      return {
        code: 'masquerade',
        from: source(before),
        to: source(after),
        by: ruleset.startsWith('cni/') ? 'cni' : 'kube-proxy',
      };
    case 'drop':
      return { code: 'drops' };
    case 'reject':
      return { code: 'rejects', with: target.with };
    default:
      return { code: 'rule-matches' };
  }
}

/** `ip:port`, or the bare address when there is no port. */
const endpoint = (ip: string, port: number): string => (port === 0 ? ip : hostPort(ip, port));
export const source = (p: Packet): string => endpoint(p.src, p.sport);
export const destination = (p: Packet): string => endpoint(p.dst, p.dport);

/** Why a rule that the packet met mattered. The one place that knows what chains are for. */
export function explainRule(met: MetRule): Reason {
  const role = chainRoles.find(([prefix]) => met.visit.ref.chain.startsWith(prefix));
  return role?.[1](met) ?? explainTarget(met);
}

/** A table's pass in one sentence: nothing matched, or what the deciding rule did. */
export function explainTable(result: TableResult, deciding: MetRule | undefined): Reason {
  const { examined } = result;
  if (deciding === undefined) return { code: 'table-no-match', examined };
  if (result.verdict.kind === 'accept') return { code: 'table-accepts', examined };
  if (result.verdict.kind === 'dnat' && matchOf(deciding.rule, 'recent')?.op === 'set') {
    return { code: 'affinity-recorded', endpoint: destination(deciding.after) };
  }
  return explainRule(deciding);
}
