import type { Hop, Place } from '../../../sim-core/index.js';
import { endsPacket } from '../../i18n/hop-words.js';

export type HopState = 'past' | 'current' | 'ahead' | 'dropped';

/** A line of the hop list: one hop, or several that need no line each. */
export type Row =
  | { readonly kind: 'hop'; readonly hop: Hop; readonly state: HopState }
  | { readonly kind: 'fold'; readonly hops: readonly Hop[]; readonly state: 'past' | 'ahead' };

/** Hops at one hook of one node, through one table: what the closing `hook` step decided counts for all. */
const passOf = ({ place, step }: Hop): string | undefined =>
  step.kind === 'rule' || step.kind === 'hook'
    ? `${JSON.stringify(place)} ${step.hook} ${step.table} ${step.chain ?? ''} ${step.ruleset}`
    : undefined;

/** Rule hops of passes that left the packet alone. */
function idleRules(hops: readonly Hop[]): ReadonlySet<number> {
  const idle = new Set<number>();
  let pass: Hop[] = [];
  for (const hop of hops) {
    const name = passOf(hop);
    if (name === undefined || (pass[0] !== undefined && passOf(pass[0]) !== name)) pass = [];
    if (name === undefined) continue;
    pass.push(hop);
    if (hop.step.kind !== 'hook') continue;
    const marked = pass.some(({ step }) => step.kind === 'rule' && step.visit.mark !== undefined);
    if (hop.step.verdict === 'accept' && !marked) for (const one of pass) idle.add(one.index);
    pass = [];
  }
  return idle;
}

/** The packet is carried on and nothing is decided about it. */
function isCarriage({ step, index }: Hop, idle: ReadonlySet<number>): boolean {
  if (step.kind === 'drop' || step.kind === 'refuse') return false;
  if (step.kind === 'conntrack') return step.action !== 'translate' && step.action !== 'untranslate';
  return (step.kind !== 'rule' && step.kind !== 'hook') || idle.has(index);
}

function stateOf(hop: Hop, cursor: number): HopState {
  if (hop.index > cursor) return 'ahead';
  if (endsPacket(hop)) return 'dropped';
  return hop.index === cursor ? 'current' : 'past';
}

const single = (hop: Hop, cursor: number): Row => ({ kind: 'hop', hop, state: stateOf(hop, cursor) });

function folded(hops: readonly Hop[], state: 'past' | 'ahead', cursor: number): readonly Row[] {
  const [only, second] = hops;
  if (only === undefined) return [];
  return second === undefined ? [single(only, cursor)] : [{ kind: 'fold', hops, state }];
}

/**
 * What is behind folds where the packet was merely carried; what is ahead folds as a whole. The
 * hop in view always stands alone, and `opened` (first indices of folds) lie open.
 */
export function foldHops(hops: readonly Hop[], cursor: number, opened: ReadonlySet<number>): readonly Row[] {
  const rows: Row[] = [];
  const idle = idleRules(hops);
  let run: Hop[] = [];
  const flush = (state: 'past' | 'ahead') => {
    const first = run[0];
    if (first !== undefined && opened.has(first.index)) rows.push(...run.map((hop) => single(hop, cursor)));
    else rows.push(...folded(run, state, cursor));
    run = [];
  };
  for (const hop of hops) {
    if (hop.index > cursor) {
      run.push(hop);
      continue;
    }
    if (hop.index < cursor && isCarriage(hop, idle)) {
      run.push(hop);
      continue;
    }
    flush('past');
    rows.push(single(hop, cursor));
  }
  flush(rows.length === 0 || (run[0]?.index ?? 0) <= cursor ? 'past' : 'ahead');
  return rows;
}

const samePlace = (a: Place, b: Place): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The places a run of hops leads through, and what changed the packet on the way. */
export function waypoints(
  hops: readonly Hop[],
  placeName: (place: Place) => string,
  verdictName: (verdict: Extract<Hop['step'], { kind: 'hook' }>['verdict']) => string,
): readonly string[] {
  const points: string[] = [];
  let place: Place | undefined;
  for (const hop of hops) {
    if (place === undefined || !samePlace(place, hop.place)) points.push(placeName(hop.place));
    place = hop.place;
    if (hop.step.kind === 'hook' && hop.step.verdict !== 'accept') points.push(verdictName(hop.step.verdict));
  }
  return points;
}
