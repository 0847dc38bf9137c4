import { cidrContains } from '../../net/cidr.js';
import type { NftRule, Statement, VerdictMap } from '../../netfilter/nftables/model.js';
import type { EndpointInfo } from '../service-view.js';
import { addressType } from './fixed-objects.js';
import { hostNetwork, networkSet } from './intervals.js';
import { endpointBase, prefixed } from './names.js';
import { portField } from '../port-reach.js';
import type { PortScope } from './port-scope.js';
import {
  daddr,
  drop,
  equals,
  fromLocal,
  fromPods,
  goto,
  gotoChain,
  inSet,
  l4proto,
  markMasq,
  rule,
  saddr,
} from './vocabulary.js';

/** An endpoint with the names of its chain and of its set of clients. */
interface EndpointLink {
  readonly endpoint: EndpointInfo;
  readonly chain: string;
  readonly affinity: string;
}

/** Addresses that an affinity set holds at most: what the kernel gives a set that packets fill and nobody sized. */
const affinitySetSize = 65535;

/** Writes the chains and sets that belong to one Service port alone. */
export function writePortChains(scope: PortScope): void {
  const { reachable, out } = scope;
  const { cluster, local, all } = reachable;
  const links: EndpointLink[] = [];
  for (const endpoint of all) links.push(linkTo(scope, endpoint));
  writeAffinitySets(scope, links);
  writeEndpointChains(scope, links);
  if (cluster.length > 0) writeBalancer(scope, 'service', cluster === all ? links : select(links, cluster));
  if (local.length > 0) writeBalancer(scope, 'local', local === all ? links : select(links, local));
  if (scope.hasExternalChain) out.chains.push({ name: scope.chain('external'), rules: externalRules(scope) });
  if (scope.firewalled) out.chains.push({ name: scope.chain('firewall'), rules: [firewallRule(scope)] });
}

function linkTo({ port }: PortScope, endpoint: EndpointInfo): EndpointLink {
  const base = endpointBase(port, endpoint);
  return { endpoint, chain: prefixed('endpoint', base), affinity: prefixed('affinity', base) };
}

function select(links: readonly EndpointLink[], endpoints: readonly EndpointInfo[]): readonly EndpointLink[] {
  const byEndpoint = new Map(links.map((link) => [link.endpoint, link]));
  return endpoints.flatMap((endpoint) => byEndpoint.get(endpoint) ?? []);
}

/**
 * Who went to which endpoint is remembered in a set for each, whose elements leave by themselves.
 * @see pkg/proxy/nftables/proxier.go (v1.34) syncProxyRules
 */
function writeAffinitySets(scope: PortScope, links: readonly EndpointLink[]): void {
  const { port, settings, out } = scope;
  if (port.affinitySeconds === undefined) return;
  for (const { affinity } of links) {
    out.sets.push({
      kind: 'set',
      name: affinity,
      type: [addressType(settings)],
      size: affinitySetSize,
      flags: ['dynamic', 'timeout'],
      timeoutMs: port.affinitySeconds * 1000,
      elements: new Map(),
      origin: scope.origin('spec.sessionAffinity'),
    });
  }
}

/**
 * One chain for each endpoint: mark what the endpoint sends to itself (its reply would otherwise never
 * pass the node again), remember the client if asked to, then translate.
 */
function writeEndpointChains(scope: PortScope, links: readonly EndpointLink[]): void {
  const { port, settings, out } = scope;
  const origin = scope.origin(portField(port, 'targetPort'));
  const sticky = scope.origin('spec.sessionAffinity');
  const client = saddr[settings.nft];
  const ofProtocol = equals(l4proto, scope.protocol);
  for (const { endpoint, chain, affinity } of links) {
    const rules = [rule(origin, [equals(client, endpoint.ip), markMasq])];
    if (port.affinitySeconds !== undefined) {
      rules.push(rule(sticky, [{ kind: 'dynset', operation: 'update', set: affinity, key: client }]));
    }
    rules.push(rule(origin, [ofProtocol, { kind: 'dnat', address: endpoint.ip, port: endpoint.port }]));
    out.chains.push({ name: chain, rules });
  }
}

