import type { EndpointSlice } from '../kube/objects.js';
import type { ApiObjects } from '../kube/store.js';
import { familyOf, hostPort, type IpFamily } from '../net/ip.js';
import type { ConntrackEntry } from '../netfilter/conntrack.js';
import type { ProxyNode } from './node.js';
import { serviceKeyOf, viewService, type ServicePortInfo } from './service-view.js';

/** Which endpoints, as `ip:port`, a flow to a UDP Service may go to. */
interface ServingEndpoints {
  /** By the Service's own addresses, as `ip:port`. */
  readonly byAddress: ReadonlyMap<string, ReadonlySet<string>>;
  readonly byNodePort: ReadonlyMap<number, ReadonlySet<string>>;
}

/**
 * The test for connections that kube-proxy deletes after it wrote its rules. A UDP flow has no end that
 * conntrack could see: as long as the client sends, it would go on to an endpoint that is gone.
 * @see pkg/proxy/conntrack/cleanup.go (v1.34) CleanStaleEntries
 */
export function staleFlows(objects: ApiObjects, node: ProxyNode): (entry: ConntrackEntry) => boolean {
  const { byAddress, byNodePort } = servingEndpoints(objects, node);
  return ({ original, reply }) => {
    if (original.protocol !== 'UDP') return false;
    const allowed = byAddress.get(hostPort(original.dst, original.dport)) ?? byNodePort.get(original.dport);
    return allowed !== undefined && !allowed.has(hostPort(reply.src, reply.sport));
  };
}

function servingEndpoints(objects: ApiObjects, node: ProxyNode): ServingEndpoints {
  const byAddress = new Map<string, ReadonlySet<string>>();
  const byNodePort = new Map<number, ReadonlySet<string>>();
  for (const port of udpPorts(objects, node)) {
    const serving = new Set(port.endpoints.filter((endpoint) => endpoint.serving).map(({ text }) => text));
    const addresses = [port.clusterIP, ...port.externalIPs.map(({ value }) => value), ...port.loadBalancerVips];
    for (const ip of addresses) byAddress.set(hostPort(ip, port.port), serving);
    if (port.nodePort !== undefined) byNodePort.set(port.nodePort, serving);
  }
  return { byAddress, byNodePort };
}

function udpPorts(objects: ApiObjects, node: ProxyNode): readonly ServicePortInfo[] {
  const services = [...objects.kinds.Service.values()].filter(({ spec }) =>
    spec.ports?.some(({ protocol }) => protocol === 'UDP'),
  );
  if (services.length === 0) return [];
  const families = [...new Set(node.primaryIPs.map(familyOf))];
  return families.flatMap((family) => {
    const slices = slicesByService(objects, family);
    return services.flatMap((service) => {
      const key = `${service.metadata.namespace ?? ''}/${service.metadata.name}`;
      const ports = viewService(service, slices.get(key) ?? [], family, node.name);
      return ports.filter(({ protocol }) => protocol === 'UDP');
    });
  });
}

function slicesByService(objects: ApiObjects, family: IpFamily): ReadonlyMap<string, readonly EndpointSlice[]> {
  const found = new Map<string, EndpointSlice[]>();
  for (const slice of objects.kinds.EndpointSlice.values()) {
    const key = serviceKeyOf(slice, family);
    if (key === undefined) continue;
    const others = found.get(key);
    if (others === undefined) found.set(key, [slice]);
    else others.push(slice);
  }
  return found;
}
