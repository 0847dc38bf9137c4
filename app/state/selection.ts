import { create } from 'zustand';
import type { Hop, ObjectKey, Origin, RuleRef, Trace } from '../../sim-core/index.js';
import type { Leg } from './playback.js';

/** A rule of one node; `id` is the `ruleId` of the ruleset's lines: `nat/KUBE-SVC-…/2`. */
export interface SelectedRule {
  readonly node: string;
  readonly id: string;
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

/** Everything a hop stands for. */
export function selectionOfHop(trace: Trace, leg: Leg, hop: Hop): Selection {
  return {
    hop: { traceId: trace.id, leg, index: hop.index },
    ...(hop.rule === undefined ? {} : { rule: { node: hop.rule.node, id: ruleId(hop.rule) } }),
    ...(hop.origin === undefined ? {} : { origin: hop.origin, object: hop.origin.object }),
  };
}

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
