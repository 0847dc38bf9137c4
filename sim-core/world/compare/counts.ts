import type { Hop, Trace } from '../../network/trace.js';
import type { CompareWalk, LookupCounts } from '../view-compare.js';

/** What the request's way cost. */
export function countLookups({ request }: Pick<Trace, 'request'>): LookupCounts {
  const count = (measure: (hop: Hop) => number): number => request.reduce((sum, hop) => sum + measure(hop), 0);
  const asked = (hop: Hop, ofNftables: boolean): number =>
    hop.step.kind === 'hook' && (hop.step.chain !== undefined) === ofNftables ? (hop.step.lookups ?? 0) : 0;
  return {
    rules: count(rulesAsked),
    maps: count((hop) => asked(hop, true)),
    sets: count((hop) => asked(hop, false)),
    servers: count(({ step }) => (step.kind === 'ipvs' && step.action !== 'answer' ? 1 : 0)),
    policies: count(({ step }) => (step.kind === 'vfp' && step.layer === 'load-balancer' ? 1 : 0)),
    crossings: crossingsOf(request),
  };
}

/** A process that tries several endpoints still took one connection. */
function crossingsOf(request: readonly Hop[]): number {
  return request.filter(({ step }, i) => step.kind === 'process' && request[i - 1]?.step.kind === 'deliver').length;
}

const rulesAsked = ({ step }: Hop): number => (step.kind === 'hook' ? step.examined : 0);

export function rulesByNode({ request }: Pick<Trace, 'request'>): CompareWalk['rulesByNode'] {
  const counts = new Map<string, number>();
  for (const hop of request) {
    if (hop.step.kind !== 'hook' || hop.place.kind !== 'node') continue;
    counts.set(hop.place.node, (counts.get(hop.place.node) ?? 0) + hop.step.examined);
  }
  return [...counts].map(([node, rules]) => ({ node, rules }));
}
