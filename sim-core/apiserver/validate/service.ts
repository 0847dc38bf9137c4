/**
 * @see pkg/apis/core/validation/validation.go (v1.34) ValidateServiceCreate, ValidateServiceUpdate
 */
import type { Service, ServicePort } from '../../kube/objects.js';
import { legacyCidr, legacyIp, nonSpecialIp, type AddressRules } from './address.js';
import { duplicate, forbidden, invalid, notSupported, required, type FieldError } from './field-error.js';
import { labelErrors, metadataErrors, metadataUpdateErrors } from './metadata.js';
import { dns1035Label, dns1123Label, dns1123Subdomain, portName, portNumber, qualifiedNameErrors } from './names.js';
import { clusterIpErrors, clusterIpUpdateErrors, familyUpdateErrors, isHeadless } from './service-addresses.js';

/** Feature gates that change what is valid; the defaults are those of v1.34. */
export interface ServiceRules extends AddressRules {
  readonly trafficDistributions: readonly string[];
  /** Names of Services may begin with a digit. */
  readonly relaxedNames: boolean;
}

export const defaultServiceRules: ServiceRules = {
  strict: false,
  trafficDistributions: ['PreferClose', 'PreferSameZone', 'PreferSameNode'],
  relaxedNames: false,
};

const onlyLoadBalancer = "may only be used when `type` is 'LoadBalancer'";

export const isExternallyAccessible = ({ spec }: Service): boolean =>
  spec.type === 'LoadBalancer' ||
  spec.type === 'NodePort' ||
  (spec.type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0);

export const needsHealthCheck = ({ spec }: Service): boolean =>
  spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';

/** Checks a Service that has its defaults, as on creation. */
export function validateService(service: Service, rules: ServiceRules = defaultServiceRules): readonly FieldError[] {
  const label = rules.relaxedNames ? dns1123Label : dns1035Label;
  return [...metadataErrors(service.metadata, true, label), ...specErrors(service, undefined, rules)];
}

export function validateServiceUpdate(
  service: Service,
  old: Service,
  rules: ServiceRules = defaultServiceRules,
): readonly FieldError[] {
  return [
    ...metadataUpdateErrors(service.metadata, old.metadata),
    ...clusterIpUpdateErrors(old, service),
    ...familyUpdateErrors(old, service),
    ...loadBalancerClassErrors(service, old),
    ...healthCheckUpdateErrors(service, old),
    ...specErrors(service, old, rules),
  ];
}

function healthCheckUpdateErrors(service: Service, old: Service): readonly FieldError[] {
  const same = service.spec.healthCheckNodePort === old.spec.healthCheckNodePort;
  if (same || !needsHealthCheck(old) || !needsHealthCheck(service)) return [];
  return [forbidden('spec.healthCheckNodePort', 'field is immutable')];
}

function specErrors(service: Service, old: Service | undefined, rules: ServiceRules): readonly FieldError[] {
  return [
    ...topologyErrors(service),
    ...typeErrors(service),
    ...portErrors(service),
    ...labelErrors(service.spec.selector, 'spec.selector'),
    ...affinityErrors(service),
    ...clusterIpErrors(service, old, rules),
    ...externalIpErrors(service, old, rules),
    ...typeNameErrors(service),
    ...portConflictErrors(service),
    ...sourceRangeErrors(service, old, rules),
    ...loadBalancerErrors(service),
    ...loadBalancerClassErrors(service, undefined),
    ...trafficPolicyErrors(service),
    ...distributionErrors(service, rules),
  ];
}

const hintsAnnotation = 'service.kubernetes.io/topology-aware-hints';
const modeAnnotation = 'service.kubernetes.io/topology-mode';

function topologyErrors({ metadata }: Service): readonly FieldError[] {
  const hints = metadata.annotations?.[hintsAnnotation];
  const wanted = metadata.annotations?.[modeAnnotation];
  if (hints === undefined || wanted === undefined || hints === wanted) return [];
  const detail = `must match annotations[${hintsAnnotation}] when both are specified`;
  return [invalid(`metadata.annotations[${modeAnnotation}]`, wanted, detail)];
}

