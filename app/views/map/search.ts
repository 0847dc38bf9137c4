import {
  matchesLabelText,
  type ClusterView,
  type NodeView,
  type PodView,
  type ServiceView,
} from '../../../sim-core/index.js';
import { podKey } from './context.js';
import { serviceId } from './layout-ghosts.js';
import { nodeId } from './node-parts.js';

export interface SearchResult {
  /** Ids of boxes, in the order in which the map shows them. */
  readonly ids: readonly string[];
  readonly pods: number;
  /** Nodes on which found Pods run. */
  readonly podNodes: number;
  readonly services: number;
  readonly nodes: number;
}

type FieldName = 'kind' | 'node' | 'zone' | 'ns' | 'ip' | 'is';

interface SearchTerms {
  readonly fields: readonly { readonly name: FieldName; readonly value: string }[];
  readonly selector: string | undefined;
  readonly words: readonly string[];
}

const fieldOf = /(?:^|\s)(kind|node|zone|ns|ip|is):(\S*)/gi;
const isSelector = (text: string): boolean => /[=!]/.test(text) || /\s(?:not)?in\s*\(/.test(text);

/** `kind:Pod app=web`, `10.244.`, `web-7f`: fields, then either what `kubectl -l` takes, or words. */
export function readSearch(text: string): SearchTerms {
  const fields = [...text.matchAll(fieldOf)].map(([, name = '', value = '']) => ({
    name: name.toLowerCase() as FieldName, // the expression names no others
    value: value.toLowerCase(),
  }));
  const rest = text.replaceAll(fieldOf, ' ').trim();
  if (isSelector(rest)) return { fields, selector: rest, words: [] };
  return { fields, selector: undefined, words: rest.toLowerCase().split(/\s+/).filter(Boolean) };
}

type Kind = 'pod' | 'service' | 'node';
const kindNames: Readonly<Record<string, Kind>> = {
  ...{ po: 'pod', pod: 'pod', pods: 'pod' },
  ...{ svc: 'service', service: 'service', services: 'service' },
  ...{ no: 'node', node: 'node', nodes: 'node' },
};

/** One thing of the cluster as a search sees it. */
interface Candidate {
  readonly kind: Kind;
  readonly name: string;
  readonly namespace: string;
  readonly node: string;
  readonly zone: string;
  readonly ips: readonly string[];
  readonly ready: boolean;
  readonly labels: Readonly<Record<string, string>> | undefined;
}

const podCandidate = (pod: PodView, node: NodeView): Candidate => ({
  kind: 'pod',
  name: pod.name,
  namespace: pod.namespace,
  node: node.name,
  zone: node.zone,
  ips: pod.ip === undefined ? [] : [pod.ip],
  ready: pod.ready,
  labels: pod.labels,
});

const nodeCandidate = ({ name, zone, ip, podCIDR }: NodeView): Candidate => ({
  ...{ kind: 'node', name, zone, node: name, namespace: '', ready: true, labels: undefined },
  ips: [ip, podCIDR],
});

const serviceCandidate = (service: ServiceView): Candidate => ({
  ...{ kind: 'service', name: service.name, namespace: service.namespace, node: '', zone: '', labels: undefined },
  ips: [...service.clusterIPs, ...service.externalIPs, ...service.loadBalancerIPs],
  ready: service.endpoints.some((endpoint) => endpoint.ready),
});

const tests: Readonly<Record<FieldName, (candidate: Candidate, value: string) => boolean>> = {
  // While a word is being typed nothing is ruled out.
  kind: ({ kind }, value) => value === '' || kind === (kindNames[value] ?? value),
  node: ({ node }, value) => node.toLowerCase().startsWith(value),
  zone: ({ zone }, value) => zone.toLowerCase().startsWith(value),
  ns: ({ namespace }, value) => namespace.toLowerCase().startsWith(value),
  ip: ({ ips }, value) => ips.some((ip) => ip.startsWith(value)),
  is: ({ ready }, value) => value === '' || ready === (value === 'ready'),
};

function matches(candidate: Candidate, { fields, selector, words }: SearchTerms): boolean {
  if (!fields.every(({ name, value }) => tests[name](candidate, value))) return false;
  if (selector !== undefined) return candidate.labels !== undefined && matchesLabelText(selector, candidate.labels);
  const name = `${candidate.namespace}/${candidate.name}`.toLowerCase();
  return words.every((word) => name.includes(word) || candidate.ips.some((ip) => ip.startsWith(word)));
}

/** Everything a text finds; undefined when it says nothing. */
export function search(cluster: ClusterView, text: string): SearchResult | undefined {
  const terms = readSearch(text);
  if (terms.fields.length === 0 && terms.selector === undefined && terms.words.length === 0) return undefined;
  const services = cluster.services.filter((service) => matches(serviceCandidate(service), terms)).map(serviceId);
  const ids: string[] = [...services];
  let [pods, podNodes, nodes] = [0, 0, 0];
  for (const node of cluster.nodes) {
    if (matches(nodeCandidate(node), terms)) {
      ids.push(nodeId(node.name));
      nodes += 1;
    }
    const found = node.pods.filter((pod) => matches(podCandidate(pod, node), terms));
    ids.push(...found.map(podKey));
    pods += found.length;
    if (found.length > 0) podNodes += 1;
  }
  return { ids, pods, podNodes, services: services.length, nodes };
}
