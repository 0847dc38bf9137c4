import { searchList } from '../dns/resolver.js';
import { getObject } from '../kube/store.js';
import type { Ip } from '../net/ip.js';
import type { Sys } from './sys.js';

/** As much of a place as its resolver configuration depends on. */
export type ResolverPlace = Pick<Sys, 'place' | 'clusterDomain' | 'objects' | 'host'>;

/** The address that a kubelet is told for DNS when no kube-dns Service says otherwise. */
const usualServer = '10.96.0.10';

/** The address of the cluster's DNS, and the Service behind it when there is one. */
export function clusterDns(sys: ResolverPlace): { readonly ip: Ip; readonly hasService: boolean } {
  const service = getObject(sys.objects(), 'Service', 'kube-system', 'kube-dns');
  const ip = service?.spec.clusterIP;
  return ip === undefined || ip === '' || ip === 'None'
    ? { ip: usualServer, hasService: false }
    : { ip, hasService: true };
}

/** Whether programs at this place ask the cluster's DNS; nodes and outside machines have servers of their own. */
export function asksCluster(sys: ResolverPlace): boolean {
  const { place } = sys;
  if (place.kind !== 'pod') return false;
  const spec = getObject(sys.objects(), 'Pod', place.namespace, place.name)?.spec;
  const policy = spec?.['dnsPolicy'];
  if (policy === 'Default' || policy === 'None') return false;
  return spec?.hostNetwork !== true || policy === 'ClusterFirstWithHostNet';
}

/** The DNS server that machines outside the cluster's DNS use: their router. */
export function outsideServer(sys: ResolverPlace): Ip {
  const route = sys.host()?.routes.find(({ destination, via }) => destination.prefix === 0 && via !== undefined);
  return route?.via ?? '127.0.0.1';
}

/** @see pkg/kubelet/network/dns/dns.go (v1.34) GetPodDNS, formDNSSearchFitsLimits */
export function resolvConf(sys: ResolverPlace): string {
  if (!asksCluster(sys)) return `nameserver ${outsideServer(sys)}\n`;
  const namespace = sys.place.kind === 'pod' ? sys.place.namespace : 'default';
  const search = searchList(namespace, sys.clusterDomain).join(' ');
  return `search ${search}\nnameserver ${clusterDns(sys).ip}\noptions ndots:5\n`;
}
