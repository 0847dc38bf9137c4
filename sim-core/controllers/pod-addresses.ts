import type { Cidr } from '../net/cidr.js';
import { cidrContains, nthAddress } from '../net/cidr.js';
import type { Ip } from '../net/ip.js';
import { familyOf, ipToBigInt } from '../net/ip.js';
import type { Pod } from '../kube/objects.js';
import type { NodeInfo } from './node-info.js';
import { podPins } from './pinning.js';
import { isTerminal, podIps } from './pod-state.js';

/** .0 is the network, .1 the bridge. */
const FIRST_POD_HOST = 2;
const MAX_HOSTS_SEARCHED = 65536;

/** Addresses that are in use, or promised to a pod by its manifest, and by which pod. */
export interface AddressBook {
  readonly holders: ReadonlyMap<Ip, Pod>;
}

export function addressBook(pods: readonly Pod[]): AddressBook {
  const holders = new Map<Ip, Pod>();
  const claim = (ip: Ip | undefined, pod: Pod): void => {
    if (ip !== undefined && !holders.has(ip)) holders.set(ip, pod);
  };
  const live = pods.filter((pod) => pod.spec.hostNetwork !== true);
  for (const pod of live) if (!isTerminal(pod)) for (const ip of podIps(pod)) claim(ip, pod);
  for (const pod of live) {
    const pins = podPins(pod);
    claim(pins.ip, pod);
    claim(pins.ip6, pod);
  }
  return { holders };
}

/** The book of all pods, read when it is first needed; pods that get addresses after that are entered. */
export class LazyAddressBook {
  readonly #pods: () => readonly Pod[];
  #holders: Map<Ip, Pod> | undefined;

  constructor(pods: () => readonly Pod[]) {
    this.#pods = pods;
  }

  read(): AddressBook {
    this.#holders ??= new Map(addressBook(this.#pods()).holders);
    return { holders: this.#holders };
  }

  /** A pod was given addresses. They were free for it, so that they are nobody's but its own. */
  enter(pod: Pod): void {
    if (pod.spec.hostNetwork !== true && !isTerminal(pod)) for (const ip of podIps(pod)) this.#holders?.set(ip, pod);
  }

  /** A pod may have given addresses back. */
  forget(): void {
    this.#holders = undefined;
  }
}

const isFreeFor = (book: AddressBook, ip: Ip, pod: Pod): boolean => {
  const holder = book.holders.get(ip);
  return holder === undefined || holder.metadata === pod.metadata;
};

function lowestFree(range: Cidr, book: AddressBook, pod: Pod): Ip | undefined {
  for (let host = FIRST_POD_HOST; host < MAX_HOSTS_SEARCHED; host++) {
    const ip = nthAddress(range, host);
    if (ip === undefined || isFreeFor(book, ip, pod)) return ip;
  }
  return undefined;
}

/** The address with the same host number in the other range, so that a pod's two addresses are easy to tell. */
function counterpart(ip: Ip, range: Cidr, other: Cidr): Ip | undefined {
  if (!cidrContains(range, ip)) return undefined;
  return nthAddress(other, Number(ipToBigInt(ip) - ipToBigInt(range.address)));
}

/**
 * The addresses a pod gets on its node, one per family that the node has a range of: the node's own for
 * hostNetwork, a pinned one if no other pod holds it, else the lowest free one.
 * @see https://www.cni.dev/plugins/current/ipam/host-local/
 */
export function allocateAddresses(pod: Pod, node: NodeInfo, book: AddressBook): readonly Ip[] {
  if (pod.spec.hostNetwork === true) return node.ips;
  const pins = podPins(pod);
  const given: Ip[] = [];
  const primary = node.podCidrs[0];
  for (const range of node.podCidrs) {
    const pinned = range.family === 'IPv4' ? pins.ip : pins.ip6;
    const twin = given[0] !== undefined && primary !== undefined ? counterpart(given[0], primary, range) : undefined;
    const wanted = [pinned, twin].find(
      (ip) => ip !== undefined && familyOf(ip) === range.family && isFreeFor(book, ip, pod),
    );
    const ip = wanted ?? lowestFree(range, book, pod);
    if (ip !== undefined) given.push(ip);
  }
  return given;
}
