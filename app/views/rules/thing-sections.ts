import {
  hostPort,
  type HnsView,
  type IpvsView,
  type MapView,
  type Origin,
  type ProxyProcessView,
} from '../../../sim-core/index.js';
import type { modes } from '../../i18n/en/modes.js';
import { addressId, policyId, realServerId, serverId, setEntryId } from './listing-lines.js';

type Words = typeof modes;

/** A line of a table. */
export interface ThingRow {
  readonly id: string;
  readonly cells: readonly string[];
  readonly origin?: Origin | undefined;
  /** Said behind it, in words. */
  readonly note?: string | undefined;
}

/** A table of things that the kernel or kube-proxy holds, such as a virtual server with its real servers. */
export interface ThingSection {
  readonly id: string;
  readonly title: string;
  readonly note?: string | undefined;
  /** A sentence about it. */
  readonly about?: string | undefined;
  readonly columns?: readonly string[];
  readonly rows: readonly ThingRow[];
  /** Said in place of rows. */
  readonly empty: string;
  readonly origin?: Origin | undefined;
}

export function mapSections(maps: readonly MapView[], { map }: Words): readonly ThingSection[] {
  return maps.map(({ table, name, type, kind, comment, elements }) => ({
    id: `${table}/@${name}`,
    title: `${kind} ${name}`,
    note: type,
    about: comment,
    columns: kind === 'map' ? [map.key, map.verdict] : [map.key],
    rows: elements.map(({ id, key, verdict, expiresMs, origin }) => ({
      id,
      cells: verdict === undefined ? [key] : [key, verdict],
      origin,
      note: expiresMs === undefined ? undefined : map.expires(Math.ceil(expiresMs / 1000)),
    })),
    empty: map.empty,
  }));
}

export function serverSections({ virtualServers }: IpvsView, { ipvs }: Words): readonly ThingSection[] {
  return virtualServers.map(({ protocol, address, port, scheduler, persistentSeconds, realServers, origin }) => {
    const virtual = hostPort(address, port);
    return {
      id: serverId(protocol, virtual),
      title: `${protocol} ${virtual}`,
      note: [scheduler, ...(persistentSeconds === undefined ? [] : [ipvs.persistent(persistentSeconds)])].join(', '),
      columns: [ipvs.real, ipvs.weight, ipvs.active, ipvs.inactive],
      rows: realServers.map((real) => {
        const at = hostPort(real.address, real.port);
        return {
          id: realServerId(protocol, virtual, at),
          cells: [at, `${real.weight}`, `${real.activeConnections}`, `${real.inactiveConnections}`],
          origin: real.origin,
          note: real.weight === 0 ? ipvs.drained : undefined,
        };
      }),
      empty: ipvs.none,
      origin,
    };
  });
}

export const ipsetSections = ({ ipsets }: IpvsView, { ipvs }: Words): readonly ThingSection[] =>
  [...ipsets]
    .sort((a, b) => Number(b.entries.length > 0) - Number(a.entries.length > 0))
    .map(({ name, type, comment, entries }) => ({
      id: `ipset/${name}`,
      title: name,
      note: type,
      about: comment,
      rows: entries.map(({ text, origin }) => ({ id: setEntryId(name, text), cells: [text], origin })),
      empty: ipvs.setEmpty,
    }));

export const addressSections = ({ addresses }: IpvsView, { ipvs }: Words): readonly ThingSection[] => [
  {
    id: 'kube-ipvs0',
    title: 'kube-ipvs0',
    note: 'dummy',
    about: ipvs.device,
    rows: addresses.map(({ address, origin }) => ({ id: addressId(address), cells: [address], origin })),
    empty: ipvs.setEmpty,
  },
];

export const processSections = ({ listeners }: ProxyProcessView, { process }: Words): readonly ThingSection[] =>
  listeners.map(({ protocol, port, kind, service, endpoints, affinitySeconds, sticky, dialTimeoutsMs, origin }) => {
    const purpose = { relay: undefined, healthCheckNodePort: process.health, reserved: process.reserved }[kind];
    const tries = dialTimeoutsMs.length === 0 ? undefined : process.tries(`${dialTimeoutsMs.join(', ')} ms`);
    return {
      id: `process/${protocol}/${port}`,
      title: service,
      note: `${protocol} ${process.listens(port)}`,
      about:
        purpose ??
        [affinitySeconds === undefined ? undefined : process.affinity(affinitySeconds), tries]
          .filter((words) => words !== undefined)
          .join('; '),
      rows: [
        ...endpoints.map(({ address, next }) => ({
          id: `relayed/${address}`,
          cells: [address],
          note: next ? process.next : undefined,
        })),
        ...sticky.map(({ client, endpoint }) => ({
          id: `sticky/${service}/${client}`,
          cells: [process.sticky(client, endpoint)],
        })),
      ],
      empty: kind === 'relay' ? process.none : '',
      origin,
    };
  });

export function policySections({ endpoints, loadBalancers }: HnsView, { hns }: Words): readonly ThingSection[] {
  return loadBalancers.map((policy) => {
    const { id, servicePort, protocol, frontendVips, externalPort, internalPort, origin } = policy;
    const vips = frontendVips.length === 0 ? hns.anyAddress : frontendVips.join(', ');
    const flags = [...policy.flags, ...policy.mappingFlags];
    return {
      id: policyId(id),
      title: `${protocol} ${vips}:${externalPort}`,
      note: servicePort,
      about: [
        `${hns.flags} ${flags.length === 0 ? '–' : flags.join(', ')}`,
        ...(policy.flags.includes('DSR') ? [] : [`${hns.sourceVip} ${policy.sourceVip}`]),
        `${hns.spread} ${hns.spreads[policy.distribution]}`,
      ].join('; '),
      rows: policy.endpoints.map((endpoint) => {
        const known = endpoints.find((one) => one.id === endpoint);
        return {
          id: `${policyId(id)}/${endpoint}`,
          cells: [known === undefined ? endpoint : hostPort(known.ip, internalPort)],
          note: known === undefined ? undefined : known.remote ? hns.remote : hns.local,
        };
      }),
      empty: hns.none,
      origin,
    };
  });
}

export const endpointSections = ({ network, endpoints }: HnsView, { hns }: Words): readonly ThingSection[] => [
  {
    id: 'hns/endpoints',
    title: hns.network(network.name, network.type),
    rows: endpoints.map(({ id, ip, mac, remote, providerAddress }) => ({
      id: `hns/endpoint/${id}`,
      cells: [ip, mac],
      note: [remote ? hns.remote : hns.local, ...(providerAddress ? [`${hns.behind} ${providerAddress}`] : [])].join(
        ', ',
      ),
    })),
    empty: hns.none,
  },
];
