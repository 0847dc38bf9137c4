import { create } from 'zustand';
import { hostPort, type Hop, type ObjectKey, type Origin, type RuleRef, type Trace } from '../../sim-core/index.js';
import type { Leg } from './playback.js';
import { connectionKey, elementId, policyId, realServerId, serverId, setEntryId } from './thing-ids.js';

/** A rule of one node, or what stands for one: `id` is the `ruleId` of a ruleset's line, or an id of `thing-ids`. */
export interface SelectedRule {
  readonly node: string;
  readonly id: string;
}

/** An entry of a node's conntrack table, by its `connectionKey`. */
export interface SelectedConnection {
  readonly node: string;
  readonly key: string;
}

export interface SelectedHop {
  readonly traceId: number;
  readonly leg: Leg;
  readonly index: number;
}

/** One thing, seen from as many sides as are known: field of an object, rule, hop. */
export interface Selection {
  readonly object?: ObjectKey;
  readonly origin?: Origin;
  readonly rule?: SelectedRule;
  /** The element of a set by which the rule matched. */
  readonly element?: SelectedRule;
  readonly connection?: SelectedConnection;
  readonly hop?: SelectedHop;
}

interface SelectionState {
  /** Clicked: stays until another is, and panes scroll to it. */
  readonly pinned: Selection | undefined;
  /** Under the pointer or the focus: shown, never scrolled to. */
  readonly preview: Selection | undefined;
  readonly pin: (selection: Selection | undefined) => void;
  readonly hover: (selection: Selection | undefined) => void;
}

export const useSelection = create<SelectionState>()((set) => ({
  pinned: undefined,
  preview: undefined,
  pin: (pinned) => set({ pinned, preview: undefined }),
  hover: (preview) => set({ preview }),
}));

export const ruleId = (ref: RuleRef): string => `${ref.table}/${ref.chain}/${ref.index}`;

/** The rule that decided a hop, or what an engine without rules went by. */
function ruleOfHop({ rule, step, place, reason, before, after }: Hop): SelectedRule | undefined {
  // Rules for IPv6 bear the same ids, and what the page shows are those for IPv4.
  if (rule !== undefined) return before.src.includes(':') ? undefined : { node: rule.node, id: ruleId(rule) };
  if (place.kind !== 'node') return undefined;
  if (step.kind === 'ipvs') {
    const real = 'endpoint' in reason ? reason.endpoint : hostPort(after.dst, after.dport);
    const { protocol } = before;
    const id = step.action === 'refuse' ? serverId(protocol, step.virtual) : realServerId(protocol, step.virtual, real);
    return { node: place.node, id };
  }
  return step.kind === 'vfp' && step.policy !== undefined ? { node: place.node, id: policyId(step.policy) } : undefined;
}

function elementOfHop({ step, place }: Hop): SelectedRule | undefined {
  if (step.kind !== 'rule' || place.kind !== 'node') return undefined;
  const { member, lookup, ref } = step.visit;
  if (member !== undefined) return { node: place.node, id: setEntryId(member.set, member.element) };
  return lookup === undefined ? undefined : { node: place.node, id: elementId(ref.table, lookup.map, lookup.key) };
}

function connectionOfHop({ conntrack, place }: Hop): SelectedConnection | undefined {
  const key = conntrack === undefined ? undefined : connectionKey(conntrack.text);
  return key === undefined || place.kind !== 'node' ? undefined : { node: place.node, key };
}

/** Everything a hop stands for. */
export function selectionOfHop(trace: Trace, leg: Leg, hop: Hop): Selection {
  const [rule, element, connection] = [ruleOfHop(hop), elementOfHop(hop), connectionOfHop(hop)];
  return {
    hop: { traceId: trace.id, leg, index: hop.index },
    ...(rule && { rule }),
    ...(element && { element }),
    ...(connection && { connection }),
    ...(hop.origin === undefined ? {} : { origin: hop.origin, object: hop.origin.object }),
  };
}

export const sameThing = (a: SelectedRule | undefined, b: SelectedRule | undefined): boolean =>
  a !== undefined && b !== undefined && a.node === b.node && a.id === b.id;

export const sameConnection = (a: SelectedConnection | undefined, b: SelectedConnection | undefined): boolean =>
  a !== undefined && b !== undefined && a.node === b.node && a.key === b.key;

/** Whether a hop is about what is lit: the rule it met, the connection it made, the object it is at or comes from. */
export function isHopLit(trace: Trace, leg: Leg, hop: Hop, lit: Selection | undefined): boolean {
  if (lit === undefined) return false;
  const own = selectionOfHop(trace, leg, hop);
  if (lit.hop !== undefined) return lit.hop.traceId === trace.id && lit.hop.leg === leg && lit.hop.index === hop.index;
  if (lit.rule !== undefined) return sameThing(own.rule, lit.rule) || sameThing(own.element, lit.rule);
  if (lit.connection !== undefined)
    return hop.step.kind === 'conntrack' && sameConnection(own.connection, lit.connection);
  if (lit.origin !== undefined) return relatedOrigins(hop.origin, lit.origin);
  return sameObject(hop.origin?.object, lit.object) || sameObject(podOfHop(hop), lit.object);
}

/** Whether an object as a whole is lit, and not one of its rules, hops or fields. */
export const isLitObject = (object: ObjectKey | undefined, lit: Selection | undefined): boolean =>
  lit?.rule === undefined && lit?.hop === undefined && lit?.origin === undefined && sameObject(object, lit?.object);

const podOfHop = ({ place }: Hop): ObjectKey | undefined =>
  place.kind === 'pod' ? { kind: 'Pod', namespace: place.namespace, name: place.name } : undefined;

export const sameObject = (a: ObjectKey | undefined, b: ObjectKey | undefined): boolean =>
  a !== undefined && b !== undefined && a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;

const startsPath = (whole: string, start: string): boolean =>
  start === '' || whole === start || whole.startsWith(`${start}.`) || whole.startsWith(`${start}[`);

/** Same object, and one field is the other or lies within it: `spec.ports[0]` relates to `spec.ports[0].port`. */
export const relatedOrigins = (a: Origin | undefined, b: Origin | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  sameObject(a.object, b.object) &&
  (startsPath(a.field, b.field) || startsPath(b.field, a.field));
