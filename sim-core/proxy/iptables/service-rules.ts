import type { ServicePortInfo } from '../service-view.js';
import type { Match, Target } from '../../netfilter/iptables/model.js';
import { writePortChains } from './port-chains.js';
import { portField } from '../port-reach.js';
import { PortScope, toAddress, type ServiceRules } from './port-scope.js';
import type { FamilySettings } from './settings.js';
import {
  accept,
  comment,
  destinationPort,
  drop,
  jump,
  protocols,
  reject,
  rule,
  toLocal,
  toLoopback,
} from './vocabulary.js';

/**
 * Compiles one Service.
 * @see pkg/proxy/iptables/proxier.go (v1.34) syncProxyRules, the loop over svcPortMap
 */
export function compileService(
  ports: readonly ServicePortInfo[],
  settings: FamilySettings,
  brief: boolean,
): ServiceRules {
  const out: ServiceRules = {
    natServices: [],
    natNodePorts: [],
    natChains: [],
    filterServices: [],
    filterExternalServices: [],
    filterNodePorts: [],
    filterProxyFirewall: [],
  };
  for (const port of ports) {
    const scope = new PortScope(port, settings, brief, out);
    captureClusterIP(scope);
    captureExternalIPs(scope);
    captureLoadBalancerIPs(scope);
    captureNodePort(scope);
    acceptHealthChecks(scope);
    writePortChains(scope);
  }
  return out;
}

function captureClusterIP(scope: PortScope): void {
  const { port, out, reachable } = scope;
  if (scope.internal) {
    const target = jump(scope.chain(port.internalPolicyLocal ? 'SVL' : 'SVC'));
    const matches = toAddress(scope, port.clusterIP, `${port.name} cluster IP`);
    out.natServices.push(rule(scope.origin(portField(port, 'port')), matches, target));
    return;
  }
  const { text, target } = refusal(scope);
  const field = reachable.anywhere ? 'spec.internalTrafficPolicy' : 'spec.selector';
  out.filterServices.push(rule(scope.origin(field), toAddress(scope, port.clusterIP, text), target));
}

/**
 * No endpoint anywhere: the client is told at once. None on this node under policy Local: silence, so
 * that a load balancer tries another node.
 */
const refusal = ({ port, reachable, settings }: PortScope): { readonly text: string; readonly target: Target } =>
  reachable.anywhere
    ? { text: `${port.name} has no local endpoints`, target: drop }
    : { text: `${port.name} has no endpoints`, target: reject[settings.family] };

/** Refuses traffic from outside that no endpoint can take. */
function refuseExternal(scope: PortScope, match: (text: string) => Match[]): void {
  if (scope.external) return;
  const { text, target } = refusal(scope);
  const field = scope.reachable.anywhere ? 'spec.externalTrafficPolicy' : 'spec.selector';
  scope.out.filterExternalServices.push(rule(scope.origin(field), match(text), target));
}

function captureExternalIPs(scope: PortScope): void {
  const { port, out, reachable } = scope;
  for (const { value: ip, index } of port.externalIPs) {
    if (reachable.anywhere) {
      const matches = toAddress(scope, ip, `${port.name} external IP`);
      out.natServices.push(rule(scope.origin(`spec.externalIPs[${index}]`), matches, jump(scope.chain('EXT'))));
    }
    refuseExternal(scope, (text) => toAddress(scope, ip, text));
  }
}

/** What the source ranges do not let through ends untranslated in KUBE-PROXY-FIREWALL. */
function captureLoadBalancerIPs(scope: PortScope): void {
  const { port, out, reachable } = scope;
  for (const ip of port.loadBalancerVips) {
    if (reachable.anywhere) {
      const target = jump(scope.chain(scope.firewalled ? 'FW' : 'EXT'));
      out.natServices.push(
        rule(scope.origin('spec.type'), toAddress(scope, ip, `${port.name} loadbalancer IP`), target),
      );
    }
    if (scope.firewalled) {
      const text = `${port.name} traffic not accepted by ${scope.chain('FW')}`;
      out.filterProxyFirewall.push(
        rule(scope.origin('spec.loadBalancerSourceRanges'), toAddress(scope, ip, text), drop),
      );
    }
    refuseExternal(scope, (text) => toAddress(scope, ip, text));
  }
}

/** Node ports are not subject to the load balancer's source ranges. */
function captureNodePort(scope: PortScope): void {
  const { port, out, reachable, settings } = scope;
  if (port.nodePort === undefined) return;
  const { protocol } = protocols[port.protocol];
  const toPort = destinationPort(port.protocol, port.nodePort);
  if (reachable.anywhere) {
    const origin = scope.origin(portField(port, 'nodePort'));
    const target = jump(scope.chain('EXT'));
    const named = comment(port.name);
    if (settings.localhostNodePorts) {
      const counted: Match = { kind: 'nfacct', name: 'localhost_nps_accepted_pkts' };
      out.natNodePorts.push(rule(origin, [toLoopback, protocol, named, toPort, counted], target));
    }
    out.natNodePorts.push(rule(origin, [protocol, named, toPort], target));
  }
  refuseExternal(scope, (text) => [protocol, comment(text), toLocal, toPort]);
}

/** The health check port must answer whether or not this node has endpoints: "no" is an answer too. */
function acceptHealthChecks(scope: PortScope): void {
  const { port, out } = scope;
  if (port.healthCheckNodePort === undefined) return;
  const matches = [
    protocols.TCP.protocol,
    comment(`${port.name} health check node port`),
    destinationPort('TCP', port.healthCheckNodePort),
  ];
  out.filterNodePorts.push(rule(scope.origin('spec.healthCheckNodePort'), matches, accept));
}
