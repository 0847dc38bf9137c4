import { isReachableFromOutside, type EndpointInfo, type ServicePortInfo } from './service-view.js';

/** Which endpoints of a Service port this node sends to. */
export interface Reachable {
  /** For traffic under policy Cluster, narrowed by topology hints. */
  readonly cluster: readonly EndpointInfo[];
  /** For traffic under policy Local. */
  readonly local: readonly EndpointInfo[];
  /** The union of both. */
  readonly all: readonly EndpointInfo[];
  /** Is there a usable endpoint anywhere in the cluster? */
  readonly anywhere: boolean;
}

const none: readonly EndpointInfo[] = [];
const isReady = (e: EndpointInfo): boolean => e.ready;
const isLeaving = (e: EndpointInfo): boolean => !e.ready && e.serving && e.terminating;

/** The endpoints to use of a set: the ready ones, or else those that terminate but still serve. */
function usable(endpoints: readonly EndpointInfo[]): readonly EndpointInfo[] {
  if (endpoints.every(isReady)) return endpoints;
  const ready = endpoints.filter(isReady);
  return ready.length > 0 ? ready : endpoints.filter(isLeaving);
}

/**
 * Sorts a port's endpoints by who may use them. Cluster endpoints are needed even under
 * externalTrafficPolicy Local, for pods and the node itself are let through to all endpoints.
 * @see pkg/proxy/topology.go (v1.34) CategorizeEndpoints
 * @see KEP-1669 (terminating endpoints), KEP-2433 (zone hints), KEP-3015 (PreferSameNode)
 */
export function categorizeEndpoints(port: ServicePortInfo, nodeName: string, zone: string): Reachable {
  const { endpoints } = port;
  if (endpoints.length === 0) return { cluster: none, local: none, all: none, anywhere: false };
  const outside = isReachableFromOutside(port);
  const usesCluster = !port.internalPolicyLocal || outside;
  const usesLocal = port.internalPolicyLocal || (port.externalPolicyLocal && outside);
  const cluster = usesCluster ? nearest(usable(endpoints), nodeName, zone) : none;
  const local = usesLocal ? usable(endpoints.filter((e) => e.isLocal)) : none;
  return {
    cluster,
    local,
    all: !usesLocal ? cluster : !usesCluster ? local : [...new Set([...cluster, ...local])],
    anywhere: cluster.length > 0 || (usesLocal && endpoints.some((e) => isReady(e) || isLeaving(e))),
  };
}

/**
 * Narrows ready endpoints to those hinted for this node, else for this zone. A hint counts only when
 * every endpoint carries one and at least one is meant for us; otherwise all are used.
 * @see pkg/proxy/topology.go (v1.34) topologyModeFromHints
 */
function nearest(endpoints: readonly EndpointInfo[], nodeName: string, zone: string): readonly EndpointInfo[] {
  if (!endpoints.some(isReady)) return endpoints;
  if (endpoints.every((e) => e.nodeHints.length > 0)) {
    const same = endpoints.filter((e) => e.nodeHints.includes(nodeName));
    if (same.length > 0) return same;
  }
  if (endpoints.every((e) => e.zoneHints.length > 0)) {
    const same = endpoints.filter((e) => e.zoneHints.includes(zone));
    if (same.length > 0) return same;
  }
  return endpoints;
}
