import { corefileLines, type CorefilePart } from '../../dns/corefile.js';
import { decidingParts, queryDns, type DnsServer } from '../../dns/query.js';
import { fqdn, type DnsAnswer, type RecordType } from '../../dns/record.js';
import { candidateNames, NDOTS, searchList } from '../../dns/resolver.js';
import type { ObjectKey } from '../../kube/key.js';
import { getObject, listObjects } from '../../kube/store.js';
import { parseIp, type Ip } from '../../net/ip.js';
import { externalHostId, nodeHostId, podHostId } from '../../network/network.js';
import { reverseName } from '../../shell/dns-client.js';
import { asksCluster, clusterDns, outsideServer, resolvConf, type ResolverPlace } from '../../shell/resolv-conf.js';
import type { SourceRef } from '../command.js';
import { clusterNetwork } from '../machines.js';
import type { Snapshot } from '../snapshot.js';
import type { DnsEnding, DnsOutcomeView, DnsTryView, DnsView } from '../view-dns.js';
import { dnsMeaning } from './dns-meaning.js';
import { dnsClients, namesWorthAsking } from './dns-suggestions.js';
import { serviceRecords } from './dns-records.js';

/** A machine's resolver: whom it asks, and which names it makes of one. */
interface Resolver {
  readonly place: ResolverPlace;
  readonly nameserver: Ip;
  readonly search: readonly string[];
  readonly asksCluster: boolean;
  ask(name: string, type: RecordType): Asked;
}

interface Asked extends DnsAnswer {
  readonly decidedBy: readonly CorefilePart[];
}

const unknownOutside: Asked = {
  rcode: 'NXDOMAIN',
  aa: false,
  answer: [],
  authority: [],
  additional: [],
  decidedBy: [],
};

/** The lookup of a name as its client goes about it, name by name. Nothing is sent. */
export function dnsView(snapshot: Snapshot, from: SourceRef, asked: string, askedType: RecordType): DnsView {
  const name = asked.trim();
  const ip = parseIp(name);
  const type: RecordType = ip === undefined ? askedType : 'PTR';
  const lookedUp = ip === undefined ? name : reverseName(ip);
  const resolver = resolverOf(snapshot, from);
  const tried = tryNames(snapshot, resolver, lookedUp, type, NDOTS);
  const winner = tried.findIndex((one) => one.ending === 'answered');
  const server = dnsServer(resolver, snapshot.config.clusterDomain);
  const service = winner < 0 ? undefined : serviceRecords(snapshot, tried[winner]);
  return {
    name,
    type,
    from,
    resolvConf: {
      text: resolvConf(resolver.place),
      nameserver: resolver.nameserver,
      search: resolver.search,
      ndots: resolver.asksCluster ? NDOTS : 1,
    },
    asksCluster: resolver.asksCluster,
    clusterDomain: snapshot.config.clusterDomain,
    dots: name.replace(/\.$/, '').split('.').length - 1,
    absolute: lookedUp.endsWith('.'),
    tried,
    ...(winner >= 0 && { winner }),
    ...shortly(tried),
    whatIf: {
      ndots1: shortly(tryNames(snapshot, resolver, lookedUp, type, 1)),
      absolute: shortly(tryNames(snapshot, resolver, fqdn(lookedUp), type, NDOTS)),
    },
    server,
    ...(service && { service }),
    names: namesWorthAsking(snapshot, from),
    clients: dnsClients(snapshot, from).map((client) => ({
      from: client,
      ...shortly(tryNames(snapshot, resolverOf(snapshot, client), lookedUp, type, NDOTS)),
    })),
  };
}

