import type { ClusterView, HnsView, IpvsView, Origin, RulesetView, ShellPlace } from '../../../sim-core/index.js';
import type { SelectedRule, Selection } from '../selection.js';

/** What a node's commands print lines of. */
export interface KnownNode {
  readonly rulesets: readonly RulesetView[];
  readonly ipvs?: IpvsView | undefined;
  readonly hns?: HnsView | undefined;
}

/** What is known of the cluster when printed lines are read. */
export interface Known {
  readonly cluster: ClusterView | undefined;
  readonly nodes: ReadonlyMap<string, KnownNode>;
}

/** The command line that printed, and where. */
export interface Asked {
  readonly command: string;
  readonly place: ShellPlace;
}

/** Reads lines in order, and says what one stands for. */
export type LineReader = (line: string) => Selection | undefined;

export const ofRule = (rule: SelectedRule, origin: Origin | undefined): Selection => ({
  rule,
  ...(origin && { origin, object: origin.object }),
});
