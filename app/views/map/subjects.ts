import type { ClusterView, PodView, ServiceView, SourceRef, TargetView } from '../../../sim-core/index.js';
import type { Catalogue } from '../../i18n/text.js';
import type { Selection } from '../../state/selection.js';
import { sameObject } from '../../state/selection.js';
import type { Box, Subject } from './box.js';
import { hookEntriesText } from './hook-lines.js';
import { clusterAddresses } from './layout-ghosts.js';
import { addressesOf } from './pod-chip.js';
import { arrivals, type Walk } from './station.js';

const podsByName = new WeakMap<ClusterView['nodes'], ReadonlyMap<string, PodView>>();

function podOf({ nodes }: ClusterView, namespace: string, name: string): PodView | undefined {
  const known =
    podsByName.get(nodes) ??
    new Map(nodes.flatMap(({ pods }) => pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod])));
  podsByName.set(nodes, known);
  return known.get(`${namespace}/${name}`);
}

const serviceOf = (cluster: ClusterView, namespace: string, name: string): ServiceView | undefined =>
  cluster.services.find((service) => service.namespace === namespace && service.name === name);

/** The hop that brought, or will bring, the packet to a station: the newest that has been, else the first to come. */
function hopAt(walk: Walk | undefined, box: Box): Selection | undefined {
  if (walk === undefined || box.station === undefined) return undefined;
  const { station } = box;
  const behind = walk.stations.findLastIndex((candidate, i) => candidate === station && i <= walk.cursor);
  const index = behind >= 0 ? behind : walk.stations.indexOf(station);
  return index < 0 ? undefined : { hop: { traceId: walk.trace.id, leg: walk.leg, index } };
}

/** What clicking or hovering a box selects in every pane. */
export function selectionOf(box: Box, walk: Walk | undefined): Selection | undefined {
  const { subject } = box;
  switch (subject?.kind) {
    case undefined:
      return undefined;
    case 'pod':
      return { object: { kind: 'Pod', namespace: subject.namespace, name: subject.name } };
    case 'service':
      return { object: { kind: 'Service', namespace: subject.namespace, name: subject.name } };
    case 'node':
    case 'nic':
      return { object: { kind: 'Node', namespace: '', name: subject.node } };
    default:
      return hopAt(walk, box);
  }
}

/** Whether the shared selection is this box. */
export function isLit(box: Box, lit: Selection | undefined): boolean {
  const object = selectionOf(box, undefined)?.object;
  return box.subject?.kind !== 'nic' && sameObject(object, lit?.object);
}

export function sourceOf(subject: Subject | undefined, cluster: ClusterView): SourceRef | undefined {
  if (subject === undefined) return undefined;
  return cluster.sources.find((source) => {
    if (source.kind === 'external') return subject.kind === 'external';
    if (source.kind === 'node')
      return (subject.kind === 'node' || subject.kind === 'nic') && subject.node === source.node;
    return subject.kind === 'pod' && subject.namespace === source.namespace && subject.name === source.name;
  });
}

/** The target a box stands for; of several node ports, that of the Service chosen before. */
export function targetOf(
  subject: Subject | undefined,
  cluster: ClusterView,
  before: TargetView | undefined,
): TargetView | undefined {
  if (subject === undefined) return undefined;
  const { targets } = cluster;
  switch (subject.kind) {
    case 'service':
      return targets.find(
        (t) => t.kind === 'clusterIP' && t.object?.namespace === subject.namespace && t.object.name === subject.name,
      );
    case 'pod':
      return targets.find(
        (t) => t.kind === 'pod' && t.object?.namespace === subject.namespace && t.object.name === subject.name,
      );
    case 'address':
      return targets.find((t) => t.to === subject.to);
    case 'node':
    case 'nic': {
      const ports = targets.filter((t) => t.kind === 'nodePort' && t.node === subject.node);
      return ports.find((t) => sameObject(t.object, before?.object)) ?? ports[0];
    }
    default:
      return undefined;
  }
}

/** Why nothing can be sent to a box, as a key of the words for it; undefined when something can. */
export type WhyNot = 'passing' | 'source' | 'noNodePort' | 'noClusterIP' | 'noAddress' | 'zone';

