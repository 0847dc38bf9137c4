import type { ClusterView, Kind, ObjectKey } from '../../../sim-core/index.js';
import type { Selection } from '../selection.js';
import type { Asked, LineReader } from './known.js';

const aliases: Readonly<Record<string, Kind>> = {
  service: 'Service',
  services: 'Service',
  svc: 'Service',
  pod: 'Pod',
  pods: 'Pod',
  po: 'Pod',
  node: 'Node',
  nodes: 'Node',
  no: 'Node',
  endpoints: 'Endpoints',
  ep: 'Endpoints',
  endpointslice: 'EndpointSlice',
  endpointslices: 'EndpointSlice',
};

const kindOf = (word: string): Kind | undefined => aliases[word.toLowerCase().split('.')[0] ?? ''];

/** The object that a row is about; what is kept for a Service stands for the Service. */
function objectNamed(kind: Kind, namespace: string, name: string, cluster: ClusterView): ObjectKey | undefined {
  const named = (service: { readonly namespace: string; readonly name: string }): boolean =>
    service.namespace === namespace &&
    (service.name === name || (kind === 'EndpointSlice' && name.startsWith(`${service.name}-`)));
  switch (kind) {
    case 'Node':
      return cluster.nodes.some((node) => node.name === name) ? { kind, namespace: '', name } : undefined;
    case 'Pod': {
      const pods = [...cluster.nodes.flatMap((node) => node.pods), ...cluster.unscheduled];
      return pods.some((pod) => pod.namespace === namespace && pod.name === name)
        ? { kind, namespace, name }
        : undefined;
    }
    case 'Service':
    case 'Endpoints':
    case 'EndpointSlice': {
      const service = cluster.services.filter(named).sort((a, b) => b.name.length - a.name.length)[0];
      return service && { kind: 'Service', namespace, name: service.name };
    }
    default:
      return undefined;
  }
}

interface GetLine {
  readonly kinds: readonly Kind[];
  readonly namespace: string;
}

/** What `kubectl get` was asked for; a command of another kind has no rows of objects. */
function readGet(command: string): GetLine | undefined {
  const words = /\bkubectl\s+(.*?)(?:[|;&]|$)/.exec(command)?.[1]?.split(/\s+/) ?? [];
  const at = words.indexOf('get');
  if (at < 0) return undefined;
  const flag = words.findIndex((word) => /^(?:-n|--namespace)(?:=|$)/.test(word));
  const given = flag < 0 ? undefined : (words[flag]?.split('=')[1] ?? words[flag + 1]);
  const wanted = words.find((word, i) => i > at && !word.startsWith('-') && !(flag >= 0 && i === flag + 1)) ?? '';
  const kinds = wanted.split(',').flatMap((word) => kindOf(word.split('/')[0] ?? '') ?? []);
  return { kinds, namespace: given ?? 'default' };
}

/** Rows of `kubectl get`. */
export function objectRows(cluster: ClusterView, { command }: Asked): LineReader {
  const get = readGet(command);
  let columns: readonly string[] = [];
  return (line) => {
    if (get === undefined) return undefined;
    const cells = line.trim().split(/\s+/);
    if (cells[0] === 'NAME' || cells[0] === 'NAMESPACE') {
      columns = cells;
      return undefined;
    }
    const isWide = columns[0] === 'NAMESPACE';
    const namespace = isWide ? (cells[0] ?? '') : get.namespace;
    const [prefix, name] = (cells[isWide ? 1 : 0] ?? '').split('/');
    const kind = name === undefined ? get.kinds[0] : kindOf(prefix ?? '');
    const object = kind && objectNamed(kind, namespace, name ?? prefix ?? '', cluster);
    return object && { object };
  };
}

/** A part of a line that names an object or one of its addresses. */
export interface Word {
  readonly from: number;
  readonly to: number;
  readonly selection: Selection;
}

type Names = ReadonlyMap<string, ObjectKey>;
const books = new WeakMap<ClusterView, Names>();

/** Addresses and unmistakable names, with the objects that have them. */
function namesIn(cluster: ClusterView): Names {
  const known = books.get(cluster);
  if (known !== undefined) return known;
  const names = new Map<string, ObjectKey>();
  for (const { namespace, name, ...service } of cluster.services) {
    const object: ObjectKey = { kind: 'Service', namespace, name };
    for (const ip of [...service.clusterIPs, ...service.externalIPs, ...service.loadBalancerIPs]) names.set(ip, object);
  }
  for (const { name, ip, pods } of cluster.nodes) {
    for (const pod of pods) {
      const object: ObjectKey = { kind: 'Pod', namespace: pod.namespace, name: pod.name };
      if (pod.ip !== undefined && !pod.hostNetwork) names.set(pod.ip, object);
      // A short name may be any word; a generated one is not.
      if (/-[a-z0-9]{5}$/.test(pod.name)) names.set(pod.name, object);
    }
    names.set(ip, { kind: 'Node', namespace: '', name });
  }
  books.set(cluster, names);
  return names;
}

const wordPattern =
  /(?<![\w.:-])(?:\d{1,3}(?:\.\d{1,3}){3}|[a-z][a-z0-9-]*-[a-z0-9]{5}|[0-9a-f]*:[0-9a-f:]*:[0-9a-f]*)(?![\w-]|\.\w)/g;

export function wordsOf(line: string, cluster: ClusterView): readonly Word[] {
  const names = namesIn(cluster);
  return [...line.matchAll(wordPattern)].flatMap(({ 0: text, index }) => {
    const object = names.get(text);
    return object === undefined ? [] : [{ from: index, to: index + text.length, selection: { object } }];
  });
}
