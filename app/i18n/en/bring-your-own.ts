import type { CapturedProblem, ImportProblem, ImportSummary, ImportWarning } from '../../../sim-core/index.js';

type Say<T extends { readonly kind: string }> = {
  readonly [K in T['kind']]: (one: Extract<T, { readonly kind: K }>) => string;
};

const list = (names: readonly string[]): string => names.join(', ');

const problems: Say<ImportProblem> = {
  'too-large': ({ characters, most }) =>
    `The text has ${(characters / 1e6).toFixed(1)} million characters; at most ${(most / 1e6).toFixed(1)} million are read. Leave namespaces out.`,
  'too-many-objects': ({ objects, most }) => `There are ${objects} objects; at most ${most} are read.`,
  unreadable: ({ file, line, detail }) => `${file}, line ${line}: ${detail}`,
  'nothing-found': () => 'No Kubernetes objects were found. Paste what the command above prints.',
  'no-nodes': () => 'There are no nodes with an InternalIP. Add “nodes” to the command.',
};

const warnings: Say<ImportWarning> = {
  'nodes-without-address': ({ names }) => `Left out, for they have no InternalIP: ${list(names)}.`,
  'nodes-without-pod-range': ({ names }) =>
    `The API names no pod range for ${list(names)}: a placeholder stands in, and each pod gets a route of its own.`,
  'pods-on-unknown-nodes': ({ count }) => `${count} pods run on nodes that are not in the text.`,
  'services-without-slices': ({ count }) =>
    `${count} Services came without EndpointSlices: the simulated controllers write them.`,
  'no-kube-proxy': () => 'No kube-proxy pods were found: the cluster gets a simulated one.',
  misshapen: ({ names }) => `Left out, for they lack what their kind needs: ${list(names)}.`,
};

const walkProblems: Readonly<Record<CapturedProblem, string>> = {
  'bad-source': 'The source is not an IP address.',
  'bad-destination': 'The destination is not an IP address.',
  'families-differ': 'Source and destination are of different IP families.',
  'bad-port': 'A port is a number from 0 to 65535.',
  'bad-pod-range': 'The pod range is not a prefix such as 10.244.0.0/16.',
  'no-rules-of-family': 'The text holds no rules for this IP family.',
};

const from: Readonly<Record<ImportSummary['serviceCIDRs']['from'], string>> = {
  'kube-proxy': 'from ConfigMap kube-proxy',
  kubeadm: 'from ConfigMap kubeadm-config',
  flag: 'from a flag of the control plane',
  'service-cidr': 'from the ServiceCIDR object',
  inferred: 'inferred from addresses: please check',
};

