/** Ids of what a node's kernel holds besides rules, in the place of a rule's id. */
export const serverId = (protocol: string, virtual: string): string => `ipvs/${protocol} ${virtual}`;
export const realServerId = (protocol: string, virtual: string, real: string): string =>
  `${serverId(protocol, virtual)}/${real}`;
export const setEntryId = (set: string, entry: string): string => `ipset/${set}/${entry}`;
export const addressId = (address: string): string => `kube-ipvs0/${address}`;
export const policyId = (policy: string): string => `hns/${policy}`;
/** A line of a set or verdict map of nftables. */
export const elementId = (table: string, map: string, key: string): string => `${table}/@${map}/${key}`;

/** What a line of `conntrack -L` is about: its protocol and the addresses as they were asked. */
export function connectionKey(line: string): string | undefined {
  const protocol = /\b(tcp|udp|sctp|icmpv6|icmp)\b/.exec(line)?.[1];
  const tuple = /src=\S+ +dst=\S+(?: +sport=\d+ +dport=\d+| +type=\d+ +code=\d+ +id=\d+)?/.exec(line)?.[0];
  return protocol === undefined || tuple === undefined ? undefined : `${protocol} ${tuple.replace(/ +/g, ' ')}`;
}
