import { byKey, compareCodeUnits } from '../base/order.js';
import type { EndpointAddress, EndpointSubset } from '../kube/objects.js';
import { orderedSubsetPorts } from './port-order.js';
import type { SubsetPort } from './port-order.js';

/** One pod behind one port; without a port, one pod behind a headless Service that has none. */
export interface SubsetEntry {
  readonly address: EndpointAddress;
  readonly ready: boolean;
  readonly port?: SubsetPort;
}

interface Member {
  readonly address: EndpointAddress;
  ready: boolean;
}

const addressKey = (address: EndpointAddress): string => `${address.ip}|${address.targetRef?.uid ?? ''}`;

const portKey = (port: SubsetPort | undefined): string =>
  port === undefined ? '' : [port.name ?? '', port.port, port.protocol, port.appProtocol ?? ''].join('|');

const sortedAddresses = (members: readonly Member[], ready: boolean): readonly EndpointAddress[] =>
  members
    .filter((member) => member.ready === ready)
    .map((member) => member.address)
    .sort((a, b) => compareCodeUnits(a.ip, b.ip) || compareCodeUnits(a.targetRef?.uid ?? '', b.targetRef?.uid ?? ''));

/**
 * Groups ports that the very same addresses serve into one subset each.
 * @see pkg/api/v1/endpoints/util.go (v1.34) RepackSubsets
 */
export function repackSubsets(entries: readonly SubsetEntry[]): readonly EndpointSubset[] {
  const byPort = new Map<string, { readonly port?: SubsetPort; readonly members: Map<string, Member> }>();
  for (const { address, ready, port } of entries) {
    const key = portKey(port);
    const group = byPort.get(key) ?? { ...(port === undefined ? {} : { port }), members: new Map<string, Member>() };
    byPort.set(key, group);
    const member = group.members.get(addressKey(address));
    if (member === undefined) group.members.set(addressKey(address), { address, ready });
    else member.ready &&= ready;
  }

  const byMembers = new Map<string, { readonly members: readonly Member[]; readonly ports: SubsetPort[] }>();
  for (const { port, members } of byPort.values()) {
    const key = [...members]
      .map(([id, member]) => `${id}|${member.ready}`)
      .sort(compareCodeUnits)
      .join(' ');
    const group = byMembers.get(key) ?? { members: [...members.values()], ports: [] };
    byMembers.set(key, group);
    if (port !== undefined) group.ports.push(port);
  }

  return [...byMembers].sort(byKey(([key]) => key)).map(([, { members, ports }]) => {
    const addresses = sortedAddresses(members, true);
    const notReadyAddresses = sortedAddresses(members, false);
    return {
      ...(addresses.length > 0 ? { addresses } : {}),
      ...(notReadyAddresses.length > 0 ? { notReadyAddresses } : {}),
      ...(ports.length > 0 ? { ports: orderedSubsetPorts(ports) } : {}),
    };
  });
}
