import type {
  CompareHop,
  CompareTitle,
  DivergenceWhy,
  Likeness,
  LookupCounts,
  Outcome,
  SpreadMethod,
} from '../../../sim-core/index.js';

const number = (n: number): string => n.toLocaleString('en');
const plural = (n: number, one: string, many: string): string => `${number(n)} ${n === 1 ? one : many}`;

const inFull = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const word = (n: number): string => inFull[n] ?? number(n);

type Count = Exclude<keyof LookupCounts, 'rules'>;
const counted: Readonly<Record<Count, (n: number) => string>> = {
  maps: (n) => plural(n, 'map lookup', 'map lookups'),
  sets: (n) => plural(n, 'ipset lookup', 'ipset lookups'),
  servers: (n) => plural(n, 'hash lookup', 'hash lookups'),
  policies: (n) => plural(n, 'policy', 'policies'),
  crossings: (n) => plural(n, 'trip through user space', 'trips through user space'),
};

const titles: Readonly<Record<CompareTitle, (hop: CompareHop) => string>> = {
  'find-service': () => 'Find the Service',
  'list-node-ports': () => 'A node address: look at node ports',
  'find-port': () => 'Find the port',
  'look-up': () => 'Look it up in a map',
  verdict: () => 'Verdict from the map',
  'local-policy': () => 'Policy Local',
  'short-circuit': () => 'Local clients may use all endpoints',
  'source-range': () => 'Check the source range',
  'in-set': () => 'Found in an ipset',
  mark: () => 'Mark for masquerade',
  'mark-by-set': () => 'Mark for masquerade, by ipset',
  dice: ({ chances = [] }) =>
    `Roll the dice: ${chances.map((chance) => (chance === 1 ? 'the last' : chance.toFixed(2))).join(', then ')}`,
  numgen: ({ of = 0 }) => `Pick one of ${word(of)}`,
  'only-endpoint': () => 'The only endpoint',
  affinity: () => 'The client keeps its endpoint',
  rewrite: () => 'Rewrite',
  masquerade: () => 'Leave with another source',
  'keeps-source': () => 'The source stays',
  'local-address': () => 'Address is local, so go to INPUT',
  'find-server': () => 'Hash lookup of the virtual server',
  'pick-server': () => 'Pick a real server, rewrite',
  'to-proxy': () => 'Redirect to kube-proxy’s own port',
  'proxy-picks': ({ of = 0 }) => `The process takes the next of ${word(of)} and dials it`,
  'proxy-retries': () => 'Nobody there: the process tries another',
  policy: ({ of = 0 }) => `The flow’s hash picks one of ${word(of)}`,
  'no-endpoints': () => 'No endpoints',
  refuse: () => 'Refuse',
  drop: () => 'Drop',
  'no-route': () => 'No way to go on',
  'nobody-listens': () => 'Nobody listens here',
  'answers-echo': () => 'The node itself answers',
};

const why: Readonly<Record<DivergenceWhy, (first: string) => string>> = {
  'other-hook': (first) => `Parts from ${first} here: rewritten at another hook.`,
  'local-delivery': (first) => `Parts from ${first} here: the node takes the packet as its own.`,
  'other-route': (first) => `Parts from ${first} here: it is routed elsewhere.`,
  'other-endpoint': (first) => `Parts from ${first} here: another endpoint, by chance or by turn.`,
  'virtual-switch': (first) => `Parts from ${first} here: the virtual switch decides, no hook is asked.`,
  'source-kept': (first) => `Parts from ${first} here: the source stays as it was.`,
  'source-rewritten': (first) => `Parts from ${first} here: the source is rewritten.`,
  'user-space': (first) => `Parts from ${first} here: it leaves the kernel for a process.`,
  refused: (first) => `Parts from ${first} here: refused.`,
  dropped: (first) => `Parts from ${first} here: dropped without a word.`,
  'answered-here': (first) => `Parts from ${first} here: the node itself deals with it.`,
  'goes-on': (first) => `Parts from ${first} here: it ends where the other goes on.`,
};

const likeness: Readonly<Record<Likeness, (first: string) => string>> = {
  first: () => '',
  same: () => 'same',
  'other-endpoint': () => 'another endpoint',
  'other-source': () => 'another source',
  'only-here': (first) => `not in ${first}`,
  'only-there': (first) => `only in ${first}`,
  'other-end': () => 'another end',
};

