import { hostPort, type Hop, type Packet, type Place, type Step } from '../../sim-core/index.js';
import type { Catalogue } from './text.js';

/** Where a hop is, in a word or two. Names are the cluster's own. */
export function placeName(place: Place, text: Catalogue): string {
  if (place.kind === 'router') return text.trace.place.router;
  return place.kind === 'node' ? place.node : place.name;
}

/** `SYN`, `UDP`, `echo-request`: what kind of packet it is. */
export function packetName(packet: Packet): string {
  return packet.tcp ?? packet.icmp?.type ?? packet.protocol;
}

export const endAddress = (packet: Packet, end: 'src' | 'dst'): string => {
  const port = end === 'src' ? packet.sport : packet.dport;
  return packet.protocol === 'ICMP' ? packet[end] : hostPort(packet[end], port);
};

/** A chain's name cut to its first letters, as there is room for: `KUBE-SVC-67NZ…`, `service-67NZ…`. */
export function shortChain(chain: string, letters = 4): string {
  const hashed = /^(KUBE-[A-Z]{2,3}-)([A-Z2-7]{16})$/.exec(chain) ?? /^([a-z]+-)([A-Z2-7]{8})-./.exec(chain);
  return hashed === null ? chain : `${hashed[1]}${hashed[2]?.slice(0, letters)}…`;
}

const hex = (mark: number): string => `0x${mark.toString(16)}`;
const share = (roll: number): string => (roll / 2 ** 31).toFixed(2);

export interface HopWords {
  /** What happens here. Chains and interfaces keep their names. */
  readonly title: string;
  /** The few characters at the row's end. */
  readonly note: string;
  /** The title is a name out of the kernel. */
  readonly mono: boolean;
}

type RuleStep = Extract<Step, { kind: 'rule' }>;

function ruleNote({ visit, table }: RuleStep): string {
  if (visit.numgen !== undefined) return `1/${visit.numgen.modulus}`;
  if (visit.lookup !== undefined) return 'vmap';
  if (visit.member !== undefined) return 'ipset';
  if (visit.roll !== undefined) return `p ${visit.matched ? '<' : '≥'} ${share(visit.roll.threshold)}`;
  return visit.mark === undefined ? table : hex(visit.mark);
}

/** The chain a rule leads to, without the prefix they all share: `→ NODEPORTS`, `→ service-67NZ…`. */
function jump({ text, element }: RuleStep): string {
  const chain = / -[jg] KUBE-(\S+)/.exec(text)?.[1];
  if (chain !== undefined) return ` → ${shortChain(`KUBE-${chain}`).replace(/^KUBE-/, '')}`;
  const next = /(?:^|\s)(?:jump|goto) ([^\s,}]+)/.exec(element ?? (text.includes(' vmap ') ? '' : text))?.[1];
  return next === undefined ? '' : ` → ${shortChain(next)}`;
}

function ruleWords(step: RuleStep, text: Catalogue): HopWords {
  const { roll, numgen, ref } = step.visit;
  const drawn = roll === undefined ? numgen?.drawn.toString() : share(roll.drawn);
  const rest = drawn === undefined ? jump(step) : ` ${text.trace.titles.rolled(drawn)}`;
  return { title: `${shortChain(ref.chain)}${rest}`, note: ruleNote(step), mono: true };
}

type HookStep = Extract<Step, { kind: 'hook' }>;

function tableWords({ verdict, table, hook, chain }: HookStep, text: Catalogue): Pick<HopWords, 'title' | 'mono'> {
  const title = text.trace.titles.done[verdict];
  return title === '' ? { title: chain ?? `${table} ${hook}`, mono: true } : { title, mono: false };
}

export function hopWords({ step, place, before, reason }: Hop, text: Catalogue): HopWords {
  const { titles } = text.trace;
  const where = placeName(place, text);
  switch (step.kind) {
    case 'socket-send':
      return { title: titles.sends(where, packetName(before)), note: '', mono: false };
    case 'process':
      return { title: step.name, note: where, mono: true };
    case 'vfp':
      return { title: titles.vfp[step.layer], note: step.policy?.slice(0, 8) ?? '', mono: false };
    case 'link':
      return reason.code === 'crosses-wire'
        ? { title: `${reason.from} → ${reason.to}`, note: step.to, mono: false }
        : { title: `${step.from} → ${step.to}`, note: '', mono: false };
    case 'bridge':
      return { title: `${step.bridge} → ${step.port}`, note: step.hairpin ? titles.hairpin : '', mono: false };
    case 'route':
      return { title: titles.routing, note: step.outInterface ?? titles.decisions[step.decision], mono: false };
    case 'hook':
      return { ...tableWords(step, text), note: titles.verdicts[step.verdict] };
    case 'rule':
      return ruleWords(step, text);
    case 'conntrack':
      return { title: 'conntrack', note: titles.conntrack[step.action], mono: true };
    case 'ipvs':
      return { title: titles.ipvsDoes[step.action], note: titles.ipvs[step.action], mono: false };
    case 'deliver': {
      const title = step.to === 'process' ? titles.deliverProcess(where) : titles.deliverKernel(where);
      return { title, note: '', mono: false };
    }
    case 'drop':
      return { title: titles.dropped, note: where, mono: false };
    case 'refuse':
      return { title: titles.refused, note: step.how === 'icmp' ? 'ICMP' : 'RST', mono: false };
  }
}

/** `nat · PREROUTING`, for steps that happen at a hook. */
function hookBadge(step: Step): string | undefined {
  if (step.kind === 'rule' || step.kind === 'hook') return step.chain ?? `${step.table} · ${step.hook}`;
  if (step.kind === 'vfp') return `VFP · ${step.layer}`;
  if (step.kind === 'ipvs') return `ipvs · ${step.hook}`;
  return step.kind === 'conntrack' ? `conntrack · ${step.hook}` : undefined;
}

/** The hook of a hop or else its place, unless its title names the place. */
export function hopBadge(hop: Hop, text: Catalogue): string | undefined {
  const place = placeName(hop.place, text);
  return hookBadge(hop.step) ?? (hopWords(hop, text).title.includes(place) ? undefined : place);
}

/** Hops that end the packet. */
export const endsPacket = (hop: Hop): boolean => {
  const { step } = hop;
  if (step.kind === 'drop' || step.kind === 'refuse') return true;
  return step.kind === 'hook' && (step.verdict === 'drop' || step.verdict === 'reject');
};
