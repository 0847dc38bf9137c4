import type { Hop, Reason, Trace } from '../../sim-core/index.js';

/** What happens to every packet for a Service, whatever the mode, in this order. */
const milestones = [
  'sent',
  'arrived',
  'recognised',
  'chosen',
  'rewritten',
  'source',
  'handed over',
  'delivered',
] as const;
type Milestone = (typeof milestones)[number];

const chooses: ReadonlySet<Reason['code']> = new Set([
  'dice-won',
  'last-endpoint',
  'numgen-picks',
  'affinity-found',
  'proxy-takes-next',
  'proxy-keeps-endpoint',
  'vfp-balances',
  'vfp-balances-by-source',
]);

function milestoneOf({ step, reason, before, after }: Hop): Milestone | undefined {
  if (step.kind === 'socket-send') return 'sent';
  if (chooses.has(reason.code) || reason.code.startsWith('ipvs-')) return 'chosen';
  if (reason.code.startsWith('matches-') || reason.code === 'redirects-to-proxy') return 'recognised';
  if (before.dst !== after.dst || before.dport !== after.dport) return 'rewritten';
  if (before.src !== after.src) return 'source';
  if (step.kind === 'conntrack') return 'arrived';
  if (step.kind === 'bridge') return 'handed over';
  return step.kind === 'deliver' || step.kind === 'refuse' || step.kind === 'drop' ? 'delivered' : undefined;
}

const rankOf = (hop: Hop): number | undefined => {
  const milestone = milestoneOf(hop);
  return milestone === undefined ? undefined : milestones.indexOf(milestone);
};

/** How far along the packet is, as the farthest thing that has happened to it. */
function progress(hops: readonly Hop[], cursor: number): number {
  return Math.max(0, ...hops.slice(0, cursor + 1).map((hop) => rankOf(hop) ?? 0));
}

/**
 * Where a packet that went the way of `before` is to be looked at when it goes another way: at the hop
 * where as much has happened to it, and at the same end when it was at one.
 */
export function equivalentHop(before: Trace, leg: 'request' | 'reply', cursor: number, after: Trace): number {
  const [old, now] = [before[leg], after[leg]];
  if (cursor <= 0 || now.length === 0) return 0;
  if (cursor >= old.length - 1) return now.length - 1;
  const wanted = progress(old, cursor);
  const exact = now.findIndex((hop) => rankOf(hop) === wanted);
  if (exact >= 0) return exact;
  // A mode may do two things in one step: then it has happened once something later has.
  const later = now.findIndex((hop) => (rankOf(hop) ?? 0) > wanted);
  return later >= 0 ? later : now.length - 1;
}
