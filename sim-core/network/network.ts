import { cidr, cidrContains, hostCidr, nthAddress, parseCidr, type Cidr } from '../net/cidr.js';
import { familyOf, ipToBigInt, type Ip, type IpFamily } from '../net/ip.js';
import type { ServiceProtocol } from '../net/packet.js';
import { vethName, type BridgePort } from './bridge.js';
import { flannel, type CniRules } from './cni/flannel.js';
import type { LinuxHost, NetworkInterface, Socket } from './host/linux.js';
import { sortRoutes, type Route } from './route.js';

export interface NetworkNode {
  readonly name: string;
  readonly ip: Ip;
  readonly ip6?: Ip;
  readonly extraIPs?: readonly Ip[];
  readonly podCIDR: string;
  readonly podCIDR6?: string;
  /** Linux when absent. */
  readonly os?: 'linux' | 'windows';
}

export interface NetworkPod {
  readonly namespace: string;
  readonly name: string;
  readonly node: string;
  readonly ips: readonly Ip[];
  readonly hostNetwork: boolean;
  readonly listens: readonly { readonly protocol: ServiceProtocol; readonly port: number }[];
}

/** A machine on the nodes' segment that is not part of the cluster, such as the API server's. */
export interface LanHost {
  readonly name: string;
  readonly ips: readonly Ip[];
  readonly listens: readonly { readonly protocol: ServiceProtocol; readonly port: number; readonly silent?: true }[];
}

export interface NetworkConfig {
  readonly nodes: readonly NetworkNode[];
  readonly pods: readonly NetworkPod[];
  readonly router: { readonly ip: Ip; readonly ip6?: Ip };
  readonly external: { readonly name: string; readonly ip: Ip; readonly ip6?: Ip };
  readonly clusterCIDRs: readonly string[];
  readonly ipMasq: boolean;
  readonly hosts?: readonly LanHost[];
}

/** All machines, cables and routes: what stays the same while packets move. */
export interface Network {
  readonly config: NetworkConfig;
  /** By id: `node/NAME`, `pod/NAMESPACE/NAME`, `external`, `router`, `host/NAME`. */
  readonly hosts: ReadonlyMap<string, LinuxHost>;
  /** Who answers ARP and neighbour discovery on the segment: address → host id. */
  readonly segment: ReadonlyMap<Ip, string>;
  /** The CNI plugin's own rules, the same on every node. */
  readonly cni: CniRules;
}

export const nodeHostId = (node: string): string => `node/${node}`;
export const podHostId = (namespace: string, name: string): string => `pod/${namespace}/${name}`;
export const externalHostId = 'external';
const routerHostId = 'router';

export const defaultRoutes: Readonly<Record<IpFamily, Cidr>> = { IPv4: cidr('0.0.0.0', 0), IPv6: cidr('::', 0) };

/** The prefix that the segment's machines share, no longer than usual: /24, or /64 for IPv6. */
function segmentPrefix(addresses: readonly Ip[]): Cidr | undefined {
  const [first, ...rest] = addresses;
  if (first === undefined) return undefined;
  const bits = familyOf(first) === 'IPv4' ? 32 : 128;
  let prefix = bits === 32 ? 24 : 64;
  for (const other of rest) {
    const differing = (ipToBigInt(first) ^ ipToBigInt(other)).toString(2);
    if (differing !== '0') prefix = Math.min(prefix, bits - differing.length);
  }
  return cidr(first, prefix);
}

interface Segment {
  readonly prefixes: readonly Cidr[];
  /** The router's address per family. */
  readonly gateways: readonly Ip[];
}

function segmentOf(config: Pick<NetworkConfig, 'router' | 'nodes'>): Segment {
  const v4 = segmentPrefix([config.router.ip, ...config.nodes.map((n) => n.ip)]);
  const v6 = segmentPrefix(config.nodes.flatMap((n) => n.ip6 ?? []));
  const router6 = config.router.ip6 ?? (v6 === undefined ? undefined : nthAddress(v6, 1));
  return {
    prefixes: [v4, v6].flatMap((p) => p ?? []),
    gateways: [config.router.ip, router6].flatMap((ip) => ip ?? []),
  };
}

/** The prefixes that nodes, router and client share, one of each family. */
export const nodeNetworks = (config: Pick<NetworkConfig, 'router' | 'nodes'>): readonly Cidr[] =>
  segmentOf(config).prefixes;

const ofFamily = (ips: readonly Ip[], family: IpFamily): Ip | undefined => ips.find((ip) => familyOf(ip) === family);

