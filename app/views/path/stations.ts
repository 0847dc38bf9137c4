import type { Hop, Hook, Ip, Packet } from '../../../sim-core/index.js';
import type { Catalogue } from '../../i18n/text.js';
import { endAddress, hopWords, placeName } from '../../i18n/hop-words.js';

/** Consecutive hops in one place, as one stop on the way. */
export interface PathStation {
  readonly id: string;
  readonly title: string;
  readonly first: number;
  readonly hops: readonly Hop[];
  /** The address the place goes by. */
  readonly ip: Ip | undefined;
}

interface Spot {
  readonly key: string;
  readonly title: string;
  readonly ip: Ip | undefined;
}

export interface PathNames {
  readonly ipOfNode: (node: string) => Ip | undefined;
  readonly ipOfPod: (namespace: string, name: string) => Ip | undefined;
  readonly router: Ip | undefined;
  readonly client: Ip | undefined;
}

function hookOf({ step }: Hop): Hook | undefined {
  return 'hook' in step ? step.hook : undefined;
}

function spotOf(hop: Hop, text: Catalogue, names: PathNames): Spot {
  const { place, step } = hop;
  const { path } = text;
  if (place.kind === 'external') return { key: 'external', title: path.client, ip: names.client };
  if (place.kind === 'router') return { key: 'router', title: path.router, ip: names.router };
  if (place.kind === 'pod') {
    const ip = names.ipOfPod(place.namespace, place.name);
    return { key: `pod/${place.namespace}/${place.name}`, title: path.pod(place.name), ip };
  }
  const { node } = place;
  const ip = names.ipOfNode(node);
  const at = (part: string, title: string): Spot => ({ key: `${node}/${part}`, title, ip });
  const hook = hookOf(hop);
  if (hook !== undefined) return at(hook, path.hook(hook, node));
  if (step.kind === 'vfp') return at('vfp', path.vfp(node));
  if (step.kind === 'process') return at('kube-proxy', path.process(step.name, node));
  if (step.kind === 'route') return at('route', path.routing(node));
  if (step.kind === 'bridge') return at('cbr0', path.bridge(node));
  if (step.kind === 'link')
    return at(
      step.to.startsWith('veth') || step.from.startsWith('veth') ? 'cbr0' : 'nic',
      step.from.startsWith('veth') ? path.bridge(node) : path.nic(node),
    );
  return at('host', step.kind === 'deliver' ? path.hostApps(node) : placeName(place, text));
}

/** The stations of a leg, in the packet's order. */
export function pathStations(hops: readonly Hop[], text: Catalogue, names: PathNames): readonly PathStation[] {
  const stations: (PathStation & { readonly key: string; hops: Hop[] })[] = [];
  hops.forEach((hop, i) => {
    const spot = spotOf(hop, text, names);
    const last = stations.at(-1);
    if (last !== undefined && last.key === spot.key) last.hops.push(hop);
    else stations.push({ id: `${i}`, key: spot.key, title: spot.title, first: i, hops: [hop], ip: spot.ip });
  });
  return stations;
}

const changed = (before: Packet, after: Packet, end: 'src' | 'dst'): boolean =>
  endAddress(before, end) !== endAddress(after, end);

/** The hop of a station that says most: one that changes or ends the packet, else its last. */
export function tellingHop(station: PathStation): Hop | undefined {
  const telling = station.hops.find(
    (hop) => changed(hop.before, hop.after, 'dst') || changed(hop.before, hop.after, 'src'),
  );
  const sent = station.hops.find((hop) => hop.step.kind === 'socket-send');
  return telling ?? sent ?? station.hops.findLast((hop) => hop.step.kind === 'hook') ?? station.hops.at(-1);
}

/** A few words under a station's name. */
export function stationNote(station: PathStation, text: Catalogue): string {
  const hop = tellingHop(station);
  if (hop === undefined) return '';
  const { title, note } = hopWords(hop, text);
  for (const end of ['dst', 'src'] as const) {
    if (changed(hop.before, hop.after, end)) return `${end} ${text.path.changedTo(endAddress(hop.after, end))}`;
  }
  return note === '' ? title : text.path.noted(title, note);
}
