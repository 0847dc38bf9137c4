import type { Service, ServicePort, ServiceSpec } from '../../kube/objects.js';
import { isExternallyAccessible } from '../validate/service.js';

const affinitySeconds = 10800;

const portDefaults = (port: ServicePort): ServicePort => {
  const { protocol, targetPort } = port as Partial<ServicePort>;
  const target = targetPort === undefined || targetPort === 0 || targetPort === '' ? port.port : targetPort;
  const { name, appProtocol, nodePort } = port;
  return {
    ...(name !== undefined && { name }),
    protocol: protocol ?? 'TCP',
    ...(appProtocol !== undefined && { appProtocol }),
    port: port.port,
    targetPort: target,
    ...(nodePort !== undefined && { nodePort }),
  };
};

function affinityDefaults(spec: Partial<ServiceSpec>): Partial<ServiceSpec> {
  const { sessionAffinityConfig: config, ...rest } = spec;
  const sessionAffinity = spec.sessionAffinity ?? 'None';
  if (sessionAffinity === 'None') return { ...rest, sessionAffinity };
  const missing = sessionAffinity === 'ClientIP' && config?.clientIP?.timeoutSeconds === undefined;
  const filled = missing ? { clientIP: { timeoutSeconds: affinitySeconds } } : config;
  return { ...rest, sessionAffinity, ...(filled !== undefined && { sessionAffinityConfig: filled }) };
}

const hasInternalTraffic = (type: string): boolean => ['ClusterIP', 'NodePort', 'LoadBalancer'].includes(type);

/** @see pkg/apis/core/v1/defaults.go (v1.34) SetDefaults_Service */
export function defaultService(service: Service): Service {
  const given: Partial<ServiceSpec> = service.spec ?? {};
  const type = given.type ?? 'ClusterIP';
  const ports = given.ports?.map(portDefaults);
  const spec: ServiceSpec = {
    ...affinityDefaults(given),
    type,
    sessionAffinity: given.sessionAffinity ?? 'None',
    ...(ports !== undefined && { ports }),
    ...(given.internalTrafficPolicy === undefined && hasInternalTraffic(type) && { internalTrafficPolicy: 'Cluster' }),
    ...(given.allocateLoadBalancerNodePorts === undefined &&
      type === 'LoadBalancer' && { allocateLoadBalancerNodePorts: true }),
  };
  const defaulted: Service = { ...service, spec };
  if (spec.externalTrafficPolicy !== undefined || !isExternallyAccessible(defaulted)) return defaulted;
  return { ...defaulted, spec: { ...spec, externalTrafficPolicy: 'Cluster' } };
}
