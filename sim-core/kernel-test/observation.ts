/** Sends a moment's packets through the real kernel and tells what became of them. */
import { probeSource } from '../cli/probe-report.js';
import { hostPort } from '../net/ip.js';
import type { Attempt, SendRequest } from './agent.js';
import { describeEntry, entriesOf, indexEntries, type CtIndex } from './conntrack.js';
import { isSticky, triesFor, varietyOf, type Expectation, type Findings } from './expectation.js';
import type { Moment } from './moments.js';
import type { KernelWorld } from './world.js';

/** How hard to try. Times are in seconds: for an answer that is expected, and for one that is not. */
export interface Patience {
  readonly answer: number;
  readonly silence: number;
  readonly tries: number;
}

export const thorough: Patience = { answer: 4, silence: 0.5, tries: 1000 };
/** Enough to see that something is broken. */
export const brief: Patience = { answer: 1, silence: 0.5, tries: 12 };

const parallelAttempts = 24;

function tries({ probe, findings }: Expectation, sticky: boolean): number {
  if (probe.sport !== undefined) return 1;
  const variety = varietyOf(findings.backends.size, findings.conntrack);
  if (probe.proto === 'ICMP' || (variety === 1 && !findings.outcomes.has('answered'))) return 3;
  if (sticky) return 10;
  return variety === 1 ? 8 : triesFor(variety);
}

function requestsOf(
  expected: Expectation,
  key: number,
  world: KernelWorld,
  sticky: boolean,
  patience: Patience,
): readonly SendRequest[] {
  const { probe, findings, destinations } = expected;
  const namespace = world.namespaceOf(probe);
  if (namespace === undefined) return [];
  const source = probeSource(probe.from);
  const quick = findings.outcomes.has('timeout') || findings.outcomes.has('connected');
  return destinations.map(({ ip, port }) => ({
    key,
    namespace,
    protocol: probe.proto,
    dst: ip,
    dport: port,
    tries: Math.min(patience.tries, tries(expected, sticky)),
    timeout: quick ? patience.silence : patience.answer,
    ...(source.kind === 'external' && source.ip !== undefined && { src: source.ip }),
    ...(probe.sport !== undefined && { sport: probe.sport }),
    ...(probe.via !== undefined && { mark: world.mark(probe.via) }),
  }));
}

export interface Observation {
  readonly expected: Expectation;
  readonly findings: Findings;
  readonly attempts: number;
}

/** How connection tables can be read here. */
export type ConntrackReader = 'conntrack' | 'proc' | undefined;

export async function observe(
  world: KernelWorld,
  moment: Moment,
  expected: readonly Expectation[],
  reader: ConntrackReader,
  patience: Patience,
): Promise<readonly Observation[]> {
  const sticky = isSticky(moment);
  const asked = expected.flatMap((expectation, key) =>
    requestsOf(expectation, key, world, sticky, patience).map((request) => ({ expectation, request })),
  );
  const answers = await world.agent.send(
    asked.map(({ request }) => request),
    // Two first connections at once could both choose, where one choice should bind the other.
    sticky ? 1 : parallelAttempts,
  );
  const index = reader === undefined ? undefined : indexEntries(await world.conntrack(reader));
  return expected.map((expectation) => {
    const own = asked.flatMap(({ expectation: of, request }, i) =>
      of === expectation ? (answers[i] ?? []).map((attempt) => ({ request, attempt })) : [],
    );
    return { expected: expectation, attempts: own.length, findings: findingsOf(own, index) };
  });
}

interface Sent {
  readonly request: SendRequest;
  readonly attempt: Attempt;
}

function findingsOf(sent: readonly Sent[], index: CtIndex | undefined): Findings {
  const attempts = sent.map(({ attempt }) => attempt);
  const told = attempts.flatMap(({ backend }) => backend ?? []);
  return {
    outcomes: new Set(attempts.map(({ outcome, how }) => (outcome === 'error' ? `error (${how ?? ''})` : outcome))),
    refusals: new Set(attempts.flatMap(({ outcome, how }) => (how === undefined || outcome === 'error' ? [] : [how]))),
    backends: new Set(told.map(({ name }) => name)),
    sources: new Set(told.map(({ saw }) => saw[0])),
    locals: new Set(told.map(({ local }) => hostPort(local[0], local[1]))),
    clients: new Set(attempts.flatMap(({ src }) => (src === undefined ? [] : [src[0]]))),
    conntrack: new Set(index === undefined ? [] : sent.flatMap((one) => conntrackTexts(one, index))),
  };
}

function conntrackTexts({ request, attempt }: Sent, index: CtIndex): readonly string[] {
  const { protocol, dst, dport, sport } = request;
  if (attempt.src === undefined) return [];
  const entries = entriesOf(index, { protocol, src: attempt.src, dst: [dst, dport] });
  return entries.map((entry) => describeEntry(entry, protocol, sport));
}
