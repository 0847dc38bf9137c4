import type { Cidr } from '../net/cidr.js';
import { cidrContains, parseCidr } from '../net/cidr.js';
import type { Ip } from '../net/ip.js';
import { parseIp } from '../net/ip.js';
import type { Labels, Node } from '../kube/objects.js';
import type { ApiObjects } from '../kube/store.js';
import { listObjects } from '../kube/store.js';

/** What the control plane reads off a Node object. */
export interface NodeInfo {
  readonly name: string;
  readonly zone?: string;
  readonly labels: Labels;
  readonly ips: readonly Ip[];
  readonly podCidrs: readonly Cidr[];
}

const ZONE_LABEL = 'topology.kubernetes.io/zone';

function infoOf(node: Node): NodeInfo {
  const zone = node.metadata.labels?.[ZONE_LABEL];
  const cidrs = node.spec.podCIDRs ?? (node.spec.podCIDR === undefined ? [] : [node.spec.podCIDR]);
  return {
    name: node.metadata.name,
    labels: node.metadata.labels ?? {},
    ...(zone === undefined ? {} : { zone }),
    ips: node.status.addresses.filter((a) => a.type === 'InternalIP').flatMap((a) => parseIp(a.address) ?? []),
    podCidrs: cidrs.flatMap((text) => parseCidr(text) ?? []),
  };
}

const readNodes = new WeakMap<Node, NodeInfo>();

function knownInfoOf(node: Node): NodeInfo {
  const info = readNodes.get(node) ?? infoOf(node);
  readNodes.set(node, info);
  return info;
}

/** All nodes in creation order; the very same info for the very same object. */
export const nodeInfos = (objects: ApiObjects): readonly NodeInfo[] => listObjects(objects, 'Node').map(knownInfoOf);

/** The node that an address belongs to: one of its own, or one of its pods'. */
export const nodeOfIp = (nodes: readonly NodeInfo[], ip: Ip): NodeInfo | undefined =>
  nodes.find((node) => node.ips.includes(ip)) ?? nodes.find((node) => node.podCidrs.some((c) => cidrContains(c, ip)));
