import { cidrContains } from '../../net/cidr.js';
import type { Ip } from '../../net/ip.js';
import type { IpsetElement, IpsetEntry } from '../../ipvs/ipset/model.js';
import { definitionOfIpset } from '../../ipvs/ipset/types.js';
import type { RealServer, VirtualServer } from '../../ipvs/model.js';
import type { Origin } from '../../kube/key.js';
import type { EndpointInfo, ServicePortInfo } from '../service-view.js';
import { portField } from '../port-reach.js';
import { categorizeEndpoints, type Reachable } from '../topology.js';
import { nodePortSets, type SetId } from './sets.js';
import type { IpvsSettings } from './settings.js';

/** What one Service adds: virtual servers, addresses for kube-ipvs0, and elements of sets. */
export interface ServiceShare {
  readonly virtualServers: readonly VirtualServer[];
  readonly addresses: readonly (readonly [Ip, Origin])[];
  readonly elements: readonly (readonly [SetId, string, IpsetEntry])[];
}

interface Draft {
  readonly virtualServers: VirtualServer[];
  readonly addresses: (readonly [Ip, Origin])[];
  readonly elements: (readonly [SetId, string, IpsetEntry])[];
}

/** One Service port on its way in. */
interface Scope {
  readonly port: ServicePortInfo;
  readonly settings: IpvsSettings;
  readonly reachable: Reachable;
  readonly out: Draft;
}

/** @see pkg/proxy/ipvs/proxier.go (v1.34) syncProxyRules */
export function compileShare(ports: readonly ServicePortInfo[], settings: IpvsSettings): ServiceShare {
  const out: Draft = { virtualServers: [], addresses: [], elements: [] };
  for (const port of ports) {
    const reachable = categorizeEndpoints(port, settings.nodeName, settings.zone);
    const scope: Scope = { port, settings, reachable, out };
    rememberOwnEndpoints(scope);
    takeClusterIP(scope);
    takeExternalIPs(scope);
    takeLoadBalancerIPs(scope);
    // A node without an address for node ports leaves the rest of such a port out.
    if (port.nodePort !== undefined && settings.nodePortIPs.length === 0) continue;
    takeNodePort(scope);
    openHealthCheck(scope);
  }
  return out;
}

const originOf = ({ port }: Scope, field: string): Origin => ({ object: port.service, field });

function addElement({ out }: Scope, set: SetId, element: IpsetElement, origin: Origin): void {
  out.elements.push([set, definitionOfIpset(element.type).write(element), { element, origin }]);
}

/** A pod that reaches itself through the Service must be masqueraded; only pods of this node can. */
function rememberOwnEndpoints(scope: Scope): void {
  const { port } = scope;
  for (const { ip, port: target, isLocal } of port.endpoints) {
    if (!isLocal) continue;
    const element: IpsetElement = { type: 'hash:ip,port,ip', ip, protocol: port.protocol, port: target, ip2: ip };
    addElement(scope, 'loopBack', element, originOf(scope, portField(scope.port, 'targetPort')));
  }
}

const ipPort = ({ port }: Scope, ip: Ip, number = port.port): IpsetElement => ({
  type: 'hash:ip,port',
  ip,
  protocol: port.protocol,
  port: number,
});

/**
 * The endpoints behind a virtual server. Under policy Local those of this node; when there is none, all that
 * the Service uses for anything at all, so that pods still reach it.
 * @see pkg/proxy/ipvs/proxier.go (v1.34) syncEndpoint
 */
function endpointsFor({ reachable }: Scope, onlyLocal: boolean): readonly EndpointInfo[] {
  return onlyLocal && reachable.local.length > 0 ? reachable.local : reachable.cluster;
}

function addVirtualServer(scope: Scope, address: Ip, number: number, onlyLocal: boolean, origin: Origin): void {
  const { port, settings, out } = scope;
  const targetPort = originOf(scope, portField(scope.port, 'targetPort'));
  out.virtualServers.push({
    protocol: port.protocol,
    address,
    port: number,
    scheduler: settings.scheduler,
    ...(port.affinitySeconds !== undefined && { persistentSeconds: port.affinitySeconds }),
    ...(settings.scheduler === 'mh' && { hashesPort: true }),
    realServers: endpointsFor(scope, onlyLocal).map((endpoint): RealServer => ({
      address: endpoint.ip,
      port: endpoint.port,
      weight: 1,
      origin: targetPort,
    })),
    origin,
  });
}

