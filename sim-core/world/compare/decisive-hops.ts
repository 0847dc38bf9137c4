import { listLoadBalancers } from '../../hns/listing.js';
import { listVirtualServers } from '../../ipvs/listing.js';
import type { Packet } from '../../net/packet.js';
import type { Reason } from '../../network/reason.js';
import type { Hop, Step, Trace } from '../../network/trace.js';
import type { CompareHop, CompareTitle } from '../view-compare.js';
import type { ModeWorld } from './mode-world.js';

/** What each reason comes down to in a comparison; steps for other reasons decide nothing of their own. */
const titles: Readonly<Partial<Record<Reason['code'], CompareTitle>>> = {
  'matches-cluster-ip': 'find-service',
  'matches-external-ip': 'find-service',
  'matches-load-balancer-ip': 'find-service',
  'enters-node-ports': 'list-node-ports',
  'matches-node-port': 'find-port',
  'external-to-local-policy': 'local-policy',
  'short-circuit-pod': 'short-circuit',
  'short-circuit-node': 'short-circuit',
  'source-range-allows': 'source-range',
  'source-range-denies': 'source-range',
  'marks-for-masquerade': 'mark',
  'dice-won': 'dice',
  'dice-lost': 'dice',
  'numgen-picks': 'numgen',
  'last-endpoint': 'only-endpoint',
  'affinity-found': 'affinity',
  'affinity-recorded': 'rewrite',
  dnat: 'rewrite',
  snat: 'masquerade',
  masquerade: 'masquerade',
  'no-endpoints': 'no-endpoints',
  'no-local-endpoints': 'no-endpoints',
  'cluster-ip-has-no-such-port': 'refuse',
  'cluster-ip-unallocated': 'drop',
  rejects: 'refuse',
  drops: 'drop',
  'redirects-to-proxy': 'to-proxy',
  'proxy-takes-next': 'proxy-picks',
  'proxy-keeps-endpoint': 'affinity',
  'proxy-knows-sender': 'affinity',
  'proxy-dial-failed': 'proxy-retries',
  'proxy-without-endpoints': 'no-endpoints',
  'vfp-balances': 'policy',
  'vfp-balances-by-source': 'policy',
  'vfp-source-vip': 'masquerade',
  'vfp-outbound-nat': 'masquerade',
  'vfp-keeps-source': 'keeps-source',
  'ipvs-next-in-turn': 'pick-server',
  'ipvs-least-connections': 'pick-server',
  'ipvs-shortest-delay': 'pick-server',
  'ipvs-idle': 'pick-server',
  'ipvs-source-hash': 'pick-server',
  'ipvs-destination-hash': 'pick-server',
  'ipvs-locality': 'pick-server',
  'ipvs-persistent': 'affinity',
  'ipvs-existing': 'affinity',
  'ipvs-no-destination': 'no-endpoints',
  'ipvs-real-server-gone': 'no-endpoints',
  'route-none': 'no-route',
  'router-no-route': 'no-route',
  martian: 'drop',
  'no-such-host': 'no-route',
  'ttl-exceeded': 'drop',
  'nobody-listens': 'nobody-listens',
  'kernel-answers-echo': 'answers-echo',
};

/** The hops of the request that decided something, in the words of the mode's own tools. */
export function decisiveHops(trace: Trace, world: ModeWorld): readonly CompareHop[] {
  const found: CompareHop[] = [];
  const station = { last: '' };
  for (const hop of trace.request) {
    for (const told of tellHop(hop, trace, world)) add(found, { ...told, badge: badgeOf(told, hop, station) });
  }
  return found;
}

type Untold = Omit<CompareHop, 'badge'>;

function tellHop(hop: Hop, trace: Trace, world: ModeWorld): readonly Untold[] {
  const { step, index, reason, origin, place } = hop;
  const node = 'node' in place ? place.node : undefined;
  const base = { index, reason, text: '', ...(origin && { origin }), ...(node !== undefined && { node }) };
  if (step.kind === 'route' && step.decision === 'local') {
    return entersIpvs(trace, hop) ? [{ ...base, title: 'local-address', text: step.route }] : [];
  }
  const title = titleOf(hop);
  if (title === undefined || step.kind === 'hook' || step.kind === 'conntrack') return [];
  switch (step.kind) {
    case 'rule':
      return tellRule(base, title, hop, step);
    case 'ipvs':
      return tellServer(base, title, hop, step, world);
    case 'route':
      return [{ ...base, title, text: step.route }];
    case 'vfp':
      return [{ ...base, title, text: policyText(world, base.node, step.policy, title), ...choices(reason) }];
    default:
      return [{ ...base, title, ...choices(reason) }];
  }
}

/** A rule that rewrites does that above all, whatever else it is there for. */
const titleOf = (hop: Hop): CompareTitle | undefined =>
  hop.step.kind === 'rule' && rewritesDestination(hop) && hop.reason.code !== 'redirects-to-proxy'
    ? 'rewrite'
    : titles[hop.reason.code];

export const rewritesDestination = ({ before, after }: { readonly before: Packet; readonly after: Packet }): boolean =>
  before.dst !== after.dst || before.dport !== after.dport;

const choices = (reason: Reason): Pick<CompareHop, 'of'> => ('of' in reason ? { of: reason.of } : {});

type RuleStep = Extract<Step, { kind: 'rule' }>;