export function whyNot({ subject }: Box, cluster: ClusterView): WhyNot | undefined {
  if (targetOf(subject, cluster, undefined) !== undefined) return undefined;
  switch (subject?.kind) {
    case 'external':
    case 'host':
      return 'source';
    case 'node':
    case 'nic':
      return 'noNodePort';
    case 'service':
      return 'noClusterIP';
    case 'pod':
      return 'noAddress';
    case 'zone':
      return 'zone';
    default:
      return 'passing';
  }
}

function podText(pod: PodView, text: Catalogue): string {
  const { aria } = text.map;
  const state = pod.terminating ? aria.terminating : pod.ready ? aria.ready : aria.notReady;
  return aria.pod(pod.name, addressesOf(pod).join(', ') || '—', state);
}

/** The address of each family. */
const both = ({ ip, ip6 }: { readonly ip: string; readonly ip6?: string }): string =>
  ip6 === undefined ? ip : `${ip}, ${ip6}`;

function subjectText(subject: Subject, cluster: ClusterView, text: Catalogue): string {
  const { aria } = text.map;
  switch (subject.kind) {
    case 'external':
      return aria.external(both(cluster.external));
    case 'host':
      return aria.host(subject.name);
    case 'router':
      return aria.router(cluster.router.ip);
    case 'address': {
      const owner = cluster.services.find((s) =>
        [...s.loadBalancerIPs, ...s.externalIPs].some((ip) => subject.to.includes(ip)),
      );
      return aria.address(owner?.name ?? '', subject.to);
    }
    case 'service': {
      const service = serviceOf(cluster, subject.namespace, subject.name);
      const ready = service?.endpoints.filter((endpoint) => endpoint.ready).length ?? 0;
      return aria.service(subject.name, service === undefined ? '' : clusterAddresses(service).join(', '), ready);
    }
    case 'zone': {
      const nodes = cluster.nodes.filter((node) => node.zone === subject.zone);
      return aria.zone(subject.zone, nodes.length, nodes.flatMap((node) => node.pods).length);
    }
    case 'node':
    case 'nic': {
      const node = cluster.nodes.find((candidate) => candidate.name === subject.node);
      const ips = node === undefined ? '' : both(node);
      if (subject.kind === 'nic') return aria.nic(subject.node, ips);
      return aria.node(subject.node, ips, node?.pods.length ?? 0);
    }
    case 'hook': {
      const name = aria.hook(subject.hook, subject.node);
      const node = cluster.nodes.find((candidate) => candidate.name === subject.node);
      const entries = node === undefined ? '' : hookEntriesText(node, subject.hook);
      return entries === '' ? name : `${name}: ${entries}`;
    }
    case 'pod': {
      const pod = podOf(cluster, subject.namespace, subject.name);
      return pod === undefined ? subject.name : podText(pod, text);
    }
  }
}

/** A box in words, with what the packet did there. */
export function boxText(box: Box, cluster: ClusterView, text: Catalogue): string {
  if (box.subject === undefined) return '';
  const what = subjectText(box.subject, cluster, text);
  const { aria } = text.map;
  if (box.state === undefined || box.shape === 'node') return what;
  return `${what}, ${aria[box.state]}`;
}

/** Objects one can move to. */
export interface PathOrder {
  /** On the packet's way, in its order. */
  readonly onWay: readonly Box[];
  readonly elsewhere: readonly Box[];
}

export function inPathOrder(boxes: readonly Box[], walk: Walk | undefined): PathOrder {
  const place = new Map<string, number>();
  if (walk !== undefined) {
    for (const [nic, hop] of arrivals(walk)) if (!place.has(nic)) place.set(nic, hop - 0.5);
    walk.stations.forEach((station, i) => {
      if (!place.has(station)) place.set(station, i);
    });
  }
  const onWay: (readonly [number, Box])[] = [];
  const elsewhere: Box[] = [];
  for (const box of boxes) {
    if (box.subject === undefined) continue;
    const at = place.get(box.station ?? '');
    if (at === undefined) elsewhere.push(box);
    else onWay.push([at, box]);
  }
  return { onWay: onWay.sort(([a], [b]) => a - b).map(([, box]) => box), elsewhere };
}
