import type { DnsEnding, DnsMeaning, DnsNameView } from '../../../sim-core/index.js';

type MeaningSentences = { readonly [M in DnsMeaning as M['code']]: (meaning: M, ending: DnsEnding) => string };

const missing = (ending: DnsEnding): boolean => ending === 'nxdomain';

const meanings: MeaningSentences = {
  outside: () => 'Not a name of this cluster. CoreDNS passes the question on, and nobody out there knows it.',
  zone: () => 'The cluster domain itself. It exists, but has no address.',
  'unknown-branch': ({ label }) => `Below the cluster domain there are only svc and pod, no ${label}.`,
  namespace: ({ namespace }) => `The namespace ${namespace} itself. It exists, but has no address.`,
  'no-namespace': ({ namespace, service }) =>
    service === undefined
      ? `There is no namespace ${namespace}.`
      : `Means the Service ${service} in the namespace ${namespace}. There is no such namespace.`,
  'no-service': ({ service, namespace, below }) =>
    below === undefined
      ? `Means the Service ${service} in ${namespace}. There is no such Service.`
      : `Means ${below} of a Service ${service} in ${namespace}. There is no such Service.`,
  'cluster-ip': ({ service, namespace }, ending) =>
    ending === 'nodata'
      ? `The Service ${service} in ${namespace} exists, but has no record of this type.`
      : `The Service ${service} in ${namespace}: its ClusterIP, whether Pods are ready or not.`,
  headless: ({ service, namespace, ready }, ending) => {
    if (ending === 'answered')
      return `The headless Service ${service} in ${namespace}: the addresses of its ready Pods.`;
    return ready === 0
      ? `The headless Service ${service} in ${namespace} has no ready Pod, so its name is gone.`
      : `The headless Service ${service} in ${namespace} exists, but has no record of this type.`;
  },
  alias: ({ service, namespace, target }, ending) =>
    ending === 'answered'
      ? `The Service ${service} in ${namespace} is an alias for ${target}.`
      : `The Service ${service} in ${namespace} points to ${target}, which leads to nothing of this type.`,
  endpoint: ({ endpoint, service, namespace }, ending) =>
    missing(ending)
      ? `Means the endpoint ${endpoint} of the Service ${service} in ${namespace}. No ready endpoint has this name.`
      : `One endpoint of the Service ${service} in ${namespace}.`,
  port: ({ port, protocol, service, namespace }, ending) =>
    missing(ending)
      ? `Means the port ${port}/${protocol} of the Service ${service} in ${namespace}. It has no port of this name.`
      : `The port ${port} of the Service ${service} in ${namespace}. SRV tells its number.`,
  'too-deep': ({ service, namespace }) => `No name goes this deep below the Service ${service} in ${namespace}.`,
  pod: ({ address, namespace }, ending) =>
    missing(ending)
      ? `Means a Pod by its address in ${namespace}; ${address} is no address.`
      : `The address ${address}, written as a name. CoreDNS repeats it without looking whether a Pod has it.`,
  reverse: ({ address }, ending) =>
    missing(ending) ? `Asks for the name of ${address}. It has none.` : `Asks for the name of ${address}.`,
};

const nameKinds: Readonly<Record<DnsNameView['kind'], string>> = {
  'cluster-ip': 'ClusterIP',
  headless: 'headless',
  port: 'SRV',
  alias: 'CNAME',
  outside: 'outside',
  'pod-ip': 'by Pod IP',
  reverse: 'PTR',
};

const queries = (count: number): string => `${count} ${count === 1 ? 'query' : 'queries'}`;

