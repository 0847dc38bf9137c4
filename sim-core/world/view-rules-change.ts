import type { FieldPath, ObjectKey } from '../kube/key.js';

/** Something that made kube-proxy write other rules. */
export type RulesCause =
  | { readonly kind: 'service-added' | 'service-deleted'; readonly service: ObjectKey }
  | { readonly kind: 'service-edited'; readonly service: ObjectKey; readonly fields: readonly FieldPath[] }
  /** `endpoint` is the Pod's name, or the address of an endpoint without one. */
  | { readonly kind: 'endpoint-joined' | 'endpoint-left'; readonly service: ObjectKey; readonly endpoint: string };

/** Between which rules of a node the differences of its listings are, and what made them. */
export interface RulesChangeView {
  readonly node: string;
  /** The revision whose objects the rules before were made from, and that of the rules now. */
  readonly since: number;
  readonly revision: number;
  /** kube-proxy's modes, where it was switched between the two. */
  readonly modes?: { readonly before: string; readonly after: string };
  readonly causes: readonly RulesCause[];
}