const outcomes: Readonly<Record<Outcome, string>> = {
  answered: 'Answered',
  connected: 'Connected',
  refused: 'Refused',
  unreachable: 'Unreachable',
  timeout: 'No answer: timeout',
  reset: 'Reset',
  'dns-failure': 'Name not found',
};

const methods: Readonly<Record<SpreadMethod, (scheduler: string, exact: boolean) => string>> = {
  random: () => 'random',
  turn: (_, exact) => (exact ? 'round robin, exact' : 'in turn'),
  least: (scheduler) => `${scheduler}: fewest connections`,
  hash: (scheduler) => (scheduler === '' ? 'by the client’s address' : `${scheduler}: by address`),
  sticky: () => 'one client, one endpoint',
  one: () => 'one endpoint',
  none: () => 'nobody reached',
};

/** Words of the view that sets modes side by side. */
export const compare = {
  region: 'Modes compared',
  loading: 'Sending the packet through each mode',
  modes: 'Modes to compare',
  atLeast: 'Two to five modes',
  same: 'Same packet',
  seed: 'seed',
  again: (count: number): string => `Run ${number(count)} again`,
  about: {
    iptables: 'walks a list, rule by rule',
    ipvs: 'one hash lookup in the kernel',
    nftables: 'map lookups, then jump',
    userspace: 'every connection through a process',
    kernelspace: 'policies in a virtual switch',
  } as Readonly<Record<string, string>>,
  rules: (n: number): string => (n === 1 ? 'rule' : 'rules'),
  evaluated: (n: number): string => (n === 1 ? 'rule evaluated' : 'rules evaluated'),
  counted,
  byNode: (nodes: readonly { readonly node: string; readonly rules: number }[]): string =>
    `On the way: ${nodes.map(({ node, rules }) => `${node} ${number(rules)}`).join(', ')}.`,
  noRules: 'No rules: nothing to walk.',
  from: (release: string, os: string): string =>
    os === 'windows' ? `${release}, all nodes as Windows` : `as ${release} ran it`,
  refused: 'The cluster’s own kube-proxy says:',
  failed: 'kube-proxy does not start in this mode here:',
  steps: (mode: string): string => `What decided in ${mode}`,
  titles,
  on: (node: string): string => `on ${node}`,
  why,
  nat: 'NAT',
  source: 'source',
  likeness,
  outcomes,
  connections: (count: number): string => plural(count, 'connection', 'connections'),
  method: (method: SpreadMethod, scheduler: string, exact: boolean): string => methods[method](scheduler, exact),
  withChi: (method: string, value: string): string => `${method}, χ² ${value}`,
  chiWhy: (value: string, freedom: number, p: string): string =>
    `χ² ${value} with ${freedom} ${freedom === 1 ? 'degree' : 'degrees'} of freedom: chance alone differs this much in ${p} of 100 runs.`,
  endpoint: 'Endpoint',
  share: 'Share',
  difference: 'Difference',
  observed: 'Connections',
  legend: (expected: string): string => `Dashed: expected ${expected} each. Band: 95 of 100 runs.`,
  sticky: 'Nothing is left to chance here: one client always gets the same endpoint.',
  missed: (count: number, outcome: string): string => `${number(count)} ended otherwise: ${outcome}`,
  counting: (count: number): string => `Opening ${number(count)} connections`,
  grown: (services: number): string => `With ${number(services)} Services:`,
  walk: (n: number): string => (n === 0 ? 'no rule to walk' : `${number(n)} rules to walk`),
  still: (what: string): string => `still ${what}`,
  rewritten: (n: number): string =>
    n === 0 ? 'One endpoint changes: no rule is rewritten' : `One endpoint changes: ${number(n)} rewritten`,
  measuring: 'measuring',
  growth: 'As Services grow',
  services: 'Services',
  rulesColumn: 'Rules',
  lookupsColumn: 'Lookups',
  rewrittenColumn: 'Rewritten',
  growthWhy:
    'Measured here: so many Services are compiled, this packet is sent, and one endpoint is moved. Its own Service comes last.',
};