function typeErrors(service: Service): readonly FieldError[] {
  const { spec } = service;
  const errors: FieldError[] = [];
  if ((spec.ports?.length ?? 0) === 0 && !isHeadless(service) && spec.type !== 'ExternalName') {
    errors.push(required('spec.ports'));
  }
  if ((spec.type === 'LoadBalancer' || spec.type === 'NodePort') && isHeadless(service)) {
    errors.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`));
  }
  return spec.type === 'ExternalName' ? [...errors, ...externalNameErrors(service)] : errors;
}

function externalNameErrors({ spec }: Service): readonly FieldError[] {
  const notHere = (field: string): FieldError => forbidden(`spec.${field}`, 'may not be set for ExternalName services');
  const errors: FieldError[] = [];
  if ((spec.clusterIPs?.length ?? 0) > 0) errors.push(notHere('clusterIPs'));
  if ((spec.ipFamilies?.length ?? 0) > 0) errors.push(notHere('ipFamilies'));
  if (spec.ipFamilyPolicy !== undefined) errors.push(notHere('ipFamilyPolicy'));
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  if (name === '') return [...errors, required('spec.externalName')];
  return [...errors, ...dns1123Subdomain(name).map((message) => invalid('spec.externalName', name, message))];
}

const protocols = ['SCTP', 'TCP', 'UDP'];

function portErrors({ spec }: Service): readonly FieldError[] {
  const ports = spec.ports ?? [];
  const names = new Set<string>();
  return ports.flatMap((port, i) => onePortErrors(port, `spec.ports[${i}]`, ports.length > 1, names));
}

function onePortErrors(
  port: ServicePort,
  field: string,
  nameRequired: boolean,
  names: Set<string>,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { name = '', protocol = '', appProtocol } = port as Partial<ServicePort>;
  if (nameRequired && name === '') errors.push(required(`${field}.name`));
  else if (name !== '') {
    errors.push(...dns1123Label(name).map((message) => invalid(`${field}.name`, name, message)));
    if (names.has(name)) errors.push(duplicate(`${field}.name`, name));
    names.add(name);
  }
  errors.push(...portNumber(port.port).map((message) => invalid(`${field}.port`, port.port, message)));
  if (protocol === '') errors.push(required(`${field}.protocol`));
  else if (!protocols.includes(protocol)) errors.push(notSupported(`${field}.protocol`, protocol, protocols));
  errors.push(...portNumberOrName(port.targetPort, `${field}.targetPort`));
  if (appProtocol !== undefined) {
    errors.push(
      ...qualifiedNameErrors(appProtocol).map((message) => invalid(`${field}.appProtocol`, appProtocol, message)),
    );
  }
  return errors;
}

const portNumberOrName = (port: number | string, field: string): readonly FieldError[] =>
  (typeof port === 'number' ? portNumber(port) : portName(port)).map((message) => invalid(field, port, message));

const affinities = ['ClientIP', 'None'];
const longestAffinitySeconds = 86400;

function affinityErrors({ spec }: Service): readonly FieldError[] {
  const { sessionAffinity = '', sessionAffinityConfig: config } = spec as Partial<Service['spec']>;
  const field = 'spec.sessionAffinityConfig';
  if (sessionAffinity === '') return [required('spec.sessionAffinity')];
  if (!affinities.includes(sessionAffinity)) return [notSupported('spec.sessionAffinity', sessionAffinity, affinities)];
  if (sessionAffinity === 'None') {
    return config === undefined ? [] : [forbidden(field, 'must not be set when session affinity is None')];
  }
  if (config === undefined) return [required(field, 'when session affinity type is ClientIP')];
  if (config.clientIP === undefined) return [required(`${field}.clientIP`, 'when session affinity type is ClientIP')];
  const seconds = config.clientIP.timeoutSeconds;
  const secondsField = `${field}.clientIP.timeoutSeconds`;
  if (seconds === undefined) return [required(secondsField, 'when session affinity type is ClientIP')];
  if (seconds > 0 && seconds <= longestAffinitySeconds) return [];
  return [invalid(secondsField, seconds, `must be greater than 0 and less than ${longestAffinitySeconds}`)];
}

function externalIpErrors({ spec }: Service, old: Service | undefined, rules: ServiceRules): readonly FieldError[] {
  return (spec.externalIPs ?? []).flatMap((ip, i) => {
    const field = `spec.externalIPs[${i}]`;
    const errors = legacyIp(field, ip, old?.spec.externalIPs ?? [], rules);
    return errors.length > 0 ? errors : nonSpecialIp(field, ip);
  });
}

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

function typeNameErrors({ spec }: Service): readonly FieldError[] {
  const type = (spec as Partial<Service['spec']>).type ?? '';
  if (type === '') return [required('spec.type')];
  return types.includes(type) ? [] : [notSupported('spec.type', type, types)];
}

function portConflictErrors({ spec }: Service): readonly FieldError[] {
  const ports = spec.ports ?? [];
  const errors: FieldError[] = [];
  if (spec.type === 'ClusterIP') {
    ports.forEach((port, i) => {
      if ((port.nodePort ?? 0) === 0) return;
      errors.push(forbidden(`spec.ports[${i}].nodePort`, "may not be used when `type` is 'ClusterIP'"));
    });
  }
  ports.forEach((port, i) => {
    const nodePort = port.nodePort ?? 0;
    if (nodePort === 0 || !ports.slice(0, i).some((p) => p.nodePort === nodePort && p.protocol === port.protocol))
      return;
    errors.push(duplicate(`spec.ports[${i}].nodePort`, nodePort));
  });
  ports.forEach((port, i) => {
    if (!ports.slice(0, i).some((p) => p.port === port.port && p.protocol === port.protocol)) return;
    const protocol = JSON.stringify(port.protocol ?? '');
    const goJson = `{"Name":"","Protocol":${protocol},"AppProtocol":null,"Port":${port.port},"TargetPort":0,"NodePort":0}`;
    errors.push(duplicate(`spec.ports[${i}]`, { goJson }));
  });
  return errors;
}

const sourceRangesAnnotation = 'service.beta.kubernetes.io/load-balancer-source-ranges';

function sourceRangeErrors(service: Service, old: Service | undefined, rules: ServiceRules): readonly FieldError[] {
  const ranges = service.spec.loadBalancerSourceRanges ?? [];
  const annotation = service.metadata.annotations?.[sourceRangesAnnotation];
  if (ranges.length === 0 && annotation === undefined) return [];
  const field = ranges.length > 0 ? 'spec.LoadBalancerSourceRanges' : `metadata.annotations[${sourceRangesAnnotation}]`;
  const errors = service.spec.type === 'LoadBalancer' ? [] : [forbidden(field, onlyLoadBalancer)];
  if (ranges.length > 0) {
    const existing = (old?.spec.loadBalancerSourceRanges ?? []).map((range) => range.trim());
    return [...errors, ...ranges.flatMap((range, i) => legacyCidr(`${field}[${i}]`, range.trim(), existing, rules))];
  }
  const unchanged = old !== undefined && old.metadata.annotations?.[sourceRangesAnnotation] === annotation;
  const text = (annotation ?? '').trim();
  if (unchanged || text === '') return errors;
  return [...errors, ...text.split(',').flatMap((range) => legacyCidr(field, range.trim(), [], rules))];
}

function loadBalancerErrors({ spec }: Service): readonly FieldError[] {
  const set = spec.allocateLoadBalancerNodePorts !== undefined;
  if (set && spec.type !== 'LoadBalancer') return [forbidden('spec.allocateLoadBalancerNodePorts', onlyLoadBalancer)];
  return !set && spec.type === 'LoadBalancer' ? [required('allocateLoadBalancerNodePorts')] : [];
}

function loadBalancerClassErrors({ spec }: Service, old: Service | undefined): readonly FieldError[] {
  const field = 'spec.loadBalancerClass';
  const { loadBalancerClass } = spec;
  const errors: FieldError[] = [];
  if (
    old?.spec.type === 'LoadBalancer' &&
    spec.type === 'LoadBalancer' &&
    old.spec.loadBalancerClass !== loadBalancerClass
  ) {
    errors.push(invalid(field, loadBalancerClass, 'may not change once set'));
  }
  if (loadBalancerClass === undefined) return errors;
  if (spec.type !== 'LoadBalancer') return [...errors, forbidden(field, onlyLoadBalancer)];
  return [
    ...errors,
    ...qualifiedNameErrors(loadBalancerClass).map((message) => invalid(field, loadBalancerClass, message)),
  ];
}

const policies = ['Cluster', 'Local'];

function trafficPolicyErrors(service: Service): readonly FieldError[] {
  const { externalTrafficPolicy = '', internalTrafficPolicy, healthCheckNodePort = 0, type } = service.spec;
  const errors: FieldError[] = [];
  const external = 'spec.externalTrafficPolicy';
  if (!isExternallyAccessible(service)) {
    if (externalTrafficPolicy !== '') {
      errors.push(invalid(external, externalTrafficPolicy, 'may only be set for externally-accessible services'));
    }
  } else if (externalTrafficPolicy === '') errors.push(required(external));
  else if (!policies.includes(externalTrafficPolicy))
    errors.push(notSupported(external, externalTrafficPolicy, policies));
  errors.push(...healthCheckErrors(needsHealthCheck(service), healthCheckNodePort));
  const internal = 'spec.internalTrafficPolicy';
  if (internalTrafficPolicy === undefined) {
    if (['NodePort', 'LoadBalancer', 'ClusterIP'].includes(type)) errors.push(required(internal));
  } else if (!policies.includes(internalTrafficPolicy)) {
    errors.push(notSupported(internal, internalTrafficPolicy, policies));
  }
  return errors;
}

function healthCheckErrors(needed: boolean, port: number): readonly FieldError[] {
  const field = 'spec.healthCheckNodePort';
  if (needed) return port === 0 ? [required(field)] : portNumber(port).map((message) => invalid(field, port, message));
  if (port === 0) return [];
  return [invalid(field, port, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'")];
}

function distributionErrors({ spec }: Service, rules: ServiceRules): readonly FieldError[] {
  const value = spec.trafficDistribution;
  if (value === undefined || rules.trafficDistributions.includes(value)) return [];
  return [notSupported('spec.trafficDistribution', value, rules.trafficDistributions)];
}
