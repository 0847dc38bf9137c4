import { cidrContains } from '../../net/cidr.js';
import type { Match, Rule, Target } from '../../netfilter/iptables/model.js';
import { podMatch } from '../local-pods.js';
import type { EndpointInfo } from '../service-view.js';
import { endpointHash, prefixed } from './names.js';
import { portField } from '../port-reach.js';
import { toAddress, type PortScope } from './port-scope.js';
import {
  comment,
  fromHost,
  fromLocal,
  fromNetwork,
  jump,
  markMasq,
  oneIn,
  protocols,
  recentMask,
  rule,
} from './vocabulary.js';

/** An endpoint's chain, and how rules of its Service port get there. */
interface EndpointLink {
  readonly endpoint: EndpointInfo;
  readonly chain: string;
  readonly target: Target;
  /** `service -> endpoint`; absent in a large cluster. */
  readonly named: Match | undefined;
}

/** Writes the chains that belong to one Service port alone: EXT, FW, SVC, SVL and SEP. */
export function writePortChains(scope: PortScope): void {
  const { reachable, out } = scope;
  const { cluster, local, all } = reachable;
  if (scope.hasExternalChain) out.natChains.push({ name: scope.chain('EXT'), rules: externalRules(scope) });
  if (scope.firewalled) out.natChains.push({ name: scope.chain('FW'), rules: firewallRules(scope) });
  const links: EndpointLink[] = [];
  for (const endpoint of all) links.push(linkTo(scope, endpoint));
  if (cluster.length > 0) writeBalancer(scope, 'SVC', cluster === all ? links : select(links, cluster));
  if (local.length > 0) writeBalancer(scope, 'SVL', local === all ? links : select(links, local));
  writeEndpointChains(scope, links);
}

function select(links: readonly EndpointLink[], endpoints: readonly EndpointInfo[]): readonly EndpointLink[] {
  const byEndpoint = new Map(links.map((link) => [link.endpoint, link]));
  return endpoints.flatMap((endpoint) => byEndpoint.get(endpoint) ?? []);
}

/** SVC balances under policy Cluster, SVL under policy Local; traffic to the cluster IP comes to one of them. */
function writeBalancer(scope: PortScope, prefix: 'SVC' | 'SVL', links: readonly EndpointLink[]): void {
  const rules: Rule[] = [];
  const takesClusterIP = scope.port.internalPolicyLocal === (prefix === 'SVL');
  if (takesClusterIP) writeClusterIPMasquerade(scope, rules);
  writeBalancingRules(scope, links, rules);
  scope.out.natChains.push({ name: scope.chain(prefix), rules });
}

function linkTo({ port, brief }: PortScope, endpoint: EndpointInfo): EndpointLink {
  const chain = prefixed('SEP', endpointHash(port.name, port.protocol, endpoint.text));
  const named = brief ? undefined : comment(`${port.name} -> ${endpoint.text}`);
  return { endpoint, chain, target: jump(chain), named };
}

/**
 * Traffic to the cluster IP from beyond the pods is masqueraded: someone may route the Service network
 * to any node, and replies must find their way back through it.
 * @see pkg/proxy/iptables/proxier.go (v1.34) syncProxyRules
 */
function writeClusterIPMasquerade(scope: PortScope, rules: Rule[]): void {
  const { port, settings } = scope;
  const origin = scope.origin(portField(port, 'port'));
  const matches = toAddress(scope, port.clusterIP, `${port.name} cluster IP`);
  if (settings.masqueradeAll) rules.push(rule(origin, matches, markMasq));
  else if (settings.localPods !== undefined) {
    rules.push(rule(origin, inPrintedOrder(podMatch(settings.localPods, true), matches), markMasq));
  }
}

/** iptables prints the source first, then the destination, then the interface. */
const inPrintedOrder = (from: Match, [to, ...others]: readonly Match[]): readonly Match[] =>
  to === undefined || from.kind === 'source' ? [from, ...(to ? [to] : []), ...others] : [to, from, ...others];

/**
 * Traffic from outside. Under policy Cluster it may leave for another node and must come back through
 * this one: masquerade. Under policy Local it keeps its source, but pods and the node itself are
 * treated as if they had gone out to the load balancer and come back, so any endpoint will do.
 * @see pkg/proxy/iptables/proxier.go (v1.34) syncProxyRules
 */
