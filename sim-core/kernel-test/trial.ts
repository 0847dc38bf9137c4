/** One moment, in the simulation and on the real kernel. */
import { familyOf } from '../net/ip.js';
import type { Probe } from '../cli/scenario-directory.js';
import { differences } from './comparison.js';
import { expectationsOf, isSticky, type Expectation } from './expectation.js';
import type { Moment } from './moments.js';
import type { Damage, Mutation } from './mutation.js';
import { brief, observe, thorough, type Observation } from './observation.js';
import type { Machine } from './requirements.js';
import { KernelWorld } from './world.js';

export interface Disagreement {
  readonly probe: Probe;
  readonly details: readonly string[];
}

export interface TrialResult {
  readonly probes: number;
  readonly attempts: number;
  readonly agreements: number;
  readonly disagreements: readonly Disagreement[];
  /** Probes that were not sent, and why. */
  readonly skipped: readonly { readonly probe: Probe; readonly why: string }[];
}

/** Why this machine cannot send a probe; undefined when it can. */
function obstacle({ probe, destinations, impossible }: Expectation, machine: Machine): string | undefined {
  if (impossible !== undefined) return impossible;
  if (!machine.protocols.includes(probe.proto)) return `this kernel has no ${probe.proto} sockets`;
  if (!machine.ipv6 && destinations.some(({ ip }) => familyOf(ip) === 'IPv6')) return 'this kernel has no IPv6';
  return undefined;
}

export const describeProbe = ({ id, from, to, proto, via }: Probe): string =>
  `${id}: ${from} → ${to} ${proto}${via === undefined ? '' : ` via ${via}`}`;

async function observeOnce(
  moment: Moment,
  expected: readonly Expectation[],
  machine: Machine,
  damage?: Damage,
): Promise<readonly Observation[]> {
  const world = await KernelWorld.build(moment, damage);
  try {
    return await observe(world, moment, expected, machine.conntrack, damage === undefined ? thorough : brief);
  } finally {
    await world.tearDown();
  }
}

/** A backend that a probe reaches under another address. */
const victimOf = (expected: readonly Expectation[]): string =>
  expected.flatMap(({ probe, findings }) => [...findings.locals].filter((local) => local !== probe.to))[0] ?? '';

export async function runTrial(moment: Moment, machine: Machine, mutation?: Mutation): Promise<TrialResult> {
  const all = expectationsOf(moment);
  const skipped = all.flatMap((e) => {
    const why = obstacle(e, machine);
    return why === undefined ? [] : [{ probe: e.probe, why }];
  });
  const expected = all.filter((e) => obstacle(e, machine) === undefined);
  if (expected.length === 0) {
    return { probes: 0, attempts: 0, agreements: 0, disagreements: [], skipped };
  }
  const comparing = { sticky: isSticky(moment), conntrack: machine.conntrack !== undefined };
  const compare = (seen: readonly Observation[]): readonly Disagreement[] =>
    seen.flatMap(({ expected: { probe, findings: want }, findings: got }) => {
      const loose = { ...comparing, sticky: comparing.sticky || probe.sport !== undefined };
      const details = differences(want, got, loose);
      return details.length === 0 ? [] : [{ probe, details }];
    });
  const damage = mutation && { mutation, victim: victimOf(expected) };
  const seen = await observeOnce(moment, expected, machine, damage);
  const first = compare(seen);
  // A busy machine can lose a race; what the rules do, they do every time.
  const second = first.length === 0 || damage ? first : compare(await observeOnce(moment, expected, machine));
  const disagreements = second.filter(({ probe }) => first.some((d) => d.probe === probe));
  return {
    probes: expected.length,
    attempts: seen.reduce((sum, { attempts }) => sum + attempts, 0),
    agreements: expected.length - disagreements.length,
    disagreements,
    skipped,
  };
}
