import type { Hop, Place, Trace } from '../../network/trace.js';
import type { CompareHop, CompareWalk, DivergenceWhy } from '../view-compare.js';
import { rewritesDestination } from './decisive-hops.js';

/** What happens to a packet, whoever makes it happen: two ways are the same as long as these are. */
interface Milestone {
  readonly index: number;
  readonly kind: 'rewrite' | 'source' | 'route' | 'process' | 'refuse' | 'drop' | 'answer';
  readonly place: string;
  /** The hook, or the engine that stands in for one. */
  readonly at: string;
  readonly to: string;
}

const placeText = (place: Place): string => ('node' in place ? place.node : place.kind);

function milestoneOf(hop: Hop): Milestone | undefined {
  const { step, index, before, after } = hop;
  const place = placeText(hop.place);
  const at = step.kind === 'vfp' ? 'VFP' : 'hook' in step ? step.hook : '';
  const milestone = (kind: Milestone['kind'], to = ''): Milestone => ({ index, kind, place, at, to });
  switch (step.kind) {
    case 'hook':
      return undefined;
    case 'route':
      return milestone('route', step.decision);
    case 'process':
      return milestone('process');
    case 'refuse':
      return milestone('refuse');
    case 'drop':
      return milestone('drop');
    case 'deliver':
      return step.to === 'kernel' ? milestone('answer', hop.reason.code) : undefined;
    default:
      // Sent to the proxy's own port, it leaves the kernel.
      if (hop.reason.code === 'redirects-to-proxy') return milestone('process');
      if (rewritesDestination(hop)) return milestone('rewrite', `${after.dst} ${after.dport}`);
      return before.src === after.src ? undefined : milestone('source', after.src);
  }
}

const milestones = ({ request }: Trace): readonly Milestone[] => request.flatMap((hop) => milestoneOf(hop) ?? []);

const isSame = (a: Milestone, b: Milestone): boolean =>
  a.kind === b.kind && a.place === b.place && a.at === b.at && a.to === b.to;

/** The first step of a packet's way that is another than in the first mode, and why. */
export function divergence(
  first: Trace,
  other: Trace,
  hops: readonly CompareHop[],
): CompareWalk['divergence'] | undefined {
  const [expected, found] = [milestones(first), milestones(other)];
  const at = found.findIndex((milestone, i) => {
    const wanted = expected[i];
    return wanted === undefined || !isSame(wanted, milestone);
  });
  if (at === -1 && expected.length === found.length) return undefined;
  const [here, there] = [at === -1 ? undefined : found[at], expected[at === -1 ? found.length : at]];
  const index = here?.index ?? other.request.length;
  const row = hops.findIndex((hop) => hop.index >= index);
  return { hop: row === -1 ? Math.max(0, hops.length - 1) : row, why: whyParted(there, here) };
}

function whyParted(there: Milestone | undefined, here: Milestone | undefined): DivergenceWhy {
  if (here === undefined) return 'goes-on';
  if (here.at === 'VFP' || there?.at === 'VFP') return 'virtual-switch';
  switch (here.kind) {
    case 'process':
      return 'user-space';
    case 'refuse':
      return 'refused';
    case 'drop':
      return 'dropped';
    case 'answer':
      return 'answered-here';
    case 'route':
      if (there?.kind === 'drop' || there?.kind === 'refuse') return 'goes-on';
      if (there?.kind === 'source') return 'source-kept';
      return here.to === 'local' ? 'local-delivery' : 'other-route';
    case 'source':
      return there?.kind === 'source' && there.to !== here.to ? 'other-hook' : 'source-rewritten';
    case 'rewrite':
      return there?.kind === 'rewrite' && there.at === here.at ? 'other-endpoint' : 'other-hook';
  }
}