/** `service` balances under policy Cluster, `local` under policy Local; the cluster IP's traffic comes to one of them. */
function writeBalancer(scope: PortScope, prefix: 'service' | 'local', links: readonly EndpointLink[]): void {
  const takesClusterIP = scope.port.internalPolicyLocal === (prefix === 'local');
  const masquerade = takesClusterIP ? clusterIPMasquerade(scope) : [];
  const rules = [...masquerade, ...affinityRules(scope, links), balancingRule(scope, links)];
  scope.out.chains.push({ name: scope.chain(prefix), rules });
}

/**
 * Traffic to the cluster IP from beyond the pods is masqueraded: someone may route the Service network
 * to any node, and replies must find their way back through it.
 * @see pkg/proxy/nftables/proxier.go (v1.34) syncProxyRules
 */
function clusterIPMasquerade(scope: PortScope): readonly NftRule[] {
  const { port, settings } = scope;
  const { nft, localPods, masqueradeAll } = settings;
  const origin = scope.origin(portField(port, 'port'));
  const toService = equals(daddr[nft], port.clusterIP);
  if (masqueradeAll) return [rule(origin, [toService, markMasq])];
  return localPods === undefined ? [] : [rule(origin, [toService, fromPods(nft, localPods, true), markMasq])];
}

/** Whoever was here lately goes where they went. @see pkg/proxy/nftables/proxier.go (v1.34) writeServiceToEndpointRules */
function affinityRules(scope: PortScope, links: readonly EndpointLink[]): readonly NftRule[] {
  if (scope.port.affinitySeconds === undefined) return [];
  const origin = scope.origin('spec.sessionAffinity');
  const client = saddr[scope.settings.nft];
  return links.map(({ affinity, chain }) => rule(origin, [inSet(client, affinity), goto(chain)]));
}

/** All others draw a number. @see pkg/proxy/nftables/proxier.go (v1.34) writeServiceToEndpointRules */
function balancingRule(scope: PortScope, links: readonly EndpointLink[]): NftRule {
  const map: VerdictMap = {
    kind: 'inline',
    elements: links.map(({ chain }, index) => ({ value: index, verdict: gotoChain(chain) })),
  };
  const draw: Statement = { kind: 'vmap', key: { kind: 'numgen', mode: 'random', modulus: links.length }, map };
  return rule(scope.origin('spec.selector'), [draw]);
}

/**
 * Traffic from outside. Under policy Cluster it may leave for another node and must come back through
 * this one: masquerade. Under policy Local it keeps its source, but pods and the node itself are
 * treated as if they had gone out to the load balancer and come back, so any endpoint will do.
 * @see pkg/proxy/nftables/proxier.go (v1.34) syncProxyRules
 */
function externalRules(scope: PortScope): readonly NftRule[] {
  const { port, settings } = scope;
  const origin = scope.origin('spec.externalTrafficPolicy');
  const toCluster = goto(scope.chain('service'));
  if (!port.externalPolicyLocal) return [rule(origin, [markMasq]), rule(scope.origin('spec.type'), [toCluster])];
  const rules: NftRule[] = [];
  if (settings.localPods !== undefined) {
    const local = fromPods(settings.nft, settings.localPods);
    rules.push(rule(origin, [local, toCluster], 'short-circuit pod traffic'));
  }
  rules.push(
    rule(origin, [fromLocal, markMasq], 'masquerade local traffic'),
    rule(origin, [fromLocal, toCluster], 'short-circuit local traffic'),
  );
  if (scope.external) rules.push(rule(origin, [goto(scope.chain('local'))]));
  return rules;
}

/**
 * Drops what comes from beyond the allowed sources of a load balancer. A node inside the ranges may use
 * the balancer's address as its own source, so that address is let through with it.
 * @see pkg/proxy/nftables/proxier.go (v1.34) syncProxyRules
 */
function firewallRule(scope: PortScope): NftRule {
  const { port, settings } = scope;
  const { nft, nodeIP } = settings;
  const ranges = port.sourceRanges.map(({ value }) => value);
  const includesNode = nodeIP !== undefined && ranges.some((range) => cidrContains(range, nodeIP));
  const allowed = [...ranges, ...(includesNode ? port.loadBalancerVips.map(hostNetwork) : [])];
  return rule(scope.origin('spec.loadBalancerSourceRanges'), [
    { kind: 'match', left: saddr[nft], not: true, right: networkSet(allowed) },
    drop,
  ]);
}
