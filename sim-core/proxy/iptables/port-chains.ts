import { cidrContains } from '../../net/cidr.js';
import type { Origin } from '../../kube/key.js';
import type { Match, Rule, Target } from '../../netfilter/iptables/model.js';
import type { EndpointInfo } from '../service-view.js';
import { endpointHash, prefixed } from './names.js';
import { portField, toAddress, type PortScope } from './port-scope.js';
import {
  comment,
  fromHost,
  fromLocal,
  fromNetwork,
  jump,
  markMasq,
  notFromNetwork,
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
  /** `service -> endpoint`; none in a large cluster. */
  readonly comments: readonly Match[];
}

/** Writes the chains that belong to one Service port alone: EXT, FW, SVC, SVL and SEP. */
export function writePortChains(scope: PortScope): void {
  const { port, reachable, out } = scope;
  if (scope.hasExternalChain) out.natChains.push({ name: scope.chain('EXT'), rules: externalRules(scope) });
  if (scope.firewalled) out.natChains.push({ name: scope.chain('FW'), rules: firewallRules(scope) });
  const links = reachable.all.map((endpoint) => linkTo(scope, endpoint));
  const linksOf = (endpoints: readonly EndpointInfo[]): readonly EndpointLink[] => {
    if (endpoints === reachable.all) return links;
    const byEndpoint = new Map(links.map((link) => [link.endpoint, link]));
    return endpoints.flatMap((endpoint) => byEndpoint.get(endpoint) ?? []);
  };
  for (const [prefix, endpoints, isInternal] of [
    ['SVC', reachable.cluster, !port.internalPolicyLocal],
    ['SVL', reachable.local, port.internalPolicyLocal],
  ] as const) {
    if (endpoints.length === 0) continue;
    const balancing = balancingRules(scope, linksOf(endpoints));
    const rules = isInternal ? [...clusterIPMasquerade(scope), ...balancing] : balancing;
    out.natChains.push({ name: scope.chain(prefix), rules });
  }
  writeEndpointChains(scope, links);
}

function linkTo({ port, brief }: PortScope, endpoint: EndpointInfo): EndpointLink {
  const chain = prefixed('SEP', endpointHash(port.name, port.protocol, endpoint.text));
  const comments = brief ? [] : [comment(`${port.name} -> ${endpoint.text}`)];
  return { endpoint, chain, target: jump(chain), comments };
}

/**
 * Traffic to the cluster IP from beyond the pods is masqueraded: someone may route the Service network
 * to any node, and replies must find their way back through it.
 * @see pkg/proxy/iptables/proxier.go (v1.34) syncProxyRules
 */
function clusterIPMasquerade(scope: PortScope): readonly Rule[] {
  const { port, settings } = scope;
  const origin = scope.origin(portField(port, 'port'));
  const matches = toAddress(scope, port.clusterIP, `${port.name} cluster IP`);
  if (settings.masqueradeAll) return [rule(origin, matches, markMasq)];
  return settings.localPods === undefined
    ? []
    : [rule(origin, [notFromNetwork(settings.localPods), ...matches], markMasq)];
}

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
    rules.push(rule(origin, [fromNetwork(settings.localPods), describe('pod traffic for')], toCluster));
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
    const from = value.prefix === 0 ? [named] : [fromNetwork(value), named];
    return rule(scope.origin(`spec.loadBalancerSourceRanges[${index}]`), from, target);
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
function balancingRules(scope: PortScope, links: readonly EndpointLink[]): readonly Rule[] {
  const { port, settings } = scope;
  const { affinitySeconds } = port;
  const rules: Rule[] = [];
  if (affinitySeconds !== undefined) {
    const origin = scope.origin('spec.sessionAffinity');
    for (const { chain, comments, target } of links) {
      const recent: Match = {
        kind: 'recent',
        op: 'rcheck',
        seconds: affinitySeconds,
        reap: true,
        name: chain,
        mask: recentMask[settings.family],
      };
      rules.push(rule(origin, [...comments, recent], target));
    }
  }
  const origin = scope.origin('spec.selector');
  for (const [i, { comments, target }] of links.entries()) {
    const left = links.length - i;
    rules.push(rule(origin, left > 1 ? [...comments, oneIn(left)] : comments, target));
  }
  return rules;
}

/**
 * One chain for each endpoint: mark what the endpoint sends to itself (its reply would otherwise never
 * pass the node again), then translate.
 */
function writeEndpointChains(scope: PortScope, links: readonly EndpointLink[]): void {
  const { port, brief, out, settings } = scope;
  const { protocol, transport } = protocols[port.protocol];
  const origin = scope.origin(portField(port, 'targetPort'));
  const named = brief ? [] : [comment(port.name)];
  const anyPacket = [protocol, ...named, transport];
  for (const { endpoint, chain } of links) {
    const matches: readonly Match[] =
      port.affinitySeconds === undefined
        ? anyPacket
        : [
            protocol,
            ...named,
            { kind: 'recent', op: 'set', name: chain, mask: recentMask[settings.family] },
            transport,
          ];
    out.natChains.push({
      name: chain,
      rules: [rule(origin, [fromHost(endpoint.ip), ...named], markMasq), translate(origin, matches, endpoint)],
    });
  }
}

const translate = (origin: Origin, matches: readonly Match[], { ip, port }: EndpointInfo): Rule =>
  rule(origin, matches, { kind: 'dnat', address: ip, port });
