import { resolve, type Resolution } from '../dns/resolver.js';
import type { Ip } from '../net/ip.js';
import type { SourceRef } from './command.js';
import type { SendWorld } from './send-world.js';

/**
 * The address a client tries first for a name. Only pods ask the cluster's DNS; nodes and outside
 * hosts have other servers, which know nothing of Services.
 */
export const lookUp = (tx: SendWorld, from: SourceRef, name: string): Ip | undefined =>
  askFor(tx, from, name)?.addresses[0];

/** The same with all that is asked on the way; undefined where nobody asks the cluster's DNS. */
export function askFor(tx: SendWorld, from: SourceRef, name: string): Resolution | undefined {
  if (from.kind !== 'pod') return undefined;
  return resolve(tx.objects, name, from.namespace, tx.base.config.clusterDomain);
}
