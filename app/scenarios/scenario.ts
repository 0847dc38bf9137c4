import type { Outcome, ProbeProtocol, Reason, SourceRef, TargetView } from '../../sim-core/index.js';

/** A target by what it belongs to, since addresses are only known once the cluster runs. */
export interface TargetChoice {
  readonly kind: TargetView['kind'];
  readonly namespace: string;
  readonly name: string;
  readonly node?: string;
  readonly port?: number;
  readonly protocol?: ProbeProtocol;
  readonly family?: 'IPv4' | 'IPv6';
}

/** A cluster made to show one thing, and the packet that shows it. Its words are in the catalogues. */
export interface Scenario {
  readonly seed: number;
  /** Texts of the editor; `cluster.yaml` among them says how the cluster differs from the usual one. */
  readonly files: Readonly<Record<string, string>>;
  /** What the Send button offers first. */
  readonly packet?: {
    readonly from: SourceRef;
    readonly to: TargetChoice;
    /** What becomes of it, and reasons it meets on its way. */
    readonly outcome: Outcome;
    readonly shows: readonly Reason['code'][];
  };
}

/** The target that a choice means in a running cluster. */
export const chosenTarget = (targets: readonly TargetView[], choice: TargetChoice): TargetView | undefined =>
  targets.find(
    ({ kind, object, node, to, protocol }) =>
      kind === choice.kind &&
      object?.namespace === choice.namespace &&
      object.name === choice.name &&
      (choice.node === undefined || node === choice.node) &&
      (choice.port === undefined || to.endsWith(`:${choice.port}`)) &&
      (choice.protocol === undefined || protocol === choice.protocol) &&
      (choice.family === undefined || to.startsWith('[') === (choice.family === 'IPv6')),
  );
