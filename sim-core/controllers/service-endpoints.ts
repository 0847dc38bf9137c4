import type { IpFamily } from '../net/ip.js';
import type { EndpointPort, Labels, Pod, Service, ServicePort } from '../kube/objects.js';
import { familyOf, parseIp } from '../net/ip.js';
import { isTerminal, isTerminating, podIps } from './pod-state.js';

export const HEADLESS_LABEL = 'service.kubernetes.io/headless';
export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';
export const MANAGED_BY_LABEL = 'endpointslice.kubernetes.io/managed-by';

export const isHeadless = (service: Service): boolean => service.spec.clusterIP === 'None';

export const hasSelector = (service: Service): boolean => Object.keys(service.spec.selector ?? {}).length > 0;

/** The endpoint controllers look after it: it selects pods and is not an alias. */
export const selectsPods = (service: Service): boolean => service.spec.type !== 'ExternalName' && hasSelector(service);

export function familiesOf(service: Service): readonly IpFamily[] {
  const { ipFamilies, clusterIP } = service.spec;
  if (ipFamilies !== undefined && ipFamilies.length > 0) return ipFamilies;
  const ip = parseIp(clusterIP ?? '');
  return [ip === undefined ? 'IPv4' : familyOf(ip)];
}

/**
 * The number behind a Service port on this pod; undefined when the pod has no port of that name and protocol.
 * @see pkg/controller/util/endpoint/controller_utils.go (v1.34), pkg/api/v1/pod/util.go FindPort
 */
export function findPort(pod: Pod, port: ServicePort): number | undefined {
  if (typeof port.targetPort === 'number') return port.targetPort === 0 ? port.port : port.targetPort;
  const containers = [
    ...pod.spec.containers,
    ...(pod.spec.initContainers ?? []).filter((c) => c['restartPolicy'] === 'Always'),
  ];
  for (const container of containers) {
    const found = (container.ports ?? []).find(
      (candidate) => candidate.name === port.targetPort && (candidate.protocol ?? 'TCP') === port.protocol,
    );
    if (found !== undefined) return found.containerPort;
  }
  return undefined;
}

/**
 * Belongs in a Service's endpoints at all, ready or not.
 * @see pkg/controller/util/endpoint/controller_utils.go (v1.34) ShouldPodBeInEndpoints
 */
export const belongsInEndpoints = (pod: Pod, includeTerminating: boolean): boolean =>
  !isTerminal(pod) && podIps(pod).length > 0 && (includeTerminating || !isTerminating(pod));

/** The pod's hostname if its names under this Service exist. */
export function hostnameUnder(pod: Pod, service: Service): string | undefined {
  const { hostname, subdomain } = pod.spec;
  const ours = subdomain === service.metadata.name && pod.metadata.namespace === service.metadata.namespace;
  return ours && hostname !== undefined && hostname !== '' ? hostname : undefined;
}

/** The Service's labels less those that the controllers themselves give. */
export function copiedLabels(labels: Labels | undefined, reserved: readonly string[]): Labels {
  return Object.fromEntries(Object.entries(labels ?? {}).filter(([key]) => !reserved.includes(key)));
}

export const podReference = (pod: Pod): { kind: string; namespace: string; name: string; uid?: string } => ({
  kind: 'Pod',
  namespace: pod.metadata.namespace ?? '',
  name: pod.metadata.name,
  ...(pod.metadata.uid === undefined ? {} : { uid: pod.metadata.uid }),
});

/** A slice's ports, in the Service's order; one whose name resolves nowhere is left out. */
export function endpointPorts(service: Service, pod: Pod): readonly EndpointPort[] {
  return (service.spec.ports ?? []).flatMap((port): readonly EndpointPort[] => {
    const number = findPort(pod, port);
    if (number === undefined) return [];
    return [
      {
        name: port.name ?? '',
        port: number,
        protocol: port.protocol,
        ...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }),
      },
    ];
  });
}
