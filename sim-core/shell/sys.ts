import type { HnsPolicies } from '../hns/model.js';
import type { Result } from '../base/result.js';
import type { Millis } from '../base/time.js';
import type { AskedQuery } from '../dns/resolver.js';
import type { JsonObject } from '../kube/json.js';
import type { Kind } from '../kube/key.js';
import type { Json } from '../kube/objects.js';
import type { ApiObjects } from '../kube/store.js';
import type { Ruleset } from '../netfilter/iptables/model.js';
import type { Ipsets } from '../ipvs/ipset/model.js';
import type { ConnectionCounts, TrafficCounts } from '../ipvs/listing.js';
import type { VirtualServer } from '../ipvs/model.js';
import type { NftTable } from '../netfilter/nftables/model.js';
import type { Counter } from '../netfilter/kernel.js';
import type { ConntrackEntry } from '../netfilter/conntrack.js';
import type { Ip, IpFamily } from '../net/ip.js';
import type { ServiceProtocol } from '../net/packet.js';
import type { LinuxHost } from '../network/host/linux.js';
import type { ProbeProtocol, Trace } from '../network/trace.js';

/** Where a prompt is: the learner's own machine, a node's shell, or a container of a pod. */
export type ShellPlace =
  | { readonly kind: 'laptop' }
  | { readonly kind: 'node'; readonly node: string }
  | { readonly kind: 'pod'; readonly namespace: string; readonly name: string };

export type PlaceKind = ShellPlace['kind'];

/** An object by the names that kubectl asks the server with. */
interface Named {
  readonly kind: Kind;
  readonly namespace: string;
  readonly name: string;
}

/** What kubectl asks of the API server, as data: a world can log it and play it again. */
export type ApiEdit =
  | {
      readonly type: 'apply';
      readonly manifest: string;
      readonly filename: string;
      readonly namespace: string;
      readonly serverSide?: boolean;
    }
  | { readonly type: 'create'; readonly manifest: string; readonly filename: string; readonly namespace: string }
  | {
      readonly type: 'replace';
      readonly manifest: string;
      readonly filename: string;
      readonly namespace: string;
      /** What kubectl says was done: `replaced`, or `edited` after an editor. */
      readonly verb?: 'replaced' | 'edited';
    }
  | ({
      readonly type: 'delete';
      /** `--grace-period`: 0 ends a pod at once. */
      readonly gracePeriodSeconds?: number;
      readonly cascade?: 'background' | 'foreground' | 'orphan';
    } & Named)
  | ({ readonly type: 'scale'; readonly replicas: number } & Named & {
        readonly kind: 'Deployment' | 'ReplicaSet' | 'StatefulSet';
      })
  | ({ readonly type: 'label'; readonly labels: Readonly<Record<string, string | null>> } & Named)
  | ({ readonly type: 'annotate'; readonly annotations: Readonly<Record<string, string | null>> } & Named)
  | ({ readonly type: 'patch'; readonly patch: ObjectPatch } & Named);

export type ObjectPatch =
  | { readonly strategy: 'strategic' | 'merge'; readonly value: JsonObject }
  | { readonly strategy: 'json'; readonly operations: readonly Json[] };

/** What came of an edit, in kubectl's words. */
export interface EditAnswer {
  readonly accepted: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Connection {
  /** Where to; nowhere when the name stands for nothing. */
  readonly ip?: Ip;
  /** 0 for ICMP. */
  readonly port: number;
  readonly protocol: ProbeProtocol;
  /** The destination as the command line has it. */
  readonly asked: string;
}

/** A node's rules with what its kernel counted. */
export interface NodeRuleset {
  readonly ruleset: Ruleset;
  readonly counters: (ruleId: string) => Counter | undefined;
}

/** What kube-proxy's modes use besides iptables: empty where the mode uses none. */
export interface NodeTables {
  readonly nftables: readonly NftTable[];
  readonly ipsets: Ipsets;
  /** As the kernel has them: those real servers included that only wait for their last connections. */
  readonly virtualServers: readonly VirtualServer[];
  /** The text of `ipvsadm -Lnc`. */
  readonly ipvsConnections: () => string;
  /** Of one real server of a virtual server. */
  readonly connections: (
    virtual: VirtualServer,
    real: { readonly address: Ip; readonly port: number },
  ) => ConnectionCounts;
  readonly traffic: (virtual: VirtualServer, real?: { readonly address: Ip; readonly port: number }) => TrafficCounts;
  /** Addresses of kube-ipvs0. */
  readonly addresses: readonly Ip[];
  /** On Windows nodes only. */
  readonly hns?: HnsPolicies;
}

/**
 * All that a command can see of the world, and all it can do to it, from one place. The world
 * implements it; a command never learns what is behind it.
 */
export interface Sys {
  readonly place: ShellPlace;
  readonly clusterDomain: string;
  /** Variables of the shell, such as `export` sets them. */
  readonly variables: ReadonlyMap<string, string>;
  now(): Millis;
  objects(): ApiObjects;
  /** Asks the API server; controllers run before it returns. With `dryRun` nothing is kept. */
  edit(edit: ApiEdit, options?: { readonly dryRun?: boolean }): EditAnswer;
  /** Lets virtual time pass. */
  wait(ms: Millis): void;
  /** Opens a connection from here; the error says why not even a first packet could leave. */
  connect(connection: Connection): Result<Trace, string>;
  /** The connections made so far and when, oldest first. */
  connections(): readonly { readonly time: Millis; readonly trace: Trace }[];
  /** Tells the world what the cluster's DNS was asked from here, and what it said. */
  noteQuery(query: AskedQuery): void;
  /** Ends the main process of the pod that this place is; false where there is none. Its kubelet finds out. */
  endProcess(exitCode: number): boolean;
  /** The network stack here; none for a pod that does not run. */
  host(): LinuxHost | undefined;
  /** Ports on which programs here wait for connections, in order. */
  listening(): readonly { readonly protocol: ServiceProtocol; readonly port: number }[];
  /** Rules of the node that this place is; none elsewhere. */
  ruleset(family: IpFamily): NodeRuleset | undefined;
  /** What kube-proxy put on the node beside iptables rules; none elsewhere. */
  programmed(): NodeTables | undefined;
  /** What a pod's process wrote, where one is simulated beyond answering; none for others. */
  podLog(namespace: string, name: string): readonly string[] | undefined;
  /** Connections that the node remembers, oldest first; none elsewhere. */
  conntrack(): readonly ConntrackEntry[] | undefined;
  /** A file of the learner's, by the name that a command gives it. */
  readFile(path: string): string | undefined;
  /** Makes or replaces a file; says why not. */
  writeFile(path: string, text: string): string | undefined;
  /** False when there is no such file. */
  removeFile(path: string): boolean;
  /** The names of the learner's files, in order. */
  fileNames(): readonly string[];
  /** The same world, seen from another place. */
  at(place: ShellPlace): Sys;
}
