import { cidrContains, parseCidr, type ClusterView, type Ip } from '../../sim-core/index.js';

/** The four kinds of address the Lab tells apart, by hue, glyph and outline. */
export type IpKind = 'node' | 'pod' | 'cluster' | 'external';

const known = new WeakMap<ClusterView, ReadonlyMap<Ip, IpKind>>();

function addressBook(cluster: ClusterView): ReadonlyMap<Ip, IpKind> {
  const book = new Map<Ip, IpKind>();
  for (const service of cluster.services) {
    for (const ip of service.clusterIPs) book.set(ip, 'cluster');
    for (const ip of [...service.externalIPs, ...service.loadBalancerIPs]) book.set(ip, 'external');
    for (const endpoint of service.endpoints) book.set(endpoint.ip, 'pod');
  }
  for (const node of cluster.nodes) {
    for (const { ip, ips = [ip], hostNetwork } of node.pods) {
      for (const own of ips) if (own !== undefined && !hostNetwork) book.set(own, 'pod');
    }
    book.set(node.gateway, 'node');
  }
  for (const { ip, ip6 } of cluster.nodes) {
    book.set(ip, 'node');
    if (ip6 !== undefined) book.set(ip6, 'node');
  }
  return book;
}

function within(ip: Ip, texts: readonly string[]): boolean {
  return texts.some((text) => {
    const cidr = parseCidr(text);
    return cidr !== undefined && cidrContains(cidr, ip);
  });
}

export function ipKind(ip: Ip, cluster: ClusterView | undefined): IpKind {
  if (cluster === undefined) return 'external';
  let book = known.get(cluster);
  if (book === undefined) {
    book = addressBook(cluster);
    known.set(cluster, book);
  }
  const listed = book.get(ip);
  if (listed !== undefined) return listed;
  if (within(ip, cluster.serviceCIDRs)) return 'cluster';
  if (within(ip, cluster.clusterCIDRs)) return 'pod';
  return 'external';
}
