import { familyOf } from '../../net/ip.js';
import type { Packet, PacketSide } from '../../net/packet.js';
import type { IpsetEntry, Ipsets } from './model.js';
import { definitionOfIpset } from './types.js';

/** The element of a named set that a packet belongs to. @see net/netfilter/xt_set.c set_match_v4 */
export function findInIpset(
  sets: Ipsets,
  name: string,
  packet: Packet,
  sides: readonly PacketSide[],
): readonly [string, IpsetEntry] | undefined {
  const set = sets.get(name);
  if (set === undefined || set.family !== familyOf(packet.dst)) return undefined;
  return definitionOfIpset(set.type).find(set.entries, packet, sides);
}
