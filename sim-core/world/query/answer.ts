import { conntrackEntries, formatEntry } from '../../netfilter/conntrack.js';
import type { Tuple } from '../../net/packet.js';
import type { Trace } from '../../network/trace.js';
import type { Snapshot } from '../snapshot.js';
import type { ConntrackView, Query, QueryAnswers } from '../view.js';
import { clusterView } from './cluster-query.js';
import { compareGrowthView, compareSpreadView, compareView } from './compare-query.js';
import { detailView } from './detail-query.js';
import { diagnosesView } from './diagnoses-query.js';
import { dnsView } from './dns-query.js';
import { completeView, promptOf, watchView } from './complete-query.js';
import { ipvsView } from './ipvs-query.js';
import { fieldAtView, locateView } from './locate-query.js';
import { manifestView } from './manifest-query.js';
import { proxyModesView } from './proxy-query.js';
import { hnsView, proxyProcessView } from './proxy-state-query.js';
import { rulesChangeView } from './rules-change-query.js';
import { rulesetView } from './ruleset-query.js';

/** What a view asks, of one moment of the world. */
export function answer(snapshot: Snapshot, query: Query): QueryAnswers[Query['kind']] {
  switch (query.kind) {
    case 'proxyModes':
      return proxyModesView(snapshot);
    case 'cluster':
      return clusterView(snapshot);
    case 'ruleset':
      return rulesetView(snapshot, query.node, query.family ?? 'IPv4', query.engine);
    case 'rulesChange':
      return rulesChangeView(snapshot, query.node);
    case 'trace':
      return snapshot.traces.get(query.id);
    case 'timeline':
      return snapshot.timeline;
    case 'conntrack':
      return conntrackView(snapshot, query.node);
    case 'proxyProcess':
      return proxyProcessView(snapshot, query.node);
    case 'hns':
      return hnsView(snapshot, query.node);
    case 'ipvs':
      return ipvsView(snapshot, query.node);
    case 'dns':
      return dnsView(snapshot, query.from, query.name, query.type);
    case 'dnsLog':
      return snapshot.dnsLog ?? [];
    case 'detail':
      return detailView(snapshot, query.object);
    case 'locate':
      return locateView(snapshot, query.origin, query.files);
    case 'complete':
      return completeView(snapshot, query);
    case 'watch':
      return watchView(snapshot, query);
    case 'prompt':
      return promptOf(query.place);
    case 'files':
      return Object.fromEntries([...snapshot.files].map(([name, { text }]) => [name, text]));
    case 'manifest':
      return manifestView(snapshot);
    case 'compare':
      return compareView(snapshot, query);
    case 'compareSpread':
      return compareSpreadView(snapshot, query);
    case 'compareGrowth':
      return compareGrowthView(snapshot, query);
    case 'diagnoses':
      return diagnosesView(snapshot, query.files);
    case 'fieldAt':
      return fieldAtView(query.text, query.line, query.column);
  }
}

/** What `conntrack -L` prints on a node, each entry tied to the newest trace that made it. */
function conntrackView({ kernels, time, traces }: Snapshot, node: string): ConntrackView | undefined {
  const kernel = kernels.get(node);
  if (kernel === undefined) return undefined;
  const makers = new Map(
    [...traces.values()].flatMap((trace) => newTuples(trace, node).map((key) => [key, trace.id] as const)),
  );
  const entries = conntrackEntries(kernel.conntrack, time).map((entry) => {
    const traceId = makers.get(tupleText(entry.original));
    return { text: formatEntry(entry, time), ...(traceId !== undefined && { traceId }) };
  });
  return { node, entries };
}

/** The packets of a trace that began a connection on this node. */
const newTuples = (trace: Trace, node: string): readonly string[] =>
  trace.request.flatMap(({ place, step, before }) =>
    place.kind === 'node' && place.node === node && step.kind === 'conntrack' && step.action === 'new'
      ? [tupleText(before)]
      : [],
  );

const tupleText = ({ protocol, src, sport, dst, dport }: Tuple): string =>
  protocol === 'ICMP' ? `${protocol} ${src} ${dst}` : `${protocol} ${src} ${sport} ${dst} ${dport}`;
