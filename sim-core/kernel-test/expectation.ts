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

/** Each round begins with kernels that remember nothing, so that every backend of a sticky Service is met. */
const rounds = 12;
const triesPerRound = 16;

const withoutMemory = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  kernels: new Map([...snapshot.kernels.keys()].map((node) => [node, emptyKernelState])),
});

/** True when what a client meets first decides what it meets later. */
export const isSticky = ({ snapshot }: Moment): boolean =>
  listObjects(snapshot.objects, 'Service').some(({ spec }) => spec.sessionAffinity === 'ClientIP');

interface Heard {
  readonly traces: Trace[];
  readonly conntrack: Set<string>;
  refused?: string;
}

/** Sends every probe of a moment many times. */
export function expectationsOf(moment: Moment): readonly Expectation[] {
  const heard = moment.probes.map((): Heard => ({ traces: [], conntrack: new Set() }));
  let { snapshot } = moment;
  for (let round = 0; round < rounds; round++) {
    snapshot = withoutMemory(snapshot);
    const sent: { readonly index: number; readonly traces: readonly Trace[] }[] = [];
    moment.probes.forEach((probe, index) => {
      const after = sendProbe(snapshot, probe, probe.sport === undefined ? triesPerRound : 1);
      snapshot = after.snapshot;
      const told = heard[index];
      if (!after.result.accepted && told !== undefined) told.refused = after.result.stderr.trim();
      sent.push({ index, traces: after.result.traces });
    });
    const index = indexEntries(simulatedEntries(snapshot));
    for (const { index: i, traces } of sent) {
      heard[i]?.traces.push(...traces);
      for (const text of traces.flatMap((trace) => conntrackTexts(index, trace, moment.probes[i]?.sport))) {
        heard[i]?.conntrack.add(text);
      }
    }
  }
  return moment.probes.map((probe, i) => expectation(probe, heard[i] ?? { traces: [], conntrack: new Set() }));
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

function expectation(probe: Probe, { traces, conntrack, refused }: Heard): Expectation {
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
