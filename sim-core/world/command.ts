import type { Millis } from '../base/time.js';
import type { ProbeProtocol } from '../network/trace.js';
import type { Kind } from '../kube/key.js';
import type { ShellPlace } from '../shell/sys.js';

/** Where a packet starts: a pod, a node's own process, or a host outside the cluster. */
export type SourceRef =
  | { readonly kind: 'pod'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'node'; readonly node: string }
  /** `ip` overrides the external client's own address; `via` is the node its route leads through. */
  | { readonly kind: 'external'; readonly ip?: string };

/** Everything that can happen to the world from outside. The log of these, with the seed, is the truth. */
export type Command =
  /**
   * `kubectl apply -f`. With `file`, the text is that file's whole content as the editor holds it:
   * all documents are accepted or none, and objects that an earlier content of the same file made
   * and this one no longer names are deleted (`--prune`).
   */
  | {
      readonly type: 'apply';
      readonly manifest: string;
      readonly file?: string;
      /** What kubectl calls the manifest in its messages; `file` when absent. */
      readonly filename?: string;
      /** `--namespace`; `default` when absent. */
      readonly namespace?: string;
      /** `--server-side --force-conflicts`. */
      readonly serverSide?: boolean;
    }
  | {
      readonly type: 'delete';
      readonly kind: Kind;
      readonly namespace: string;
      readonly name: string;
      /** `--grace-period`: 0 ends a pod at once. */
      readonly gracePeriodSeconds?: number;
      readonly cascade?: 'background' | 'foreground' | 'orphan';
    }
  | {
      readonly type: 'scale';
      readonly kind: 'Deployment' | 'ReplicaSet' | 'StatefulSet' | 'ReplicationController';
      readonly namespace: string;
      readonly name: string;
      readonly replicas: number;
    }
  /** null removes the key. */
  | {
      readonly type: 'label';
      readonly kind: Kind;
      readonly namespace: string;
      readonly name: string;
      readonly labels: Readonly<Record<string, string | null>>;
    }
  | {
      readonly type: 'annotate';
      readonly kind: Kind;
      readonly namespace: string;
      readonly name: string;
      readonly annotations: Readonly<Record<string, string | null>>;
    }
  | {
      readonly type: 'send';
      readonly from: SourceRef;
      /** `ip:port`, `[v6]:port`, `name:port` (cluster DNS), port 0 for ICMP. */
      readonly to: string;
      readonly protocol: ProbeProtocol;
      readonly count?: number;
      /** Answers with every packet's way instead of its hops; then `count` may be larger. */
      readonly summary?: true;
      readonly sport?: number;
      /** The node through which the client routes the destination. */
      readonly via?: string;
    }
  /** Lines typed or pasted at a prompt, as one: everything they do is part of this command. */
  | {
      readonly type: 'shell';
      readonly place: ShellPlace;
      readonly line: string;
      /** What `export` and assignments set before. */
      readonly variables?: Readonly<Record<string, string>>;
      /** The learner's files by name, as they stand. */
      readonly files?: Readonly<Record<string, string>>;
    }
  /**
   * What an administrator does to change kube-proxy's mode: edit ConfigMap kube-proxy, with `release` the
   * DaemonSet's image as well, and delete the pods (`nodes`: of these only), which then come back.
   */
  | {
      readonly type: 'setProxyMode';
      readonly mode: string;
      readonly release?: string;
      readonly nodes?: readonly string[];
    }
  /** Lets virtual time pass. */
  | { readonly type: 'advance'; readonly ms: Millis }
  /** Lets virtual time pass until no controller has anything left to do. */
  | { readonly type: 'settle' }
  /**
   * A command of which only the beginning is seen: what it sets off runs until that moment, and the
   * rest of it still lies ahead. So a learner goes on from the middle of a rolling update.
   */
  | { readonly type: 'partly'; readonly command: WholeCommand; readonly until: Millis };

export type WholeCommand = Exclude<Command, { readonly type: 'partly' }>;
