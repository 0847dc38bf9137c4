import { err, ok, type Result } from '../../base/result.js';
import { parseIp } from '../../net/ip.js';
import type { SendRequest } from '../../network/walk.js';
import { parseDestination } from '../destination.js';
import { lookUp } from '../name-lookup.js';
import { refuseSend } from '../send-command.js';
import type { Snapshot } from '../snapshot.js';
import type { ComparedPacket } from '../view-compare.js';

/** Modes that one question may ask for, and connections of each. */
export const compareLimits = { modes: 5, connections: 1000, sizes: 6, services: 10_000 } as const;

/** The packet as the walk takes it, or why there is none, as `send` would put it. */
export function packetOf(snapshot: Snapshot, asked: ComparedPacket): Result<SendRequest, string> {
  const { from, to, protocol, sport, via } = asked;
  const world = { objects: snapshot.objects, base: { config: snapshot.config } };
  const extra = { ...(sport !== undefined && { sport }), ...(via !== undefined && { via }) };
  const refused = refuseSend(world, { type: 'send', from, to, protocol, ...extra });
  if (refused !== undefined) return err(refused.stderr.trim());
  const destination = parseDestination(to, protocol === 'ICMP');
  if (destination === undefined) return err(`error: ${JSON.stringify(to.slice(0, 80))} is not an address or a name`);
  const { host } = destination;
  const dst = host.kind === 'ip' ? parseIp(host.ip) : lookUp(world, from, host.name);
  if (dst === undefined) return err(`error: ${JSON.stringify(to.slice(0, 80))} could not be resolved`);
  return ok({ id: 0, from, dst, dport: protocol === 'ICMP' ? 0 : destination.port, protocol, asked: to, ...extra });
}

/** Each mode once, and not more than there is room for. */
export const modesOf = ({ modes }: ComparedPacket): readonly string[] =>
  [...new Set(modes)].slice(0, compareLimits.modes);

export const seedOf = ({ seed = 1 }: ComparedPacket): number => (Number.isInteger(seed) ? seed >>> 0 : 1);
