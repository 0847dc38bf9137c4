import { describe, expect, it } from 'vitest';
import { Prng, createPrng } from '../base/prng.js';
import { hostPort, type Ip } from '../net/ip.js';
import { conntrackEntries, formatEntry } from '../netfilter/conntrack.js';
import type { Dataplane } from '../proxy/dataplane.js';
import {
  compiledDataplanes,
  packetMoments,
  recordedDataplanes,
  recordedNetwork,
  recordedPackets,
  type RecordedProbe,
  type RecordedResult,
} from '../test/recorded-network.js';
import { readScenarioFile } from '../test/recorded.js';
import type { KernelState } from './kernel-state.js';
import type { Network } from './network.js';
import type { ProbeProtocol, Trace } from './trace.js';
import { send, type SendFrom } from './walk.js';

function sendFrom(text: string): SendFrom {
  if (text === 'external') return { kind: 'external' };
  if (text.startsWith('external@')) return { kind: 'external', ip: text.slice('external@'.length) };
  const [namespace, name] = text.split('/');
  return name === undefined ? { kind: 'node', node: text } : { kind: 'pod', namespace: namespace ?? '', name };
}

function splitTarget(target: string): { readonly dst: Ip; readonly dport: number } {
  const colon = target.lastIndexOf(':');
  return { dst: target.slice(0, colon).replace(/^\[|\]$/g, ''), dport: Number(target.slice(colon + 1)) };
}

/** The machine that recorded had no SCTP sockets: what it sent as SCTP was TCP on the wire. */
const onTheWire = (protocol: ProbeProtocol): ProbeProtocol => (protocol === 'SCTP' ? 'TCP' : protocol);

interface Observed {
  readonly traces: readonly Trace[];
  readonly kernels: ReadonlyMap<string, KernelState>;
  readonly now: number;
}

function runProbe(
  { network, dataplanes }: { network: Network; dataplanes: ReadonlyMap<string, Dataplane> },
  probe: RecordedProbe,
  target: string,
  times: number,
): Observed {
  const prng = new Prng(createPrng(1));
  const traces: Trace[] = [];
  let kernels: ReadonlyMap<string, KernelState> = new Map();
  let now = 0;
  for (let id = 0; id < Math.max(probe.count, times); id++) {
    now += 20;
    const sent = send(
      { network, dataplanes, kernels, prng, now },
      {
        id,
        from: sendFrom(probe.from),
        ...splitTarget(target),
        protocol: onTheWire(probe.proto),
        asked: probe.to,
        ...(probe.via !== undefined && { via: probe.via }),
        ...(probe.sport !== undefined && { sport: probe.sport }),
      },
    );
    traces.push(sent.trace);
    kernels = sent.kernels;
  }
  return { traces, kernels, now };
}

const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

const bracketed = (ip: Ip): string => (ip.includes(':') ? `[${ip}]` : ip);

/** An entry without what depends on chance or on when it was looked at. */
const entryShape = (entry: string): string =>
  entry
    .replace(/^(\S+ \d+) \d+/, '$1 T')
    .replace(/(sport|dport|id)=\d+/g, '$1=N')
    .replace(/use=\d+/, 'use=1');

interface Seen {
  readonly backends: string[];
  readonly sources: string[];
  readonly local: string[];
}

function seenBy(traces: readonly Trace[]): Seen {
  const answered = traces.flatMap((t) => (t.outcome === 'answered' ? (t.backend ?? []) : []));
  return {
    backends: sorted(
      answered.flatMap(({ place }) => (place.kind === 'pod' ? [`${place.namespace}/${place.name}`] : [])),
    ),
    sources: sorted(answered.map((b) => bracketed(b.sawSource.ip))),
    local: sorted(answered.map((b) => hostPort(b.local.ip, b.local.port))),
  };
}

/** A few probes need not have met every backend; a sticky client meets one, whichever chance chose. */
function compareBackends(probe: RecordedProbe, recorded: RecordedResult, seen: Seen, sticky: boolean): void {
  const expected: Seen = {
    backends: sorted(Object.keys(recorded.backends ?? {})),
    sources: sorted(recorded.backend_saw_source ?? []),
    local: sorted(recorded.backend_local ?? []),
  };
  if (sticky) expect(seen.backends.length).toBe(expected.backends.length);
  else if (probe.count >= 12 * Math.max(1, expected.backends.length)) expect(seen).toEqual(expected);
  else {
    expect(seen.backends).toEqual(expect.arrayContaining(expected.backends));
    expect(seen.sources).toEqual(expect.arrayContaining(expected.sources));
    expect(seen.local).toEqual(expect.arrayContaining(expected.local));
  }
}

function compareConntrack(recorded: NonNullable<RecordedResult['conntrack']>, { kernels, now }: Observed): void {
  for (const { node, entry } of recorded) {
    const state = kernels.get(node)?.conntrack;
    const entries = state === undefined ? [] : conntrackEntries(state, now).map((e) => formatEntry(e, now));
    expect(sorted(entries.map(entryShape))).toContain(entryShape(entry));
  }
}

function compareProbe(probe: RecordedProbe, recorded: RecordedResult, observed: Observed, sticky: boolean): void {
  const { traces } = observed;
  expect(sorted(traces.map((t) => t.outcome))).toEqual(sorted(Object.keys(recorded.outcomes)));
  if (probe.proto === 'ICMP') return;
  compareBackends(probe, recorded, seenBy(traces), sticky);
  expect(sorted(traces.flatMap((t) => t.refusedHow ?? []))).toEqual(sorted(recorded.refused_how ?? []));
  if (recorded.client_src) expect(sorted(traces.map((t) => t.flow.src))).toEqual(sorted(recorded.client_src));
  if (!sticky) compareConntrack(recorded.conntrack ?? [], observed);
}

const rules = [
  ['the recorded rules', recordedDataplanes, 60, 'iptables'],
  ['our rules', compiledDataplanes, 200, 'iptables'],
  [
    'our nftables rules',
    (scenario: string, moment: string) => compiledDataplanes(scenario, moment, 'nftables'),
    100,
    'nftables',
  ],
] as const;

const moments = packetMoments();

describe.each(rules)('%s move packets as recorded', (_, dataplanesOf, times, mode) => {
  it.each(moments)('$scenario $moment', ({ scenario, moment }) => {
    const network = recordedNetwork(scenario);
    const dataplanes = dataplanesOf(scenario, moment);
    const sticky = (readScenarioFile(scenario, 'manifests.yaml') ?? '').includes('ClientIP');
    for (const packet of recordedPackets(scenario, moment)) {
      const { probe, [mode]: recorded } = packet;
      if (recorded.dst === null || recorded.dst === undefined) continue;
      try {
        compareProbe(probe, recorded, runProbe({ network, dataplanes }, probe, recorded.dst, times), sticky);
      } catch (error) {
        throw new Error(`${probe.id} ${probe.from} -> ${probe.to} ${probe.proto}`, { cause: error });
      }
    }
  });
});