function externalRules(scope: PortScope): readonly Rule[] {
  const { port, settings } = scope;
  const origin = scope.origin('spec.externalTrafficPolicy');
  const describe = (what: string): Match => comment(`${what} ${port.name} external destinations`);
  const toCluster = jump(scope.chain('SVC'));
  if (!port.externalPolicyLocal) {
    return [
      rule(origin, [describe('masquerade traffic for')], markMasq),
      rule(scope.origin('spec.type'), [], toCluster),
    ];
  }
  const rules: Rule[] = [];
  if (settings.localPods !== undefined) {
    rules.push(rule(origin, [podMatch(settings.localPods), describe('pod traffic for')], toCluster));
  }
  rules.push(
    rule(origin, [describe('masquerade LOCAL traffic for'), fromLocal], markMasq),
    rule(origin, [describe('route LOCAL traffic for'), fromLocal], toCluster),
  );
  if (scope.external) rules.push(rule(origin, [], jump(scope.chain('SVL'))));
  return rules;
}

/**
 * Lets the allowed sources of a load balancer through. A node inside the ranges may use the balancer's
 * address as its own source, so that address is let through with it.
 * @see pkg/proxy/iptables/proxier.go (v1.34) syncProxyRules
 */
function firewallRules(scope: PortScope): readonly Rule[] {
  const { port, settings } = scope;
  const { nodeIP } = settings;
  const target = jump(scope.chain('EXT'));
  const named = comment(`${port.name} loadbalancer IP`);
  const origin = scope.origin('spec.loadBalancerSourceRanges');
  const rules = port.sourceRanges.map(({ value, index }) => {
    const matches = [fromNetwork(value), named];
    return rule(scope.origin(`spec.loadBalancerSourceRanges[${index}]`), matches, target);
  });
  if (nodeIP !== undefined && port.sourceRanges.some(({ value }) => cidrContains(value, nodeIP))) {
    for (const ip of port.loadBalancerVips) rules.push(rule(origin, [fromHost(ip), named], target));
  }
  rules.push(rule(origin, [comment(`other traffic to ${port.name} will be dropped by KUBE-PROXY-FIREWALL`)]));
  return rules;
}

/**
 * First, with session affinity, whoever was here lately goes where they went. Then the dice: each rule
 * takes its share of what the rules before it left over, the last takes all.
 * @see pkg/proxy/iptables/proxier.go (v1.34) writeServiceToEndpointRules
 */
function writeBalancingRules(scope: PortScope, links: readonly EndpointLink[], rules: Rule[]): void {
  const { affinitySeconds } = scope.port;
  if (affinitySeconds !== undefined) {
    const origin = scope.origin('spec.sessionAffinity');
    const mask = recentMask[scope.settings.family];
    for (const { chain, named, target } of links) {
      const recent: Match = { kind: 'recent', op: 'rcheck', seconds: affinitySeconds, reap: true, name: chain, mask };
      rules.push(rule(origin, named === undefined ? [recent] : [named, recent], target));
    }
  }
  const origin = scope.origin('spec.selector');
  let left = links.length;
  for (const { named, target } of links) {
    const dice = oneIn(left);
    rules.push(rule(origin, named === undefined ? dice : [named, ...dice], target));
    left -= 1;
  }
}

/**
 * One chain for each endpoint: mark what the endpoint sends to itself (its reply would otherwise never
 * pass the node again), then translate.
 */
function writeEndpointChains(scope: PortScope, links: readonly EndpointLink[]): void {
  const { port, brief, out, settings } = scope;
  const { protocol, transport } = protocols[port.protocol];
  const origin = scope.origin(portField(port, 'targetPort'));
  const remember = (name: string): Match => ({ kind: 'recent', op: 'set', name, mask: recentMask[settings.family] });
  const named = brief ? [] : [comment(port.name)];
  const anyClient = [protocol, ...named, transport];
  for (const { endpoint, chain } of links) {
    const itself = fromHost(endpoint.ip);
    const matches = port.affinitySeconds === undefined ? anyClient : [protocol, ...named, remember(chain), transport];
    const rules = [
      rule(origin, brief ? [itself] : [itself, ...named], markMasq),
      rule(origin, matches, { kind: 'dnat', address: endpoint.ip, port: endpoint.port }),
    ];
    out.natChains.push({ name: chain, rules });
  }
}
