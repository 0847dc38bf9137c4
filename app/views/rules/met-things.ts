import { hostPort, type Hop, type Trace } from '../../../sim-core/index.js';
import { addressId, policyId, realServerId, serverId, setEntryId } from './listing-lines.js';
import { ruleIdOf } from './visits.js';

/** Things other than rules that a hop had to do with, by their ids in listings and tables. */
function thingsOf({ step, before, after, reason }: Hop): readonly string[] {
  switch (step.kind) {
    case 'rule': {
      const { member, lookup, ref } = step.visit;
      const element = lookup === undefined ? [] : [`${ref.table}/@${lookup.map}/${lookup.key}`];
      return [ruleIdOf(ref), ...element, ...(member === undefined ? [] : [setEntryId(member.set, member.element)])];
    }
    case 'ipvs': {
      const real = 'endpoint' in reason ? reason.endpoint : hostPort(after.dst, after.dport);
      return [serverId(before.protocol, step.virtual), realServerId(before.protocol, step.virtual, real)];
    }
    case 'route':
      return step.decision === 'local' ? [addressId(before.dst)] : [];
    case 'vfp':
      return step.policy === undefined ? [] : [policyId(step.policy)];
    case 'deliver':
      return step.to === 'process' ? [`process/${before.protocol}/${before.dport}`] : [];
    case 'process':
      return 'endpoint' in reason ? [`relayed/${reason.endpoint}`] : [];
    default:
      return [];
  }
}

/** Hops of a packet by the things they had to do with, in rising order. */
export type MetThings = ReadonlyMap<string, readonly number[]>;

/** What a packet met on a node. */
export function metThings(trace: Trace | undefined, leg: 'request' | 'reply', node: string): MetThings {
  const met = new Map<string, number[]>();
  for (const hop of trace?.[leg] ?? []) {
    if (hop.place.kind !== 'node' || hop.place.node !== node) continue;
    for (const id of thingsOf(hop)) met.set(id, [...(met.get(id) ?? []), hop.index]);
  }
  return met;
}

/** The last hop until now that had to do with a thing. */
export const lastMet = (met: MetThings, id: string, cursor: number): number | undefined =>
  met.get(id)?.findLast((hop) => hop <= cursor);
