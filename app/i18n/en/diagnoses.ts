import type { DiagnosisWords, FindingWords } from '../diagnoses-text.js';

const list = (all: readonly string[], most = 4): string =>
  all.length <= most ? all.join(', ') : `${all.slice(0, most).join(', ')} and ${all.length - most} more`;
const pods = (count: number): string => (count === 1 ? '1 Pod' : `${count} Pods`);
const some = (lacking: number, of: number): string => (lacking === of ? 'No selected Pod' : `${lacking} of ${of} Pods`);

/** What was accepted and will disappoint: a line that says it, and a few sentences on why. */
const findings: FindingWords = {
  'selector-matches-nothing': ({ selector, mismatches, otherNamespaces }) => ({
    title: 'No Pod has these labels',
    body: [
      `A Service finds its Pods by labels alone, in its own namespace. None here has ${list(Object.entries(selector).map(([key, value]) => `${key}=${value}`))}, so nobody answers its address.`,
      ...mismatches.flatMap(({ key, onPods }) => (onPods.length === 0 ? [] : [`Pods have ${key}=${list(onPods)}.`])),
      ...(otherNamespaces.length === 0 ? [] : [`Such Pods run in the namespace ${list(otherNamespaces)}.`]),
    ],
  }),
  'no-ready-pod': ({ pods: count }) => ({
    title: count === 1 ? 'Its only Pod is not ready' : `None of its ${count} Pods is ready`,
    body: ['kube-proxy writes rules for endpoints that are ready. As long as there is none, connections are refused.'],
  }),
  'target-port-name': ({ name, lacking, pods: of, names, otherProtocol, protocol }) => ({
    title: `${some(lacking, of)} ${lacking === of || lacking === 1 ? 'has' : 'have'} a ${protocol} port called ${name}`,
    body: [
      'A targetPort with a name stands for the container port of that name and protocol. A Pod without it gets nothing of this port.',
      ...(otherProtocol === undefined ? [] : [`There is one for ${otherProtocol}.`]),
      ...(names.length === 0 ? [] : [`Names that there are: ${list(names)}.`]),
    ],
  }),
  'target-port-closed': ({ port, protocol, lacking, pods: of, bound }) => ({
    title: `Nothing listens on ${port}/${protocol} in ${lacking === of ? 'its Pods' : `${lacking} of ${pods(of)}`}`,
    body: [
      'The packet arrives, and the Pod refuses it. In the Lab a container listens on the ports that it declares.',
      ...(bound.length === 0 ? [] : [`Open there: ${list(bound.map(String))}.`]),
    ],
  }),
  'external-local': ({ nodes, loadBalancer }) => ({
    title: `Packets from outside are dropped on ${list(nodes, 2)}`,
    body: [
      'Local keeps the client’s address and uses Pods of the same node only. Where there is none, the node drops the packet.',
      ...(loadBalancer ? ['A load balancer asks each node’s health check, and leaves such nodes out.'] : []),
    ],
  }),
  'internal-local': ({ nodes }) => ({
    title: `Pods on ${list(nodes, 2)} cannot reach it`,
    body: [
      'Local keeps traffic from inside on its node. Where the node has no Pod of the Service, it drops the packet.',
    ],
  }),
  'headless-port': ({ port, targetPort }) => ({
    title: `Clients that use port ${port} are refused`,
    body: [
      `A headless Service has no address and no rules: DNS gives the Pods’ own addresses, and nothing maps ${port} to ${targetPort}. Clients have to use ${targetPort}.`,
    ],
  }),
  'no-selector': () => ({
    title: 'Nobody writes endpoints for this Service',
    body: ['Without a selector no controller looks for Pods. Somebody has to write an EndpointSlice for it.'],
  }),
  'load-balancer-pending': () => ({
    title: 'Its address stays pending',
    body: ['This cluster has no cloud that hands out addresses. The Service works by its ClusterIP and node ports.'],
  }),
  'slice-of-no-service': ({ service }) => ({
    title: service === undefined ? 'This slice belongs to no Service' : `There is no Service ${service} here`,
    body: ['kube-proxy finds the Service by the label kubernetes.io/service-name, in the same namespace.'],
  }),
  'slice-port-name': ({ ports, wanted }) => ({
    title: 'Its ports are none of the Service’s',
    body: [
      'A port of the slice and one of the Service belong together when name and protocol are the same; no name is a name too.',
      `The slice has ${list(ports.map(portText))}, the Service ${list(wanted.map(portText))}.`,
    ],
  }),
};

const portText = ({ name, protocol }: { readonly name: string; readonly protocol: string }): string =>
  `${name === '' ? '(no name)' : name}/${protocol}`;

export const diagnoses: DiagnosisWords = {
  why: 'Why',
  source: 'Source',
  veiled: 'There is a hint for this line',
  unveil: 'Show it',
  findings,
};
