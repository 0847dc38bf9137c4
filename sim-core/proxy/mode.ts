import type { Dataplane } from './dataplane.js';
import type { NodeView } from './node.js';

/** A compiled node. `memo` belongs to the mode that made it and means nothing to others. */
export interface CompiledNode {
  readonly dataplane: Dataplane;
  readonly memo: object;
}

/** One way in which kube-proxy programs a node (`--proxy-mode`). */
export interface ProxyMode {
  readonly name: string;
  readonly hostOs: 'linux' | 'windows';
  /** Chains of iptables that every sync writes anew, whether anything in them changed or not. */
  readonly rewrites?: (chain: string) => boolean;
  /** The result equals a compile from scratch; `previous` only makes it cheaper. */
  compile(view: NodeView, previous?: CompiledNode): CompiledNode;
}