function tellRule(base: Omit<Untold, 'title'>, title: CompareTitle, hop: Hop, step: RuleStep): readonly Untold[] {
  const { reason } = hop;
  const rule: Untold = {
    ...base,
    title: step.element !== undefined ? 'look-up' : step.visit.member && isFind(title) ? 'in-set' : title,
    text: step.text,
    ...choices(reason),
    ...('probability' in reason && { chances: [reason.probability] }),
    ...(title === 'rewrite' && litOf(step.text)),
  };
  return step.element === undefined ? [rule] : [rule, { ...base, title: 'verdict', text: step.element }];
}

const isFind = (title: CompareTitle): boolean => title === 'find-service' || title === 'find-port';

/** What of a policy decided, in the words of `hnsdiag list loadbalancers`. */
function policyText(world: ModeWorld, node = '', id: string | undefined, title: CompareTitle): string {
  const policies = world.dataplane(node)?.hns;
  const policy = policies?.loadBalancers.find((one) => one.id === id);
  if (policies === undefined || policy === undefined) return '';
  const lines = listLoadBalancers({ ...policies, loadBalancers: [policy] }).split('\n');
  const wanted = title === 'masquerade' ? /"SourceVIP"/ : /"FrontendVIPs"|"\d+\.|"[\da-f]+:[\da-f:]*"|Port"/;
  return lines
    .filter((line) => wanted.test(line) && (title === 'masquerade' || !line.includes('SourceVIP')))
    .map((line) => line.trim())
    .join(' ');
}

/** The target, which both languages write last. */
function litOf(text: string): Pick<CompareHop, 'lit'> {
  const at = Math.max(text.lastIndexOf('DNAT --to'), text.lastIndexOf('dnat to'), text.lastIndexOf('REDIRECT --to'));
  return at === -1 ? {} : { lit: text.slice(at) };
}

/** The virtual server and its real server as `ipvsadm` lists them. */
function tellServer(
  base: Omit<Untold, 'title'>,
  title: CompareTitle,
  hop: Hop,
  { virtual }: Extract<Step, { kind: 'ipvs' }>,
  world: ModeWorld,
): readonly Untold[] {
  const { reason, before } = hop;
  const servers = world.dataplane(base.node ?? '')?.ipvs?.virtualServers ?? [];
  const server = servers.find(
    ({ protocol, address, port }) => protocol === before.protocol && address === before.dst && port === before.dport,
  );
  const lines = server === undefined ? [] : listVirtualServers([server]).trimEnd().split('\n').slice(3);
  const find: Untold = { ...base, title: 'find-server', text: lines[0] ?? virtual };
  if (!('endpoint' in reason)) return [find, { ...base, title, text: lines.slice(1).join('\n') }];
  const line = lines.find((text) => text.includes(`-> ${reason.endpoint} `))?.trimEnd() ?? reason.endpoint;
  return [find, { ...base, title, text: line, lit: line, ...choices(reason) }];
}

/** The packet goes up on this node for an address that only IPVS has a use for. */
function entersIpvs({ request }: Trace, { index, place }: Hop): boolean {
  const next = request.slice(index + 1).find(({ step }) => step.kind === 'ipvs' || step.kind === 'route');
  return next?.step.kind === 'ipvs' && 'node' in next.place && 'node' in place && next.place.node === place.node;
}

/** The hook where the packet has just come to it, else what the step is to its engine. */
function badgeOf({ title, node = '' }: Untold, { step }: Hop, station: { last: string }): string {
  if (step.kind === 'ipvs') return 'IPVS';
  if (step.kind === 'vfp') return 'VFP';
  if (step.kind === 'process') return step.name;
  if (step.kind === 'route') return title === 'local-address' ? 'INPUT' : 'route';
  if (step.kind !== 'rule') return '';
  const ofNftables = step.chain !== undefined;
  if (title === 'verdict') return 'map';
  const hook = ofNftables ? step.hook.toLowerCase() : step.hook;
  const here = `${node} ${hook}`;
  const isNew = station.last !== here;
  station.last = here;
  if (isNew) return hook;
  if (!ofNftables) return step.table;
  return title === 'rewrite' ? 'dnat' : title === 'numgen' ? 'numgen' : ((step.chain ?? '').split('-')[0] ?? '');
}

/** Dice that follow each other are one throw, and a step that says what the one before said is not told again. */
function add(found: CompareHop[], hop: CompareHop): void {
  const last = found.at(-1);
  if (last?.title === 'in-set' && hop.title === 'mark' && last.node === hop.node) {
    found[found.length - 1] = { ...last, title: 'mark-by-set' };
    return;
  }
  const isThrow = last?.title === 'dice' && (hop.title === 'dice' || hop.title === 'only-endpoint');
  if (last === undefined || last.node !== hop.node || (last.title !== hop.title && !isThrow)) {
    found.push(hop);
    return;
  }
  const chances = [...(last.chances ?? []), ...(hop.chances ?? (isThrow ? [1] : []))];
  const told = isThrow ? { ...hop, title: last.title, badge: last.badge, chances } : last;
  if (isThrow || endsAlike(last, hop)) found[found.length - 1] = told;
  else found.push(hop);
}

/** Refusals, drops and marks are told by the rule and once more by what carries them out. */
const endsAlike = (last: CompareHop, hop: CompareHop): boolean =>
  hop.text === '' || last.title === 'mark' || last.title === 'no-endpoints';
