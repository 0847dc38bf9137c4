import type { Labels } from '../kube/objects.js';
import type { Origin } from '../kube/key.js';
import type { ServiceProtocol } from '../net/packet.js';
import type { LocateView } from './view.js';

/** A label of a selector that no Pod has with this value, and the values that Pods have under its key. */
export interface LabelMismatch {
  readonly key: string;
  readonly value: string;
  readonly onPods: readonly string[];
}

/** kube-proxy tells ports of a Service apart by these two. */
export interface NamedPort {
  readonly name: string;
  readonly protocol: ServiceProtocol;
}

/** What the API server accepts, and what nevertheless leads packets nowhere. */
export type Finding =
  | {
      readonly code: 'selector-matches-nothing';
      readonly selector: Labels;
      readonly mismatches: readonly LabelMismatch[];
      /** Where Pods with these labels are. */
      readonly otherNamespaces: readonly string[];
    }
  | { readonly code: 'no-ready-pod'; readonly pods: number }
  /** `lacking` of the `pods` selected have no container port of this name and protocol. */
  | {
      readonly code: 'target-port-name';
      readonly name: string;
      readonly protocol: ServiceProtocol;
      readonly pods: number;
      readonly lacking: number;
      /** Names of the ports that they have. */
      readonly names: readonly string[];
      /** They have the name, for another protocol. */
      readonly otherProtocol?: ServiceProtocol;
    }
  /** On `lacking` of the `pods` selected nothing has bound the port. */
  | {
      readonly code: 'target-port-closed';
      readonly port: number;
      readonly protocol: ServiceProtocol;
      readonly pods: number;
      readonly lacking: number;
      /** What is bound there, for this protocol. */
      readonly bound: readonly number[];
    }
  | { readonly code: 'external-local'; readonly nodes: readonly string[]; readonly loadBalancer: boolean }
  | { readonly code: 'internal-local'; readonly nodes: readonly string[] }
  | { readonly code: 'headless-port'; readonly port: number; readonly targetPort: number }
  | { readonly code: 'no-selector' }
  | { readonly code: 'load-balancer-pending' }
  | { readonly code: 'slice-of-no-service'; readonly service: string | undefined }
  | { readonly code: 'slice-port-name'; readonly ports: readonly NamedPort[]; readonly wanted: readonly NamedPort[] };

export type FindingCode = Finding['code'];

export interface Diagnosis {
  readonly finding: Finding;
  /** The field that causes it. */
  readonly origin: Origin;
  /** The source of the behaviour. */
  readonly cite: string;
  /** Where the field stands in the files that were given; absent when the object is none of theirs. */
  readonly place?: LocateView;
}
