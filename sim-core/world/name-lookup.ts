import { resolve } from '../dns/resolver.js';
import type { Ip } from '../net/ip.js';
import type { SourceRef } from './command.js';
import type { SendWorld } from './send-world.js';

/**
 * The address a client tries first for a name. Only pods ask the cluster's DNS; nodes and outside
 * hosts have other servers, which know nothing of Services.
 */
export function lookUp(tx: SendWorld, from: SourceRef, name: string): Ip | undefined {
  if (from.kind !== 'pod') return undefined;
  return resolve(tx.objects, name, from.namespace, tx.base.config.clusterDomain).addresses[0];
}
