import type { IpFamily } from '../../net/ip.js';
import type { ServiceProtocol } from '../../net/packet.js';
import type { IpsetType } from '../../ipvs/ipset/model.js';

/**
 * The sets that kube-proxy keeps, with the comment that goes into the rules which ask for them.
 * @see pkg/proxy/ipvs/ipset.go, proxier.go (v1.34) ipsetInfo
 */
export const sets = {
  loopBack: [
    'KUBE-LOOP-BACK',
    'hash:ip,port,ip',
    'Kubernetes endpoints dst ip:port, source ip for solving hairpin purpose',
  ],
  clusterIP: ['KUBE-CLUSTER-IP', 'hash:ip,port', 'Kubernetes service cluster ip + port for masquerade purpose'],
  externalIP: [
    'KUBE-EXTERNAL-IP',
    'hash:ip,port',
    'Kubernetes service external ip + port for masquerade and filter purpose',
  ],
  externalIPLocal: [
    'KUBE-EXTERNAL-IP-LOCAL',
    'hash:ip,port',
    'Kubernetes service external ip + port with externalTrafficPolicy=local',
  ],
  loadBalancer: ['KUBE-LOAD-BALANCER', 'hash:ip,port', 'Kubernetes service lb portal'],
  loadBalancerLocal: [
    'KUBE-LOAD-BALANCER-LOCAL',
    'hash:ip,port',
    'Kubernetes service load balancer ip + port with externalTrafficPolicy=local',
  ],
  loadBalancerFirewall: [
    'KUBE-LOAD-BALANCER-FW',
    'hash:ip,port',
    'Kubernetes service load balancer ip + port for load balancer with sourceRange',
  ],
  loadBalancerSourceIP: [
    'KUBE-LOAD-BALANCER-SOURCE-IP',
    'hash:ip,port,ip',
    'Kubernetes service load balancer ip + port + source IP for packet filter purpose',
  ],
  loadBalancerSourceCIDR: [
    'KUBE-LOAD-BALANCER-SOURCE-CIDR',
    'hash:ip,port,net',
    'Kubernetes service load balancer ip + port + source cidr for packet filter purpose',
  ],
  nodePortTCP: ['KUBE-NODE-PORT-TCP', 'bitmap:port', 'Kubernetes nodeport TCP port for masquerade purpose'],
  nodePortLocalTCP: [
    'KUBE-NODE-PORT-LOCAL-TCP',
    'bitmap:port',
    'Kubernetes nodeport TCP port with externalTrafficPolicy=local',
  ],
  nodePortUDP: ['KUBE-NODE-PORT-UDP', 'bitmap:port', 'Kubernetes nodeport UDP port for masquerade purpose'],
  nodePortLocalUDP: [
    'KUBE-NODE-PORT-LOCAL-UDP',
    'bitmap:port',
    'Kubernetes nodeport UDP port with externalTrafficPolicy=local',
  ],
  nodePortSCTP: [
    'KUBE-NODE-PORT-SCTP-HASH',
    'hash:ip,port',
    "Kubernetes nodeport SCTP port for masquerade purpose with type 'hash ip:port'",
  ],
  nodePortLocalSCTP: [
    'KUBE-NODE-PORT-LOCAL-SCTP-HASH',
    'hash:ip,port',
    "Kubernetes nodeport SCTP port with externalTrafficPolicy=local with type 'hash ip:port'",
  ],
  healthCheckNodePort: ['KUBE-HEALTH-CHECK-NODE-PORT', 'bitmap:port', 'Kubernetes health check node port'],
  ipvsIPs: ['KUBE-IPVS-IPS', 'hash:ip', 'Addresses on the ipvs interface'],
} as const satisfies Readonly<Record<string, readonly [name: string, type: IpsetType, comment: string]>>;

export type SetId = keyof typeof sets;

export const setIds = Object.keys(sets).filter((id): id is SetId => id in sets);

/** The kernel's IPSET_MAXNAMELEN, less the closing zero. */
const maxNameLength = 31;

/** IPv6 has sets of its own, whose names are cut to what the kernel takes. @see ipset.go (v1.34) NewIPSet */
export const setName = (id: SetId, family: IpFamily): string => {
  const [name] = sets[id];
  return family === 'IPv4' ? name : name.replace('KUBE-', 'KUBE-6-').slice(0, maxNameLength);
};

/** Where node ports of a protocol are kept, all of them and those under policy Local. */
export const nodePortSets: Readonly<Record<ServiceProtocol, { readonly all: SetId; readonly local: SetId }>> = {
  TCP: { all: 'nodePortTCP', local: 'nodePortLocalTCP' },
  UDP: { all: 'nodePortUDP', local: 'nodePortLocalUDP' },
  SCTP: { all: 'nodePortSCTP', local: 'nodePortLocalSCTP' },
};

/** kube-proxy's comment on the set of a name; the kernel knows none. */
export const setComment = (name: string): string => {
  const id = setIds.find((known) => name === setName(known, 'IPv4') || name === setName(known, 'IPv6'));
  return id === undefined ? '' : sets[id][2];
};
