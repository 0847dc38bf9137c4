import type { ServiceProtocol } from '../net/packet.js';
import {
  loadBalancerFlags,
  portMappingFlags,
  type HnsEndpoint,
  type HnsLoadBalancer,
  type HnsPolicies,
} from './model.js';

/** @see pkg/proxy/winkernel/proxier.go (v1.34) Enum: IANA's protocol numbers */
const protocolNumbers: Readonly<Record<ServiceProtocol, number>> = { TCP: 6, UDP: 17, SCTP: 132 };

const bits = <T>(all: readonly T[], set: readonly T[]): number =>
  all.reduce((sum, flag, bit) => (set.includes(flag) ? sum + 2 ** bit : sum), 0);

const schemaVersion = { Major: 2, Minor: 0 } as const;

/** @see hcn.LoadBalancerDistribution */
const distributions = { None: 0, SourceIP: 2 } as const;

const loadBalancerJson = (lb: HnsLoadBalancer) => ({
  ID: lb.id,
  HostComputeEndpoints: lb.endpoints,
  SourceVIP: lb.sourceVip,
  FrontendVIPs: lb.frontendVips,
  PortMappings: [
    {
      Protocol: protocolNumbers[lb.protocol],
      InternalPort: lb.internalPort,
      ExternalPort: lb.externalPort,
      DistributionType: distributions[lb.distribution],
      Flags: bits(portMappingFlags, lb.mappingFlags),
    },
  ],
  SchemaVersion: schemaVersion,
  Flags: bits(loadBalancerFlags, lb.flags),
});

const endpointJson = ({ id, ip, mac, remote, providerAddress }: HnsEndpoint) => ({
  ID: id,
  IpConfigurations: [{ IpAddress: ip }],
  MacAddress: mac,
  ...(providerAddress !== undefined && {
    Policies: [{ Type: 'ProviderAddress', Settings: { ProviderAddress: providerAddress } }],
  }),
  SchemaVersion: schemaVersion,
  Flags: remote ? 1 : 0,
});

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** `hnsdiag list loadbalancers -d`, in the schema of the Host Compute Network API. */
export const listLoadBalancers = ({ loadBalancers }: HnsPolicies): string => json(loadBalancers.map(loadBalancerJson));

/** `hnsdiag list endpoints -d`. */
export const listEndpoints = ({ endpoints }: HnsPolicies): string => json([...endpoints.values()].map(endpointJson));
