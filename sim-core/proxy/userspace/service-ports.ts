import type { ObjectKey } from '../../kube/key.js';
import type { Endpoints, Service } from '../../kube/objects.js';
import { getObject, keyOf, type ApiObjects } from '../../kube/store.js';
import { familyOf, type Ip, type IpFamily } from '../../net/ip.js';
import type { ServiceProtocol } from '../../net/packet.js';
import type { Relay } from '../dataplane.js';

/** An address by which a Service port is reached, and the field that names it. */
export interface PortalAddress {
  readonly ip: Ip;
  readonly field: string;
  /** Named in externalIPs: such an address may belong to someone else as well. */
  readonly external: boolean;
}

/** One Service port as the userspace proxy keeps it. */
export interface Portal {
  readonly object: ObjectKey;
  /** `namespace/name:port`. */
  readonly name: string;
  readonly field: string;
  readonly protocol: ServiceProtocol;
  readonly port: number;
  readonly addresses: readonly PortalAddress[];
  readonly nodePort: { readonly value: number; readonly field: string } | undefined;
  readonly affinitySeconds: number | undefined;
  readonly endpoints: Relay['endpoints'];
}

const defaultAffinitySeconds = 10800;

/**
 * The ports that get a proxy. It speaks TCP and UDP only, knows one IP family and no traffic policies:
 * it was written before there were any.
 * @see pkg/proxy/userspace/proxier.go (v1.25) mergeService; proxysocket.go newProxySocket
 * @see pkg/proxy/util/utils.go (v1.25) ShouldSkipService
 */
export function servicePorts(objects: ApiObjects, family: IpFamily): readonly Portal[] {
  return [...objects.kinds.Service.values()].flatMap((service) => {
    const { clusterIP = '' } = service.spec;
    if (service.spec.type === 'ExternalName' || clusterIP === '' || clusterIP === 'None') return [];
    if (familyOf(clusterIP) !== family) return [];
    const { namespace, name } = service.metadata;
    return portalsOf(service, clusterIP, getObject(objects, 'Endpoints', namespace, name), family);
  });
}

function portalsOf(
  service: Service,
  clusterIP: Ip,
  endpoints: Endpoints | undefined,
  family: IpFamily,
): readonly Portal[] {
  const { metadata, spec } = service;
  const addresses = addressesOf(service, clusterIP, family);
  return (spec.ports ?? []).flatMap((port, index): readonly Portal[] => {
    if (port.protocol === 'SCTP') return [];
    const field = `spec.ports[${index}]`;
    const suffix = port.name === undefined || port.name === '' ? '' : `:${port.name}`;
    return [
      {
        object: keyOf(service),
        name: `${metadata.namespace ?? ''}/${metadata.name}${suffix}`,
        field,
        protocol: port.protocol,
        port: port.port,
        addresses,
        nodePort: port.nodePort === undefined ? undefined : { value: port.nodePort, field: `${field}.nodePort` },
        affinitySeconds:
          spec.sessionAffinity === 'ClientIP'
            ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? defaultAffinitySeconds)
            : undefined,
        endpoints: readyEndpoints(endpoints, port.name ?? ''),
      },
    ];
  });
}

function addressesOf({ spec, status }: Service, clusterIP: Ip, family: IpFamily): readonly PortalAddress[] {
  const all: readonly PortalAddress[] = [
    { ip: clusterIP, field: 'spec.clusterIP', external: false },
    ...(spec.externalIPs ?? []).map((ip, i) => ({ ip, field: `spec.externalIPs[${i}]`, external: true })),
    ...(status?.loadBalancer?.ingress ?? []).flatMap(({ ip }, i) =>
      ip === undefined ? [] : [{ ip, field: `status.loadBalancer.ingress[${i}].ip`, external: false }],
    ),
  ];
  return all.filter(({ ip }) => familyOf(ip) === family);
}

/** @see pkg/proxy/util/endpoints.go (v1.25) BuildPortsToEndpointsMap: what is not ready does not count. */
const readyEndpoints = (endpoints: Endpoints | undefined, portName: string): Relay['endpoints'] =>
  (endpoints?.subsets ?? []).flatMap((subset) =>
    (subset.ports ?? [])
      .filter((port) => (port.name ?? '') === portName)
      .flatMap(({ port }) => (subset.addresses ?? []).map(({ ip }) => ({ ip, port }))),
  );