/** The route to the segment itself, and to everything else through the router. */
function segmentRoutes(segment: Segment, addresses: readonly Ip[]): readonly Route[] {
  const onLink = segment.prefixes.flatMap((destination): readonly Route[] => {
    const source = addresses.find((ip) => cidrContains(destination, ip)) ?? ofFamily(addresses, destination.family);
    return source === undefined ? [] : [{ destination, device: 'eth0', source }];
  });
  const byDefault = segment.gateways
    .filter((via) => ofFamily(addresses, familyOf(via)) !== undefined)
    .map((via): Route => ({ destination: defaultRoutes[familyOf(via)], via, device: 'eth0' }));
  return [...onLink, ...byDefault];
}

const podCidrs = (node: NetworkNode): readonly Cidr[] =>
  [node.podCIDR, node.podCIDR6].flatMap((text) => (text === undefined ? undefined : parseCidr(text)) ?? []);

const nodeAddresses = (node: NetworkNode): readonly Ip[] => [node.ip, ...(node.ip6 === undefined ? [] : [node.ip6])];

const eth0 = (addresses: readonly Ip[]): NetworkInterface => ({ name: 'eth0', addresses });

/** A node: eth0 on the segment, cbr0 with the first address of each pod CIDR, routes to the other nodes' pods (host-gw). */
function nodeHost(
  config: NetworkConfig,
  node: NetworkNode,
  segment: Segment,
  strays: readonly StrayAddress[],
): LinuxHost {
  const own = nodeAddresses(node);
  const extra = node.extraIPs ?? [];
  const gateways = podCidrs(node).flatMap((c) => nthAddress(c, 1) ?? []);
  const toPods = config.nodes.flatMap((peer) =>
    podCidrs(peer).flatMap((destination): readonly Route[] => {
      if (peer.name === node.name) {
        const source = ofFamily(gateways, destination.family);
        return source === undefined ? [] : [{ destination, device: 'cbr0', source }];
      }
      const via = ofFamily(nodeAddresses(peer), destination.family);
      return via === undefined ? [] : [{ destination, via, device: 'eth0' }];
    }),
  );
  const toExtra = extra.map((ip): Route => {
    const destination = cidr(ip, familyOf(ip) === 'IPv4' ? 24 : 64);
    return { destination, device: 'eth0', source: ip };
  });
  const pods = config.pods.filter((p) => p.node === node.name);
  return {
    id: nodeHostId(node.name),
    place: { kind: 'node', node: node.name },
    interfaces: [eth0([...own, ...extra]), { name: 'cbr0', addresses: gateways }],
    routes: sortRoutes([...toPods, ...strayRoutes(strays, node), ...segmentRoutes(segment, own), ...toExtra]),
    forwarding: true,
    sockets: pods.filter((p) => p.hostNetwork).flatMap(podSockets),
    node: {
      name: node.name,
      ...(node.os !== undefined && { os: node.os }),
      bridge: { name: 'cbr0', ports: new Map(pods.filter((p) => !p.hostNetwork).flatMap(bridgePorts)) },
    },
  };
}

interface StrayAddress {
  readonly ip: Ip;
  readonly home: NetworkNode;
}

/** Pod addresses outside of their node's range: a CNI plugin may manage addresses on its own. */
function strayAddresses({ nodes, pods }: NetworkConfig): readonly StrayAddress[] {
  const homes = new Map(nodes.map((node) => [node.name, { node, ranges: podCidrs(node) }]));
  return pods.flatMap(({ node, ips, hostNetwork }): readonly StrayAddress[] => {
    const home = homes.get(node);
    if (home === undefined || hostNetwork) return [];
    const outside = ips.filter((ip) => !home.ranges.some((range) => cidrContains(range, ip)));
    return outside.map((ip) => ({ ip, home: home.node }));
  });
}

/** Such a plugin makes a route for each of them, or for a block. */
function strayRoutes(strays: readonly StrayAddress[], from: NetworkNode): readonly Route[] {
  return strays.flatMap(({ ip, home }): readonly Route[] => {
    const destination = hostCidr(ip);
    const peer = ofFamily(nodeAddresses(home), familyOf(ip));
    if (peer === undefined) return [];
    return [home === from ? { destination, device: 'cbr0', source: peer } : { destination, via: peer, device: 'eth0' }];
  });
}

const bridgePorts = (pod: NetworkPod): readonly (readonly [Ip, BridgePort])[] =>
  pod.ips.map(
    (ip) => [ip, { name: vethName(pod.namespace, pod.name), host: podHostId(pod.namespace, pod.name) }] as const,
  );

const podSockets = (pod: NetworkPod): readonly Socket[] =>
  pod.listens.map((listen) => ({
    place: { kind: 'pod', namespace: pod.namespace, name: pod.name, node: pod.node },
    ...listen,
  }));

