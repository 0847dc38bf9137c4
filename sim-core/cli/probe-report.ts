import { compareCodeUnits } from '../base/order.js';
import { hostPort } from '../net/ip.js';
import type { Hop, Trace } from '../network/trace.js';
import type { SourceRef } from '../world/command.js';
import type { Probe } from './scenario-directory.js';

/** Reads `ns/pod`, `external[@address]` or a node's name. */
export function probeSource(from: string): SourceRef {
  const [external, ip] = from.split('@');
  if (external === 'external') return { kind: 'external', ...(ip !== undefined && { ip }) };
  const [namespace = '', name] = from.split('/');
  return name === undefined ? { kind: 'node', node: from } : { kind: 'pod', namespace, name };
}

/** What became of all packets of one probe, counted and gathered. */
export function probeResult(probe: Probe, traces: readonly Trace[]): unknown {
  const [first] = traces;
  const answered = traces.flatMap(({ backend }) => backend ?? []);
  const bare = probe.proto === 'ICMP' || first?.outcome === 'dns-failure';
  const gathered = {
    backends: counts(
      answered.flatMap(({ place }) => (place.kind === 'pod' ? [`${place.namespace}/${place.name}`] : [])),
    ),
    backend_saw_source: distinct(answered.map(({ sawSource }) => bracketed(sawSource.ip))),
    backend_local: distinct(answered.map(({ local }) => hostPort(local.ip, local.port))),
    client_src: distinct(traces.map(({ flow }) => flow.src)),
  };
  return {
    ...(first !== undefined && first.flow.dst !== '' && { dst: hostPort(first.flow.dst, first.flow.dport) }),
    outcomes: counts(traces.map(({ outcome }) => outcome)),
    ...(!bare && withoutEmpty(gathered)),
    ...withoutEmpty({ refused_how: distinct(traces.flatMap(({ refusedHow }) => refusedHow ?? [])) }),
    ...(!bare && withoutEmpty({ conntrack: traces.flatMap(conntrackEntries).slice(0, 2) })),
  };
}

const bracketed = (ip: string): string => (ip.includes(':') ? `[${ip}]` : ip);

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].toSorted(compareCodeUnits);

function counts(texts: readonly string[]): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const text of texts.toSorted(compareCodeUnits)) found[text] = (found[text] ?? 0) + 1;
  return found;
}

const withoutEmpty = (fields: Readonly<Record<string, object>>): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => Object.keys(value).length > 0));

/** The entries that translated this connection, as they were after its last packet. */
function conntrackEntries({ request, reply }: Trace): readonly unknown[] {
  const hops = [...request, ...reply];
  const nodes = new Set(hops.flatMap(({ place }) => (place.kind === 'node' ? [place.node] : [])));
  return [...nodes].flatMap((node) => {
    const here = hops.filter(({ place }) => place.kind === 'node' && place.node === node);
    const entry = here.findLast(({ conntrack }) => conntrack !== undefined)?.conntrack?.text;
    const nat = [here.some(decides(['dnat'])) && 'dnat', here.some(decides(['snat', 'masquerade'])) && 'snat'].filter(
      (kind) => kind !== false,
    );
    return entry === undefined || nat.length === 0 ? [] : [{ node, nat: nat.join('+'), entry }];
  });
}

const decides =
  (verdicts: readonly string[]) =>
  ({ step }: Hop): boolean =>
    step.kind === 'hook' && verdicts.includes(step.verdict);
