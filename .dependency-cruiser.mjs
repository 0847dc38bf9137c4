/**
 * Who may import whom. The map below is the whole law: what it does not allow is forbidden.
 * A folder may always import itself. Tests may import anything of their own side.
 */
const core = {
  base: [],
  net: ['base'],
  kube: ['base', 'net'],
  netfilter: ['base', 'net', 'kube'],
  ipvs: ['base', 'net', 'kube'],
  hns: ['base', 'net', 'kube'],
  apiserver: ['base', 'net', 'kube'],
  controllers: ['base', 'net', 'kube'],
  dns: ['base', 'net', 'kube'],
  proxy: ['base', 'net', 'kube', 'netfilter', 'ipvs', 'hns'],
  network: ['base', 'net', 'kube', 'netfilter', 'ipvs', 'hns'],
  shell: ['base', 'net', 'kube', 'netfilter', 'ipvs', 'hns', 'apiserver', 'dns', 'network'],
  world: [
    'base',
    'net',
    'kube',
    'netfilter',
    'ipvs',
    'hns',
    'apiserver',
    'controllers',
    'dns',
    'proxy',
    'network',
    'shell',
  ],
  scenario: [
    'base',
    'net',
    'kube',
    'netfilter',
    'ipvs',
    'hns',
    'apiserver',
    'controllers',
    'dns',
    'proxy',
    'network',
    'shell',
    'world',
  ],
};
const rooms = Object.keys(core);
const views = [
  'map',
  'path',
  'rules',
  'compare',
  'editor',
  'trace',
  'dock',
  'timeline',
  'terminal',
  'dns',
  'detail',
  'send',
];

const allow = (from, to) => ({ from: { path: from }, to: { path: to } });
const inCore = (names) => `^sim-core/(${names.join('|')})/`;

export default {
  allowed: [
    // Libraries that carry no behaviour of the simulation: hashes, YAML text.
    allow('^sim-core/(proxy|controllers)/', '^node_modules/@(noble/hashes|scure/base)/'),
    allow('^sim-core/(kube/yaml|shell/kubectl|shell/template)/', '^node_modules/yaml/'),
    ...rooms.map((room) => allow(`^sim-core/${room}/`, inCore([room, ...core[room]]))),
    // proxy and network meet in one type only.
    allow('^sim-core/network/', '^sim-core/proxy/dataplane\\.ts$'),
    allow('^sim-core/index\\.ts$', inCore(rooms)),
    // The command line is Node's: it may use everything below it, and Node itself.
    allow('^sim-core/cli/', '^sim-core/'),
    allow('^sim-core/cli/', '^(node:)?(fs|path|process|url|util)(/promises)?$'),
    allow('^sim-core/cli/', '^node_modules/yaml/'),
    allow(
      '^sim-core/(.+\\.test\\.ts$|test/|bench/|kernel-test/)',
      '^(sim-core/|node:|fs$|path$|url$|util$|perf_hooks$|process$|os$|readline$|child_process$|node_modules/)',
    ),
    // The page: one door to the core, views that do not know each other, primitives that know no view.
    allow('^app/', '^sim-core/index\\.ts$'),
    allow('^app/', '^node_modules/(?!@playwright|vitest)'),
    allow('^app/.+\\.test\\.tsx?$', '^(app/|sim-core/index\\.ts$|node_modules/)'),
    allow('^app/ui/', '^app/ui/'),
    allow('^app/i18n/', '^app/i18n/'),
    allow('^app/engine/', '^app/engine/'),
    allow('^app/offline/', '^app/offline/'),
    allow('^app/state/', '^app/(state|engine|i18n|scenarios)/'),
    allow('^app/scenarios/', '^app/scenarios/'),
    ...views.map((view) => allow(`^app/views/${view}/`, `^app/(views/${view}|ui|state|i18n)/`)),
    allow('^app/bring-your-own/', '^app/(bring-your-own|ui|state|i18n)/'),
    allow('^app/export/', '^app/(export|ui|state|i18n)/'),
    // Measures the built page from outside, in a browser of its own.
    allow('^app/bench/', '^(app/bench/|[.]ci/|node:|[a-z_]+$|node_modules/)'),
    allow('^[.]ci/', '^(node:|[a-z_]+$|node_modules/)'),
    allow('^app/shell/', '^app/'),
    allow('^app/embed/', '^app/'),
    allow('^app/[^/]+$', '^app/'),
  ],
  allowedSeverity: 'error',
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-orphan-import', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['\\.css$', '[?]worker', '[?]raw', '^sim-core/fixtures/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default', 'types'],
    },
  },
};
