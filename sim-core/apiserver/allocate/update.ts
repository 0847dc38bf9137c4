/**
 * What an update keeps, fills in and gives up without being told.
 *
 * @see pkg/registry/core/service/{strategy.go,storage/storage.go} (v1.34) patchAllocatedValues, normalizeClusterIPs, dropTypeDependentFields
 */
import type { Service, ServiceSpec } from '../../kube/objects.js';
import { isExternallyAccessible, needsHealthCheck } from '../validate/service.js';

export const sameList = (a: readonly string[] = [], b: readonly string[] = []): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);

const withSpec = (service: Service, spec: Partial<ServiceSpec>): Service => ({
  ...service,
  spec: { ...service.spec, ...spec },
});

const without = (service: Service, ...fields: readonly (keyof ServiceSpec)[]): Service => ({
  ...service,
  spec: Object.fromEntries(
    Object.entries(service.spec).filter(([key]) => !(fields as readonly string[]).includes(key)),
  ) as unknown as ServiceSpec,
});

const needsClusterIP = ({ spec }: Service): boolean => ['ClusterIP', 'NodePort', 'LoadBalancer'].includes(spec.type);

const needsNodePort = ({ spec }: Service): boolean =>
  spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);

const portsIn = ({ spec }: Service): ReadonlySet<number> =>
  new Set((spec.ports ?? []).flatMap((p) => p.nodePort ?? []));

/** Values the server allocated earlier stay when the update does not name them. */
export function patchAllocatedValues(given: Service, old: Service): Service {
  let service = given;
  if (needsClusterIP(old) && needsClusterIP(service)) {
    const clusterIP = service.spec.clusterIP ?? old.spec.clusterIP;
    const missing = (service.spec.clusterIPs?.length ?? 0) === 0 && clusterIP === old.spec.clusterIP;
    const clusterIPs = missing ? old.spec.clusterIPs : service.spec.clusterIPs;
    service = withSpec(service, {
      ...(clusterIP !== undefined && { clusterIP }),
      ...(clusterIPs !== undefined && { clusterIPs }),
    });
  }
  if (needsNodePort(old) && needsNodePort(service)) service = keepNodePorts(service, old);
  if (needsHealthCheck(old) && needsHealthCheck(service)) {
    const healthCheckNodePort = service.spec.healthCheckNodePort ?? old.spec.healthCheckNodePort;
    if (healthCheckNodePort !== undefined) service = withSpec(service, { healthCheckNodePort });
  }
  return service;
}

function keepNodePorts(service: Service, old: Service): Service {
  const ofOld = portsIn(old);
  const used = new Set([...portsIn(service)].filter((port) => ofOld.has(port)));
  const byName = new Map((old.spec.ports ?? []).map((port) => [port.name ?? '', port.nodePort ?? 0]));
  const ports = (service.spec.ports ?? []).map((port) => {
    const before = byName.get(port.name ?? '') ?? 0;
    if ((port.nodePort ?? 0) !== 0 || before === 0 || used.has(before)) return port;
    used.add(before);
    return { ...port, nodePort: before };
  });
  return ports.length === 0 ? service : withSpec(service, { ports });
}

/** clusterIP and clusterIPs say the same thing twice; clients that know only one of them are helped. */
export function normalizeClusterIPs(service: Service, old: Service | undefined): Service {
  const { clusterIP = '', clusterIPs = [] } = service.spec;
  if (old === undefined) {
    return clusterIP !== '' && clusterIPs.length === 0 ? withSpec(service, { clusterIPs: [clusterIP] }) : service;
  }
  const before = old.spec.clusterIP ?? '';
  const plural = old.spec.clusterIPs ?? [];
  if (before === clusterIP) {
    return plural.length > 0 && clusterIPs.length === 0 ? withSpec(service, { clusterIPs: plural }) : service;
  }
  if (!sameList(plural, clusterIPs)) return service;
  return clusterIP === '' ? without(service, 'clusterIPs') : withSpec(service, { clusterIPs: [clusterIP] });
}

/** Going from dual stack to SingleStack gives up the second family unless the user names it anew. */
export function trimForDowngrade(service: Service, old: Service | undefined): Service {
  if (old === undefined || service.spec.ipFamilyPolicy !== 'SingleStack') return service;
  const { clusterIPs = [], ipFamilies = [] } = service.spec;
  return withSpec(service, {
    ...(clusterIPs.length > 1 && sameList(old.spec.clusterIPs, clusterIPs) && { clusterIPs: clusterIPs.slice(0, 1) }),
    ...(ipFamilies.length > 1 && sameList(old.spec.ipFamilies, ipFamilies) && { ipFamilies: ipFamilies.slice(0, 1) }),
  });
}

const sameNodePorts = (a: Service, b: Service): boolean =>
  sameList([...portsIn(a)].map(String).sort(), [...portsIn(b)].map(String).sort());

/** Fields that no longer apply to the new type, and that the user did not touch, go. */
export function dropTypeDependentFields(given: Service, old: Service): Service {
  let service = given;
  const now = service.spec;
  const before = old.spec;
  if (needsClusterIP(old) && !needsClusterIP(service)) {
    if (now.clusterIP === before.clusterIP && sameList(now.clusterIPs, before.clusterIPs)) {
      service = without(service, 'clusterIP', 'clusterIPs');
    }
    if (sameList(now.ipFamilies, before.ipFamilies)) service = without(service, 'ipFamilies');
    if (now.ipFamilyPolicy === before.ipFamilyPolicy) service = without(service, 'ipFamilyPolicy');
  }
  if (needsNodePort(old) && !needsNodePort(service) && sameNodePorts(service, old)) {
    const ports = (now.ports ?? []).map(({ nodePort: _released, ...port }) => port);
    if (ports.length > 0) service = withSpec(service, { ports });
  }
  if (needsHealthCheck(old) && !needsHealthCheck(service) && now.healthCheckNodePort === before.healthCheckNodePort) {
    service = without(service, 'healthCheckNodePort');
  }
  const leavesLoadBalancer = before.type === 'LoadBalancer' && now.type !== 'LoadBalancer';
  if (leavesLoadBalancer) {
    if (now.allocateLoadBalancerNodePorts === before.allocateLoadBalancerNodePorts) {
      service = without(service, 'allocateLoadBalancerNodePorts');
    }
    if (now.loadBalancerClass === before.loadBalancerClass) service = without(service, 'loadBalancerClass');
    service = { ...service, status: { ...service.status, loadBalancer: {} } };
  }
  const leavesOutside = isExternallyAccessible(old) && !isExternallyAccessible(service);
  if (leavesOutside && now.externalTrafficPolicy === before.externalTrafficPolicy) {
    service = without(service, 'externalTrafficPolicy');
  }
  return service;
}