/** Words of bringing a cluster, or a node's rules, of one's own. */
export const bringYourOwn = {
  open: 'Bring your own…',
  title: 'Bring your own',
  privacy: 'Stays in this browser. Nothing you paste is sent anywhere.',
  tabs: { label: 'What to bring', cluster: 'Cluster YAML', rules: 'Node rules' },
  close: 'Close',
  clusterNote: 'A real cluster becomes a lab. Run this and paste or drop what it prints, YAML or JSON:',
  rulesNote: 'Walk packets through the rules of a real node. Paste or drop what one of these prints there:',
  text: 'The text',
  dropHere: 'Paste here, or drop files',
  choose: 'Choose files',
  read: 'Read it',
  reading: 'Reading…',
  failed: 'This text took too long to read, or could not be read at all.',
  pasted: 'pasted text',
  files: (names: readonly string[], size: string) => `${list(names)} · ${size}`,
  understood: 'What was understood',
  leftOut: 'Left out',
  leftOutNote: 'Secrets, environment variables and volumes are never taken in.',
  serviceRange: 'Service range',
  podRange: 'Pod range',
  mode: 'kube-proxy mode',
  from,
  wrongRange: 'Not a prefix such as 10.96.0.0/16',
  nodes: 'Nodes',
  openLab: 'Open as a lab',
  another: 'Another text',
  problem: (problem: ImportProblem): string => (problems[problem.kind] as (one: ImportProblem) => string)(problem),
  warning: (warning: ImportWarning): string => (warnings[warning.kind] as (one: ImportWarning) => string)(warning),
  notRules: 'This is neither iptables-save nor nft list ruleset.',
  rulesRead: (rules: number, tables: number) => `${rules} rules in ${tables} tables`,
  inPart: (count: number) => `${count} rules hold words that are not modelled: they are kept and not evaluated.`,
  notes: (count: number) => (count === 1 ? '1 note' : `${count} notes`),
  noteKinds: {
    'rule-in-part': 'not evaluated',
    'unreadable-line': 'not a rule',
    'unknown-table': 'table left out',
    'unknown-object': 'left out',
    'undeclared-chain': 'chain was not declared',
    'missing-commit': 'COMMIT is missing after table',
    'too-much': 'the rest was left out',
  },
  line: (line: number) => `line ${line}`,
  rulesText: 'Rules, line by line',
  packet: 'Packet',
  entry: 'Enters',
  entries: { outside: 'From outside', pod: 'From a pod', node: 'From the node' },
  service: 'Service in these rules',
  anyService: 'Choose…',
  source: 'Source IP',
  destination: 'Destination IP',
  port: 'Port',
  protocol: 'Protocol',
  state: 'Connection',
  local: 'The node’s own addresses',
  podPrefix: 'Pods on this node',
  uplink: 'Uplink',
  podInterface: 'Pod interface',
  walk: 'Walk',
  walkAgain: 'Roll the dice again',
  walkProblems,
  outcome: {
    delivered: 'Delivered to the node itself',
    dropped: 'Dropped',
    forwarded: (device: string) => `Leaves by ${device}`,
    rejected: (how: string) => `Rejected with ${how}`,
  },
  changed: 'The packet is now',
  unchanged: 'The packet is unchanged',
  examined: (count: number) => (count === 1 ? '1 rule examined' : `${count} rules examined`),
  nothingMatched: 'No rule matched',
  byPolicy: 'policy of the chain',
  skipped: 'Not asked: nat rules see only the first packet of a connection, until one of them decides.',
  unevaluated: (words: string) => `This rule was not evaluated: ${words}`,
  notMatched: 'did not match',
  counted: (packets: string) => `${packets} packets so far on the real node`,
  chains: {
    'KUBE-SERVICES': 'one rule for each Service address',
    'KUBE-NODEPORTS': 'ports of Services on every node',
    'KUBE-SVC-': 'chooses an endpoint of one Service',
    'KUBE-SVL-': 'chooses an endpoint on this node',
    'KUBE-EXT-': 'traffic from outside the cluster',
    'KUBE-XLB-': 'traffic from outside the cluster',
    'KUBE-FW-': 'the load balancer’s source ranges',
    'KUBE-SEP-': 'one endpoint: translates to it',
    'KUBE-MARK-MASQ': 'marks the packet to be masqueraded',
    'KUBE-POSTROUTING': 'masquerades what is marked',
    'KUBE-FORWARD': 'lets Service traffic through',
    'KUBE-FIREWALL': 'the kubelet guards loopback',
    'KUBE-PROXY-FIREWALL': 'drops what a load balancer must not let in',
    'KUBE-EXTERNAL-SERVICES': 'refuses Services without endpoints from outside',
    'cali-': 'Calico’s',
    CILIUM: 'Cilium’s',
    DOCKER: 'Docker’s',
    FLANNEL: 'Flannel’s',
    'service-': 'chooses an endpoint of one Service',
    'external-': 'traffic from outside the cluster',
    'endpoint-': 'one endpoint: translates to it',
    services: 'looks the Service address up in maps',
    masquerading: 'masquerades what is marked',
  },
};