/** @see resolver(3) res_search: the list is walked until a name has records; what only exists does not stop it. */
function tryNames(
  snapshot: Snapshot,
  resolver: Resolver,
  name: string,
  type: RecordType,
  ndots: number,
): readonly DnsTryView[] {
  const { objects, config } = snapshot;
  let over = name === '' || name === '.';
  return candidateNames(name, resolver.search, ndots).map((candidate): DnsTryView => {
    const suffix = resolver.search.find((domain) => candidate === fqdn(`${name}.${domain}`));
    const meaning = dnsMeaning(objects, config.clusterDomain, candidate);
    const base = { name: candidate, ...(suffix !== undefined && { suffix }), meaning };
    if (over) return { ...base, asked: false, answer: [], authority: [], decidedBy: [] };
    const { rcode, answer, authority, decidedBy } = resolver.ask(candidate, type);
    const ending = endingOf(rcode, answer.length);
    over = ending === 'answered';
    return { ...base, asked: true, rcode, ending, answer, authority, decidedBy };
  });
}

function endingOf(rcode: DnsAnswer['rcode'], records: number): DnsEnding {
  if (rcode === 'NXDOMAIN') return 'nxdomain';
  if (rcode !== 'NOERROR') return 'failed';
  return records > 0 ? 'answered' : 'nodata';
}

/** A name that exists somewhere on the list makes the whole lookup NODATA rather than NXDOMAIN. */
function shortly(tried: readonly DnsTryView[]): DnsOutcomeView {
  const asked = tried.filter((one) => one.asked);
  const answered = asked.find((one) => one.ending === 'answered');
  const ending = answered?.ending ?? asked.find((one) => one.ending === 'nodata')?.ending ?? 'nxdomain';
  const addresses = (answered?.answer ?? []).flatMap(({ type, data }) =>
    type === 'A' || type === 'AAAA' ? [data] : [],
  );
  return { queries: asked.length, ending, addresses };
}

function resolverOf(snapshot: Snapshot, from: SourceRef): Resolver {
  const { objects, config } = snapshot;
  const { clusterDomain } = config;
  const network = clusterNetwork(config, objects);
  const host = network.hosts.get(hostId(from));
  const place: ResolverPlace = {
    place: from.kind === 'external' ? { kind: 'laptop' } : from,
    clusterDomain,
    objects: () => objects,
    host: () => host,
  };
  if (!asksCluster(place)) {
    return { place, nameserver: outsideServer(place), search: [], asksCluster: false, ask: () => unknownOutside };
  }
  const server: DnsServer = { objects, clusterDomain };
  return {
    place,
    nameserver: clusterDns(place).ip,
    search: from.kind === 'pod' ? searchList(from.namespace, clusterDomain) : [],
    asksCluster: true,
    ask: (name, type) => {
      const answer = queryDns(server, { name, type });
      return { ...answer, decidedBy: decidingParts(server, { name, type }, answer) };
    },
  };
}

function hostId(from: SourceRef): string {
  if (from.kind === 'external') return externalHostId;
  return from.kind === 'node' ? nodeHostId(from.node) : podHostId(from.namespace, from.name);
}

function dnsServer({ place, nameserver, asksCluster: inCluster }: Resolver, clusterDomain: string): DnsView['server'] {
  const corefile = inCluster ? corefileLines(clusterDomain) : [];
  const objects = place.objects();
  const key: ObjectKey = { kind: 'Service', namespace: 'kube-system', name: 'kube-dns' };
  if (!inCluster || getObject(objects, 'Service', key.namespace, key.name) === undefined) {
    return { ip: nameserver, corefile, endpoints: [] };
  }
  const endpoints = listObjects(objects, 'EndpointSlice', key.namespace)
    .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === key.name)
    .flatMap((slice) => slice.endpoints ?? [])
    .flatMap(({ addresses: [ip], conditions, targetRef }) =>
      ip === undefined
        ? []
        : [
            {
              ip,
              ready: conditions?.ready !== false,
              ...(targetRef?.kind === 'Pod' && {
                pod: { kind: 'Pod', namespace: targetRef.namespace ?? '', name: targetRef.name ?? '' } as const,
              }),
            },
          ],
    );
  return { ip: nameserver, service: key, corefile, endpoints };
}
