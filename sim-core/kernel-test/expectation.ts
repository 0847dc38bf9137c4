/** What the simulator says will become of a moment's packets. */
import { probeSource } from '../cli/probe-report.js';
import type { Probe } from '../cli/scenario-directory.js';
import { listObjects } from '../kube/store.js';
import { hostPort } from '../net/ip.js';
import { conntrackEntries, formatEntry } from '../netfilter/conntrack.js';
import { emptyKernelState } from '../network/kernel-state.js';
import { placeName } from '../network/place.js';
import type { Trace } from '../network/trace.js';
import type { Snapshot } from '../world/snapshot.js';
import { step } from '../world/step.js';
import { describeEntry, entriesOf, indexEntries, parseEntry } from './conntrack.js';
import type { Moment } from './moments.js';

/** What became of all attempts of one probe, each kind of fact as a set. */
export interface Findings {
  readonly outcomes: ReadonlySet<string>;
  readonly refusals: ReadonlySet<string>;
  readonly backends: ReadonlySet<string>;
  /** Addresses under which backends saw the client. */
  readonly sources: ReadonlySet<string>;
  /** Addresses under which backends were reached. */
  readonly locals: ReadonlySet<string>;
  /** The client's own addresses. */
  readonly clients: ReadonlySet<string>;
  readonly conntrack: ReadonlySet<string>;
}

export interface Expectation {
  readonly probe: Probe;
  readonly findings: Findings;
  /** Addresses that a name in the probe stands for. */
  readonly destinations: readonly { readonly ip: string; readonly port: number }[];
  /** Why no packet can be sent; the simulator sent none either. */
  readonly impossible?: string;
}

/** So many that missing one of `choices` equally likely ones is rarer than one in 10⁸. */
export const triesFor = (choices: number): number => Math.ceil(choices * (Math.log(choices) + 18.5));

/**
 * Rounds begin with kernels that remember nothing. Where the first choice binds the later ones, a round shows one
 * choice and there have to be many; elsewhere every attempt chooses anew.
 */
const pace = { free: { rounds: 60, triesPerRound: 20 }, sticky: { rounds: 40, triesPerRound: 2 } } as const;

const withoutMemory = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  kernels: new Map([...snapshot.kernels.keys()].map((node) => [node, emptyKernelState])),
});

/** True when what a client meets first decides what it meets later. */
export const isSticky = ({ snapshot }: Moment): boolean =>
  listObjects(snapshot.objects, 'Service').some(({ spec }) => spec.sessionAffinity === 'ClientIP');

interface Heard {
  readonly probe: Probe;
  readonly traces: Trace[];
  readonly conntrack: Set<string>;
  refused?: string;
}

/** Among how many possibilities chance chose, as far as backends and translations tell. */
export function varietyOf(backends: number, conntrack: ReadonlySet<string>): number {
  const byNode = new Map<string, number>();
  for (const text of conntrack) {
    const node = text.slice(0, text.indexOf(' '));
    byNode.set(node, (byNode.get(node) ?? 0) + 1);
  }
  return Math.max(1, backends, ...byNode.values());
}

/** Another attempt would hardly show anything new. */
function heardEnough({ traces, conntrack, refused }: Heard): boolean {
  const destinations = new Set(traces.map(({ flow }) => flow.dst)).size;
  return refused !== undefined || traces.length >= triesFor(varietyOf(destinations, conntrack));
}

/** Sends every probe of a moment until chance has shown all it can do. */
export function expectationsOf(moment: Moment): readonly Expectation[] {
  const heard = moment.probes.map((probe): Heard => ({ probe, traces: [], conntrack: new Set() }));
  const sticky = isSticky(moment);
  const { rounds, triesPerRound } = sticky ? pace.sticky : pace.free;
  let { snapshot } = moment;
  for (let round = 0; round < rounds; round++) {
    const open = sticky ? heard : heard.filter((told) => !heardEnough(told));
    if (open.length === 0) break;
    snapshot = sendRound(withoutMemory(snapshot), open, triesPerRound);
  }
  return heard.map(expectation);
}

function sendRound(before: Snapshot, heard: readonly Heard[], tries: number): Snapshot {
  let snapshot = before;
  const sent: { readonly told: Heard; readonly traces: readonly Trace[] }[] = [];
  for (const told of heard) {
    const after = sendProbe(snapshot, told.probe, told.probe.sport === undefined ? tries : 1);
    snapshot = after.snapshot;
    if (!after.result.accepted) told.refused = after.result.stderr.trim();
    sent.push({ told, traces: after.result.traces });
  }
  const index = indexEntries(simulatedEntries(snapshot));
  for (const { told, traces } of sent) {
    told.traces.push(...traces);
    for (const text of traces.flatMap((trace) => conntrackTexts(index, trace, told.probe.sport))) {
      told.conntrack.add(text);
    }
  }
  return snapshot;
}

const sendProbe = (snapshot: Snapshot, probe: Probe, count: number): ReturnType<typeof step> =>
  step(snapshot, {
    type: 'send',
    from: probeSource(probe.from),
    to: probe.to,
    protocol: probe.proto,
    count,
    ...(probe.sport !== undefined && { sport: probe.sport }),
    ...(probe.via !== undefined && { via: probe.via }),
  });

const simulatedEntries = (snapshot: Snapshot): Parameters<typeof indexEntries>[0] =>
  [...snapshot.kernels].flatMap(([node, { conntrack }]) =>
    conntrackEntries(conntrack, snapshot.time).flatMap(
      (entry) => parseEntry(node, formatEntry(entry, snapshot.time)) ?? [],
    ),
  );

function conntrackTexts(
  index: ReturnType<typeof indexEntries>,
  { flow, request }: Trace,
  sport: number | undefined,
): readonly string[] {
  const { protocol, src, dst, dport } = flow;
  const echo = request[0]?.before.icmp;
  const port = echo?.type === 'echo-request' ? echo.id : flow.sport;
  const entries = entriesOf(index, { protocol, src: [src, port], dst: [dst, dport] });
  return entries.map((entry) => describeEntry(entry, protocol, sport));
}

function expectation({ probe, traces, conntrack, refused }: Heard): Expectation {
  const sent = traces.filter(({ outcome }) => outcome !== 'dns-failure');
  const impossible = refused ?? (sent.length === 0 ? 'the name does not resolve' : undefined);
  // Neither a ping nor a connection to something silent tells who took it.
  const backends = sent.flatMap(({ outcome, backend }) =>
    probe.proto !== 'ICMP' && outcome === 'answered' && backend !== undefined ? [backend] : [],
  );
  return {
    probe,
    destinations: [...new Map(sent.map(({ flow }) => [flow.dst, { ip: flow.dst, port: flow.dport }])).values()],
    findings: {
      outcomes: new Set(sent.map(({ outcome }) => outcome)),
      refusals: new Set(sent.flatMap(({ refusedHow }) => refusedHow ?? [])),
      backends: new Set(backends.map(({ place }) => placeName(place))),
      sources: new Set(backends.map(({ sawSource }) => sawSource.ip)),
      locals: new Set(backends.map(({ local }) => hostPort(local.ip, local.port))),
      clients: new Set(sent.map(({ flow }) => flow.src)),
      conntrack,
    },
    ...(impossible !== undefined && { impossible }),
  };
}
