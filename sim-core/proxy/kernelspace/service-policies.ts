import type { HnsEndpoint, HnsLoadBalancer, LoadBalancerFlag, PortMappingFlag } from '../../hns/model.js';
import type { Service } from '../../kube/objects.js';
import type { ApiObjects } from '../../kube/store.js';
import { familyOf, parseIp, type Ip, type IpFamily } from '../../net/ip.js';
import type { ProxyNode } from '../node.js';
import type { EndpointInfo, ServicePortInfo } from '../service-view.js';
import { guid, localEndpoint, providerAddress, remoteEndpoint } from './endpoints.js';

/** What the policies of a node depend on besides Services. */
export interface PolicySettings {
  readonly objects: ApiObjects;
  readonly node: ProxyNode;
  readonly nodeIP: Ip;
  readonly family: IpFamily;
  readonly overlay: boolean;
  readonly sourceVip: Ip;
  readonly enableDSR: boolean;
}

/** One Service port's share: its policies, and the endpoints that had to be there for them. */
export interface ServicePolicies {
  readonly loadBalancers: readonly HnsLoadBalancer[];
  readonly endpoints: readonly HnsEndpoint[];
}

const nothing: ServicePolicies = { loadBalancers: [], endpoints: [] };

/** @see pkg/proxy/winkernel/proxier.go (v1.34) serviceInfo, newServiceInfo */
interface Traits {
  readonly preserveDIP: boolean;
  /** externalTrafficPolicy Local: its policies are DSR, and take local endpoints only. */
  readonly localTrafficDSR: boolean;
  readonly ingressIPs: readonly Ip[];
}

const traitsOf = ({ metadata, spec, status }: Service, family: IpFamily): Traits => ({
  preserveDIP: metadata.annotations?.['preserve-destination'] === 'true',
  localTrafficDSR: spec.externalTrafficPolicy === 'Local',
  ingressIPs: (status?.loadBalancer?.ingress ?? []).flatMap(({ ip = '' }) => {
    const address = parseIp(ip);
    return address !== undefined && familyOf(address) === family ? [address] : [];
  }),
});

/**
 * The endpoints of which policies are made: ready ones; only if all terminate, those that still serve.
 * @see pkg/proxy/winkernel/proxier.go (v1.34) isAllEndpointsTerminating, isAllEndpointsNonServing
 */
function usable(
  port: ServicePortInfo,
  traits: Traits,
): { readonly chosen: readonly EndpointInfo[]; readonly serve: boolean } {
  const watched = traits.ingressIPs.length > 0;
  const counted = port.endpoints.filter((endpoint) => !traits.localTrafficDSR || endpoint.isLocal);
  const allTerminating = watched && counted.every(({ terminating }) => terminating);
  const noneServing = watched && counted.every(({ serving }) => !serving);
  const chosen = port.endpoints.filter((endpoint) => {
    if (port.internalPolicyLocal && traits.localTrafficDSR && !endpoint.isLocal) return false;
    if (noneServing) return true;
    return (allTerminating || endpoint.ready) && endpoint.serving;
  });
  return { chosen, serve: !allTerminating && !noneServing };
}

/** A pod in the node's own network has no endpoint of its own in HNS: kube-proxy looks for one and passes it over. */
function hnsEndpoint(endpoint: EndpointInfo, settings: PolicySettings): HnsEndpoint | undefined {
  const { node, overlay, objects, nodeIP } = settings;
  if (endpoint.isLocal) {
    return node.primaryIPs.includes(endpoint.ip) ? undefined : localEndpoint(node.name, endpoint.ip);
  }
  if (!overlay) return remoteEndpoint(node.name, endpoint.ip);
  return remoteEndpoint(node.name, endpoint.ip, providerAddress(objects, endpoint.ip) ?? nodeIP);
}

/** On an overlay network, endpoints outside it can only answer to the node's own address. */
function sourceVipFor(chosen: readonly EndpointInfo[], settings: PolicySettings): Ip {
  if (!settings.overlay) return settings.sourceVip;
  const isOutside = ({ ip, isLocal }: EndpointInfo): boolean => {
    const provider = providerAddress(settings.objects, ip);
    return !isLocal && (provider === undefined || provider === ip);
  };
  return chosen.some(isOutside) ? settings.nodeIP : settings.sourceVip;
}

