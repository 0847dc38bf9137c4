import { hostPort } from '../../../sim-core/index.js';
import { addressId, connectionKey, policyId, realServerId, serverId, setEntryId } from '../thing-ids.js';
import { ofRule, type KnownNode, type LineReader } from './known.js';

/** `ipvsadm -Ln`: virtual servers, each with its real servers under it. */
export function servers(node: string, { ipvs }: KnownNode): LineReader {
  let head: { readonly protocol: string; readonly virtual: string } | undefined;
  return (line) => {
    const [, protocol, virtual] = /^(TCP|UDP|SCTP) +(\S+:\d+) /.exec(line) ?? [];
    if (protocol !== undefined && virtual !== undefined) head = { protocol, virtual };
    else if (!line.startsWith('  ->')) head = undefined;
    const server = ipvs?.virtualServers.find(
      ({ protocol: own, address, port }) => own === head?.protocol && hostPort(address, port) === head.virtual,
    );
    if (head === undefined || server === undefined) return undefined;
    const real = /^ {2}-> (\S+:\d+) /.exec(line)?.[1];
    if (real === undefined) return ofRule({ node, id: serverId(head.protocol, head.virtual) }, server.origin);
    const known = server.realServers.find(({ address, port }) => hostPort(address, port) === real);
    return known && ofRule({ node, id: realServerId(head.protocol, head.virtual, real) }, known.origin);
  };
}

/** Entries of `ipset list` under the set's name, and of `ipset save` behind it. */
export function setEntries(node: string, { ipvs }: KnownNode): LineReader {
  let name = '';
  return (line) => {
    name = /^Name: (\S+)/.exec(line)?.[1] ?? name;
    const [, saved, added] = /^add (\S+) (\S+)/.exec(line) ?? [];
    const text = added ?? /^\S+/.exec(line)?.[0];
    const set = saved ?? name;
    const entry = ipvs?.ipsets.find((one) => one.name === set)?.entries.find((one) => one.text === text);
    return entry && ofRule({ node, id: setEntryId(set, entry.text) }, entry.origin);
  };
}

/** Addresses of kube-ipvs0, as `ip addr` prints them. */
export const dummyAddresses =
  (node: string, { ipvs }: KnownNode): LineReader =>
  (line) => {
    const ip = /^ +inet6? ([^/ ]+)\//.exec(line)?.[1];
    const found = ipvs?.addresses.find(({ address }) => address === ip);
    return found && ofRule({ node, id: addressId(found.address) }, found.origin);
  };

/** Lines of a policy's object in `hnsdiag list loadbalancers -d`. */
export function policies(node: string, { hns }: KnownNode): LineReader {
  let at = -1;
  return (line) => {
    if (line === '  {') at += 1;
    const policy = hns?.loadBalancers[at];
    return policy === undefined || !line.startsWith('  ')
      ? undefined
      : ofRule({ node, id: policyId(policy.id) }, policy.origin);
  };
}

/** Entries of `conntrack -L`. */
export const connections =
  (node: string): LineReader =>
  (line) => {
    const key = connectionKey(line);
    return key === undefined ? undefined : { connection: { node, key } };
  };