/** A pod's network namespace: one eth0, its node's pod CIDR on the link, the bridge as gateway. */
function podHost(pod: NetworkPod, node: NetworkNode): LinuxHost {
  const routes = podCidrs(node).flatMap((subnet): readonly Route[] => {
    const source = ofFamily(pod.ips, subnet.family);
    const via = nthAddress(subnet, 1);
    if (source === undefined || via === undefined) return [];
    return [
      { destination: subnet, device: 'eth0', source },
      { destination: defaultRoutes[subnet.family], via, device: 'eth0', source },
    ];
  });
  return {
    id: podHostId(pod.namespace, pod.name),
    place: { kind: 'pod', namespace: pod.namespace, name: pod.name, node: pod.node },
    interfaces: [eth0(pod.ips)],
    routes: sortRoutes(routes),
    forwarding: false,
    sockets: podSockets(pod),
    cable: { node: nodeHostId(pod.node), port: vethName(pod.namespace, pod.name) },
  };
}

function lanHost(
  id: string,
  name: string,
  addresses: readonly Ip[],
  listens: LanHost['listens'],
  segment: Segment,
): LinuxHost {
  const place = { kind: 'external', name } as const;
  return {
    id,
    place,
    interfaces: [eth0(addresses)],
    routes: sortRoutes(segmentRoutes(segment, addresses)),
    forwarding: false,
    sockets: listens.map((listen) => ({ place, ...listen })),
  };
}

/** Knows the segment and nothing else: what it has no route for it drops without a word. */
function routerHost(segment: Segment): LinuxHost {
  const routes = segmentRoutes(segment, segment.gateways).filter((route) => route.via === undefined);
  return {
    id: routerHostId,
    place: { kind: 'router' },
    interfaces: [eth0(segment.gateways)],
    routes: sortRoutes(routes),
    forwarding: true,
    sockets: [],
  };
}

export function createNetwork(config: NetworkConfig): Network {
  const segment = segmentOf(config);
  const strays = strayAddresses(config);
  const { external } = config;
  const externalIps = [external.ip, ...(external.ip6 === undefined ? [] : [external.ip6])];
  const onSegment: readonly LinuxHost[] = [
    ...config.nodes.map((node) => nodeHost(config, node, segment, strays)),
    routerHost(segment),
    lanHost(externalHostId, external.name, externalIps, [], segment),
    ...(config.hosts ?? []).map((h) => lanHost(`host/${h.name}`, h.name, h.ips, h.listens, segment)),
  ];
  const nodes = new Map(config.nodes.map((node) => [node.name, node]));
  const inPods = config.pods.flatMap((pod): readonly LinuxHost[] => {
    const node = nodes.get(pod.node);
    return pod.hostNetwork || node === undefined ? [] : [podHost(pod, node)];
  });
  return {
    config,
    hosts: new Map([...onSegment, ...inPods].map((host) => [host.id, host])),
    segment: new Map(onSegment.flatMap((host) => eth0Addresses(host).map((ip) => [ip, host.id] as const))),
    cni: flannel(config.clusterCIDRs, config.ipMasq),
  };
}

const eth0Addresses = (host: LinuxHost): readonly Ip[] =>
  host.interfaces.find((i) => i.name === 'eth0')?.addresses ?? [];

/**
 * The same network in which the external client also owns `address`, known to the router, and
 * routes `destination` through `gateway` instead of the router.
 */
export function withClient(
  network: Network,
  client: { readonly address?: Ip; readonly destination: Ip; readonly gateway?: Ip },
): Network {
  const external = network.hosts.get(externalHostId);
  const router = network.hosts.get(routerHostId);
  const { address, destination, gateway } = client;
  if (external === undefined || router === undefined || (address === undefined && gateway === undefined))
    return network;
  const detour: readonly Route[] =
    gateway === undefined
      ? []
      : [{ destination: cidr(destination, familyOf(destination) === 'IPv4' ? 32 : 128), via: gateway, device: 'eth0' }];
  const hosts = new Map(network.hosts);
  const owned = address === undefined ? [] : [address];
  const addresses = [...owned, ...eth0Addresses(external).filter((ip) => ip !== address)];
  const pinned = address === undefined ? external.routes : external.routes.map((r) => pinSource(r, address));
  hosts.set(externalHostId, { ...external, interfaces: [eth0(addresses)], routes: sortRoutes([...detour, ...pinned]) });
  const back = owned.flatMap((ip): readonly Route[] => {
    const via = eth0Addresses(external).find((own) => familyOf(own) === familyOf(ip));
    return via === undefined || via === ip
      ? []
      : [{ destination: cidr(ip, familyOf(ip) === 'IPv4' ? 32 : 128), via, device: 'eth0' }];
  });
  hosts.set(routerHostId, { ...router, routes: sortRoutes([...back, ...router.routes]) });
  return {
    ...network,
    hosts,
    segment: new Map([...network.segment, ...owned.map((ip) => [ip, externalHostId] as const)]),
  };
}

const pinSource = (route: Route, source: Ip): Route =>
  route.destination.family === familyOf(source) ? { ...route, source } : route;