interface Wanted {
  readonly field: string;
  readonly vip?: Ip;
  readonly port: number;
  readonly among: readonly HnsEndpoint[];
  readonly dsr: boolean;
  readonly mapping: readonly PortMappingFlag[];
}

/**
 * The policies of one Service port: cluster IP, node port, each external and each load balancer address.
 * Without endpoints there is none, and the address belongs to nobody.
 * @see pkg/proxy/winkernel/proxier.go (v1.34) syncProxyRules; hns.go getLoadBalancer
 */
export function servicePolicies(service: Service, port: ServicePortInfo, settings: PolicySettings): ServicePolicies {
  const traits = traitsOf(service, settings.family);
  const { chosen, serve } = usable(port, traits);
  const known = chosen.flatMap((endpoint) => hnsEndpoint(endpoint, settings) ?? []);
  const [first] = chosen;
  if (known.length === 0 || first === undefined) return nothing;
  const { targetPort } = service.spec.ports?.[port.index] ?? {};
  // HNS knows one port for all endpoints: the number in the Service, or the first endpoint's.
  const internalPort = typeof targetPort === 'number' && targetPort > 0 ? targetPort : first.port;
  const sourceVip = sourceVipFor(chosen, settings);
  const wanted = wantedPolicies(port, traits, known, settings).filter(
    ({ among, field }) => among.length > 0 && (serve || field === 'spec.clusterIP' || field.startsWith('status.')),
  );
  const flags = (dsr: boolean): readonly LoadBalancerFlag[] => [
    ...(dsr ? (['DSR'] as const) : []),
    ...(settings.family === 'IPv6' ? (['IPv6'] as const) : []),
  ];
  const loadBalancers = wanted.map(({ field, vip, port: externalPort, among, dsr, mapping }): HnsLoadBalancer => ({
    id: guid(`${settings.node.name} lb ${port.protocol} ${vip ?? ''}:${externalPort} ${internalPort}`),
    servicePort: port.name,
    sourceVip,
    frontendVips: vip === undefined ? [] : [vip],
    protocol: port.protocol,
    internalPort,
    externalPort,
    distribution: port.affinitySeconds === undefined ? 'None' : 'SourceIP',
    mappingFlags: mapping,
    flags: flags(dsr),
    endpoints: among.map(({ id }) => id),
    origin: { object: port.service, field },
  }));
  return { loadBalancers, endpoints: [...vipEndpoint(port, settings), ...known] };
}

/** An overlay network delivers to addresses it knows: the cluster IP is made one, behind this node. */
const vipEndpoint = (port: ServicePortInfo, { overlay, node, nodeIP }: PolicySettings): readonly HnsEndpoint[] =>
  overlay ? [remoteEndpoint(node.name, port.clusterIP, nodeIP)] : [];

function wantedPolicies(
  port: ServicePortInfo,
  { preserveDIP, localTrafficDSR, ingressIPs }: Traits,
  all: readonly HnsEndpoint[],
  { enableDSR }: PolicySettings,
): readonly Wanted[] {
  const local = all.filter(({ remote }) => !remote);
  const external: Pick<Wanted, 'dsr' | 'mapping'> = { dsr: localTrafficDSR, mapping: ['VipExternalIP'] };
  const nodePort: readonly Wanted[] =
    port.nodePort === undefined
      ? []
      : [
          {
            field: `spec.ports[${port.index}].nodePort`,
            port: port.nodePort,
            among: preserveDIP || localTrafficDSR ? local : all,
            dsr: localTrafficDSR,
            mapping: ['LocalRoutedVIP', 'VipExternalIP'],
          },
        ];
  return [
    {
      field: 'spec.clusterIP',
      vip: port.clusterIP,
      port: port.port,
      among: port.internalPolicyLocal ? local : all,
      dsr: enableDSR,
      mapping: [],
    },
    ...nodePort,
    ...port.externalIPs.map(({ value, index }): Wanted => ({
      field: `spec.externalIPs[${index}]`,
      vip: value,
      port: port.port,
      among: localTrafficDSR ? local : all,
      ...external,
    })),
    ...ingressIPs.map((vip, index): Wanted => ({
      field: `status.loadBalancer.ingress[${index}].ip`,
      vip,
      port: port.port,
      among: preserveDIP || localTrafficDSR ? local : all,
      dsr: preserveDIP || localTrafficDSR,
      mapping: preserveDIP ? ['UseMux', 'PreserveDIP', 'VipExternalIP'] : ['VipExternalIP'],
    })),
  ];
}