/** Words of the DNS view. */
export const dns = {
  label: 'DNS',
  from: 'Ask from',
  client: 'outside client',
  node: (name: string) => `node ${name}`,
  pod: (name: string) => `Pod ${name}`,
  name: 'Name to resolve',
  ask: 'Ask',
  type: 'Record type',
  resolvConf: (where: string) => `/etc/resolv.conf in ${where}`,
  why: 'Why search at all?',
  whySearch: (dots: number, ndots: number) =>
    `has ${dots} ${dots === 1 ? 'dot' : 'dots'}, fewer than ndots ${ndots}. The resolver treats it as a short name and tries every suffix before the name itself.`,
  whyLong: (dots: number, ndots: number) =>
    `has ${dots} dots, not fewer than ndots ${ndots}. The resolver tries the name itself before any suffix.`,
  whyAbsolute: 'ends with a dot, so it is complete. The resolver adds nothing to it.',
  whyOutside: 'is asked as it stands: this machine has no search list, and its server knows nothing of the cluster.',
  whyAddress: 'is an address. The question is turned round: which name does it have?',
  dotsOf: (dots: number, ndots: number) => `${dots} / ${ndots} dots`,
  whatIf: 'What if',
  trailingDot: 'trailing dot',
  queries,
  outcome: (count: number, ending: DnsEnding) =>
    ending === 'answered'
      ? count === 1
        ? '1 query'
        : `${queries(count)}, ${count - 1} wasted`
      : `${queries(count)}, ${ending === 'nxdomain' ? 'NXDOMAIN' : 'no data'}`,
  namesTitle: 'Names worth asking',
  nameKinds,
  meanings,
  notAsked: 'not asked',
  stops: ' The search stops here.',
  endings: { answered: 'NOERROR', nodata: 'NODATA', nxdomain: 'NXDOMAIN', failed: 'SERVFAIL' } as const,
  tried: 'Names tried, in order',
  answer: 'CoreDNS answer',
  outsideAnswer: 'Answer',
  nothing: 'No record came back. ',
  nodataWhy:
    'NODATA: a name on the list exists, but has no record of this type. The client is told NOERROR with an empty answer.',
  nxdomainWhy: 'NXDOMAIN: none of the names exists. The client is told so, with the SOA of the last zone asked.',
  corefile: 'Lines of the Corefile that answered',
  corefileWhole: 'The whole Corefile',
  corefileRefused: 'Lines of the Corefile that found nothing',
  hop: (hop: number) => `hop ${hop}`,
  rest: (name: string) => `What else the zone holds of ${name}`,
  more: (count: number) => `and ${count} more`,
  path: 'Way of the question',
  ready: 'ready',
  noneReady: 'no ready endpoint',
  noneReadyWhy: 'kube-dns has no ready endpoint. A real question would get no answer; below is what CoreDNS would say.',
  packet: 'The query is a packet too: its destination is rewritten by the same kind of rules.',
  packetDone: (id: number) => `The last query is packet #${id}.`,
  send: 'Send the query',
  watch: 'Watch it on the map',
  noServer:
    'This cluster has no kube-dns Service, so no packet can be followed. The answers are those of a CoreDNS beside the cluster.',
  addServer: 'Run CoreDNS here',
  outsideServer: 'This machine asks its own server, not the cluster’s.',
  compare: 'What the name stands for',
  compareEmpty: 'Ask for a Service to see who picks the Pod: kube-proxy, or the client.',
  clusterIp: (ip: string) => `clusterIP: ${ip}`,
  headless: 'clusterIP: None',
  external: (name: string) => `externalName: ${name}`,
  oneGhost: 'one ghost address',
  clientBox: 'client',
  proxyBox: 'kube-proxy',
  proxyPicks: 'picks a Pod',
  clientPicks: 'client picks a Pod',
  noPods: 'no ready Pod',
  headlessWhy:
    'A headless Service has no ClusterIP, so kube-proxy writes no rules for it. Nothing balances the load: a client that caches the first answer keeps talking to one Pod.',
  clusterIpWhy:
    'The answer is one address that is on no interface. kube-proxy’s rules turn it into a Pod for every new connection, long after DNS is done.',
  aliasWhy: 'An ExternalName is only an alias in DNS. No address, no rule, no packet is involved in it.',
  sendTo: (name: string) => `Send to ${name}`,
  clients: 'The same question elsewhere',
  clientColumn: 'Client',
  resultColumn: 'Result',
  askHere: (name: string) => `Ask from ${name}`,
  loading: 'Reading the zone',
  summary: (count: number) => queries(count),
};