/** Gives kube-ipvs0 an address, so that the node takes what is sent to it. */
function bind({ settings, out }: Scope, address: Ip, origin: Origin): void {
  if (!settings.ownAddresses.includes(address)) out.addresses.push([address, origin]);
}

function takeClusterIP(scope: Scope): void {
  const { port } = scope;
  const origin = originOf(scope, portField(scope.port, 'port'));
  addElement(scope, 'clusterIP', ipPort(scope, port.clusterIP), origin);
  addVirtualServer(scope, port.clusterIP, port.port, port.internalPolicyLocal, origin);
  scope.out.addresses.push([port.clusterIP, originOf(scope, 'spec.clusterIP')]);
}

function takeExternalIPs(scope: Scope): void {
  const { port } = scope;
  for (const { value: ip, index } of port.externalIPs) {
    const origin = originOf(scope, `spec.externalIPs[${index}]`);
    addElement(scope, port.externalPolicyLocal ? 'externalIPLocal' : 'externalIP', ipPort(scope, ip), origin);
    addVirtualServer(scope, ip, port.port, port.externalPolicyLocal, origin);
    bind(scope, ip, origin);
  }
}

function takeLoadBalancerIPs(scope: Scope): void {
  const { port } = scope;
  const origin = originOf(scope, 'spec.type');
  for (const ip of port.loadBalancerVips) {
    addElement(scope, 'loadBalancer', ipPort(scope, ip), origin);
    if (port.externalPolicyLocal) {
      addElement(scope, 'loadBalancerLocal', ipPort(scope, ip), originOf(scope, 'spec.externalTrafficPolicy'));
    }
    if (port.sourceRanges.length > 0) guard(scope, ip);
    addVirtualServer(scope, ip, port.port, port.externalPolicyLocal, origin);
    bind(scope, ip, origin);
  }
}

/**
 * The sources that a load balancer lets in. A node inside the ranges may use the balancer's address as its
 * own source, so that address is let in with it.
 */
function guard(scope: Scope, ip: Ip): void {
  const { port, settings } = scope;
  const { protocol } = port;
  addElement(scope, 'loadBalancerFirewall', ipPort(scope, ip), originOf(scope, 'spec.loadBalancerSourceRanges'));
  for (const { value: net, index } of port.sourceRanges) {
    const element: IpsetElement = { type: 'hash:ip,port,net', ip, protocol, port: port.port, net };
    addElement(scope, 'loadBalancerSourceCIDR', element, originOf(scope, `spec.loadBalancerSourceRanges[${index}]`));
  }
  const { nodeIP } = settings;
  if (nodeIP === undefined || !port.sourceRanges.some(({ value }) => cidrContains(value, nodeIP))) return;
  const element: IpsetElement = { type: 'hash:ip,port,ip', ip, protocol, port: port.port, ip2: ip };
  addElement(scope, 'loadBalancerSourceIP', element, originOf(scope, 'spec.loadBalancerSourceRanges'));
}

/** Every address of the node has a virtual server of its own; a bitmap of ports knows no SCTP, hence its hash. */
function takeNodePort(scope: Scope): void {
  const { port, settings } = scope;
  const { nodePort } = port;
  if (nodePort === undefined) return;
  const origin = originOf(scope, portField(scope.port, 'nodePort'));
  const elements: readonly IpsetElement[] =
    port.protocol === 'SCTP'
      ? settings.nodePortIPs.map((ip) => ipPort(scope, ip, nodePort))
      : [{ type: 'bitmap:port', port: nodePort }];
  const { all, local } = nodePortSets[port.protocol];
  for (const element of elements) {
    addElement(scope, all, element, origin);
    if (port.externalPolicyLocal) addElement(scope, local, element, originOf(scope, 'spec.externalTrafficPolicy'));
  }
  for (const ip of settings.nodePortIPs) addVirtualServer(scope, ip, nodePort, port.externalPolicyLocal, origin);
}

function openHealthCheck(scope: Scope): void {
  const { healthCheckNodePort } = scope.port;
  if (healthCheckNodePort === undefined) return;
  const element: IpsetElement = { type: 'bitmap:port', port: healthCheckNodePort };
  addElement(scope, 'healthCheckNodePort', element, originOf(scope, 'spec.healthCheckNodePort'));
}
