import type { NftVerdict } from '../../netfilter/nftables/model.js';
import type { ServicePortInfo } from '../service-view.js';
import { chain, set } from './names.js';
import { writePortChains } from './port-chains.js';
import { portField } from '../port-reach.js';
import { PortScope, type ServiceRules } from './port-scope.js';
import type { FamilySettings } from './settings.js';
import { dropVerdict, gotoChain } from './vocabulary.js';

const noRules = (): ServiceRules => ({
  chains: [],
  sets: [],
  entries: {
    [set.clusterIPs]: [],
    [set.noEndpointServices]: [],
    [set.noEndpointNodePorts]: [],
    [set.firewallIPs]: [],
    [set.serviceIPs]: [],
    [set.serviceNodePorts]: [],
  },
});

/**
 * Compiles one Service.
 * @see pkg/proxy/nftables/proxier.go (v1.34) syncProxyRules, the loop over svcPortMap
 */
export function compileService(ports: readonly ServicePortInfo[], settings: FamilySettings): ServiceRules {
  const out = noRules();
  for (const port of ports) {
    const scope = new PortScope(port, settings, out);
    captureClusterIP(scope);
    captureExternalIPs(scope);
    captureLoadBalancerIPs(scope);
    captureNodePort(scope);
    writePortChains(scope);
  }
  return out;
}

interface Refusal {
  readonly verdict: NftVerdict;
  readonly field: string;
}

/**
 * No endpoint anywhere: the client is told at once. None on this node under policy Local: silence, so
 * that a load balancer tries another node.
 */
const refusal = (scope: PortScope, policy: 'internalTrafficPolicy' | 'externalTrafficPolicy'): Refusal =>
  scope.reachable.anywhere
    ? { verdict: dropVerdict, field: `spec.${policy}` }
    : { verdict: gotoChain(chain.reject), field: 'spec.selector' };

function captureClusterIP(scope: PortScope): void {
  const { port, out } = scope;
  const field = portField(port, 'port');
  out.entries[set.clusterIPs].push([port.clusterIP, { key: [port.clusterIP], origin: scope.origin('spec.clusterIP') }]);
  if (scope.internal) {
    const to = gotoChain(scope.chain(port.internalPolicyLocal ? 'local' : 'service'));
    out.entries[set.serviceIPs].push(scope.atAddress(port.clusterIP, field, to));
    return;
  }
  const refused = refusal(scope, 'internalTrafficPolicy');
  const entry = scope.atAddress(port.clusterIP, refused.field, refused.verdict, port.name);
  out.entries[set.noEndpointServices].push(entry);
}

/** An address that is the Service's outside the cluster: taken, refused, or both. */
function captureAddress(scope: PortScope, ip: string, field: string): void {
  const { port, out, reachable } = scope;
  if (reachable.anywhere) {
    out.entries[set.serviceIPs].push(scope.atAddress(ip, field, gotoChain(scope.chain('external'))));
  }
  if (scope.external) return;
  const { verdict, field: why } = refusal(scope, 'externalTrafficPolicy');
  out.entries[set.noEndpointServices].push(scope.atAddress(ip, why, verdict, port.name));
}

function captureExternalIPs(scope: PortScope): void {
  for (const { value: ip, index } of scope.port.externalIPs) captureAddress(scope, ip, `spec.externalIPs[${index}]`);
}

/** What the source ranges do not let through is dropped before it is translated, endpoints or not. */
function captureLoadBalancerIPs(scope: PortScope): void {
  const { port, out } = scope;
  for (const ip of port.loadBalancerVips) {
    captureAddress(scope, ip, 'spec.type');
    if (!scope.firewalled) continue;
    const to = gotoChain(scope.chain('firewall'));
    out.entries[set.firewallIPs].push(scope.atAddress(ip, 'spec.loadBalancerSourceRanges', to));
  }
}

/** Node ports are not subject to the load balancer's source ranges. */
function captureNodePort(scope: PortScope): void {
  const { port, out, reachable } = scope;
  if (port.nodePort === undefined) return;
  if (reachable.anywhere) {
    const to = gotoChain(scope.chain('external'));
    out.entries[set.serviceNodePorts].push(scope.atPort(port.nodePort, portField(port, 'nodePort'), to));
  }
  if (scope.external) return;
  const { verdict, field } = refusal(scope, 'externalTrafficPolicy');
  out.entries[set.noEndpointNodePorts].push(scope.atPort(port.nodePort, field, verdict, port.name));
}
