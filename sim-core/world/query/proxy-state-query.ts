import { listEndpoints, listLoadBalancers } from '../../hns/listing.js';
import { hostPort } from '../../net/ip.js';
import type { BalancerState } from '../../network/relay/round-robin.js';
import type { Listener, Relay } from '../../proxy/dataplane.js';
import type { Snapshot } from '../snapshot.js';
import type { HnsView, ProxyListenerView, ProxyProcessView } from '../view-kube-proxy-state.js';

/** kube-proxy's own sockets on a node; undefined where there is no such node. */
export function proxyProcessView(snapshot: Snapshot, node: string): ProxyProcessView | undefined {
  const rules = snapshot.rules.get(node);
  if (rules === undefined) return undefined;
  const balancers = snapshot.kernels.get(node)?.process?.balancers;
  const { revision, dataplane } = rules;
  return { node, revision, listeners: dataplane.listeners.map((listener) => listenerView(listener, balancers)) };
}

function listenerView(
  { protocol, port, purpose }: Listener,
  balancers: ReadonlyMap<string, BalancerState> | undefined,
): ProxyListenerView {
  const plain = { protocol, port, kind: purpose.kind, endpoints: [], sticky: [], dialTimeoutsMs: [] };
  switch (purpose.kind) {
    case 'healthCheckNodePort':
      return { ...plain, service: `${purpose.namespace}/${purpose.service}` };
    case 'reserved':
      return { ...plain, service: purpose.servicePort };
    case 'relay':
      return { ...plain, ...relayView(purpose.relay, balancers?.get(purpose.relay.servicePort)) };
  }
}

/** Until somebody asked for the Service, no order of turns is drawn. */
function relayView(relay: Relay, balancer: BalancerState | undefined) {
  const known = new Set(relay.endpoints.map(({ ip, port }) => hostPort(ip, port)));
  const turns = (balancer?.endpoints ?? []).map(({ ip, port }) => hostPort(ip, port));
  const isCurrent = turns.length === known.size && turns.every((address) => known.has(address));
  const order = isCurrent ? turns : [...known];
  return {
    service: relay.servicePort,
    endpoints: order.map((address, i) => ({
      address,
      next: isCurrent && i === (balancer?.index ?? 0) % order.length,
    })),
    ...(relay.affinitySeconds !== undefined && { affinitySeconds: relay.affinitySeconds }),
    sticky: [...(balancer?.affinity ?? [])].map(([client, { endpoint }]) => ({ client, endpoint })),
    dialTimeoutsMs: relay.dialTimeoutsMs,
    ...(relay.origin && { origin: relay.origin }),
  };
}

/** What HNS of a node was told; undefined on Linux. */
export function hnsView(snapshot: Snapshot, node: string): HnsView | undefined {
  const rules = snapshot.rules.get(node);
  const hns = rules?.dataplane.hns;
  if (rules === undefined || hns === undefined) return undefined;
  const before = rules.previous?.hns;
  return {
    node,
    revision: rules.revision,
    network: hns.network,
    endpoints: [...hns.endpoints.values()],
    loadBalancers: hns.loadBalancers,
    listings: [
      {
        command: 'hnsdiag list loadbalancers -d',
        text: listLoadBalancers(hns),
        ...(before && { before: listLoadBalancers(before) }),
      },
      {
        command: 'hnsdiag list endpoints -d',
        text: listEndpoints(hns),
        ...(before && { before: listEndpoints(before) }),
      },
    ],
  };
}
