import type { IpvsView } from './view-ipvs.js';
import type { Problem, TextRange } from '../base/problem.js';
import type { Millis } from '../base/time.js';
import type { Ip, IpFamily } from '../net/ip.js';
import type { Hook } from '../net/hook.js';
import type { ServiceProtocol } from '../net/packet.js';
import type { ObjectKey, Origin } from '../kube/key.js';
import type { Trace } from '../network/trace.js';
import type { ShellPlace } from '../shell/sys.js';
import type { SourceRef } from './command.js';
import type { HnsView, ProxyProcessView } from './view-kube-proxy-state.js';
import type { ProxyModesView } from './view-proxy.js';
import type { RulesChangeView } from './view-rules-change.js';
import type { ShellOutcome } from './outcome.js';
import type { CompareGrowthView, CompareQueries, CompareSpreadView, CompareView } from './view-compare.js';
import type { Flights } from './view-flights.js';
import type { DetailView } from './view-detail.js';
import type { Diagnosis } from './view-diagnosis.js';
import type { DnsQueryView, DnsView, RecordType } from './view-dns.js';

export type { ModeView, NodeProxyView, ProxyModesView } from './view-proxy.js';
export type * from './view-compare.js';
export type { HnsView, ProxyListenerView, ProxyProcessView } from './view-kube-proxy-state.js';
export type * from './view-detail.js';
export type * from './view-diagnosis.js';
export type * from './view-dns.js';
export type * from './view-flights.js';

/** Small, JSON-safe answers to what a view asks. All are of one moment: `revision` says which. */
export interface PodView {
  readonly namespace: string;
  readonly name: string;
  readonly ip?: Ip;
  /** All addresses, the first included, where there are several: one of each family. */
  readonly ips?: readonly Ip[];
  readonly node?: string;
  readonly hostNetwork: boolean;
  readonly ready: boolean;
  /** How many of its containers are ready, and how many there are: kubectl's READY. */
  readonly containers: { readonly ready: number; readonly of: number };
  readonly phase: string;
  readonly terminating: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly name?: string; readonly port: number; readonly protocol: ServiceProtocol }[];
}

/** Where kube-proxy's rules are entered on a node, in the order of priorities. */
export interface HookEntryView {
  readonly hook: Hook;
  readonly priority: number;
  readonly engine: 'iptables' | 'nftables' | 'ipvs';
  /** The table, a base chain's type, or `ipvs`. */
  readonly table: string;
  /** Chains that begin there: a base chain, or those that the built-in chain leads to. */
  readonly chains: readonly string[];
}

export interface NodeView {
  readonly name: string;
  readonly ip: Ip;
  /** The second address of a node with two. */
  readonly ip6?: Ip;
  readonly podCIDR: string;
  readonly podCIDR6?: string;
  /** cbr0's own address. */
  readonly gateway: Ip;
  readonly zone: string;
  /** Linux when absent. */
  readonly os?: 'linux' | 'windows';
  /** The mode whose rules the node has. */
  readonly mode?: string;
  /** Addresses that the mode puts on a device of its own, kube-ipvs0. */
  readonly dummyAddresses?: readonly Ip[];
  /** At how many ports kube-proxy takes connections itself. */
  readonly relays?: number;
  /** Absent where there is no netfilter. */
  readonly hooks?: readonly HookEntryView[];
  /** The network of a Windows node's virtual switch. */
  readonly hnsNetwork?: { readonly name: string; readonly type: string };
  /** The API revision that this node's rules were made from. */
  readonly rulesRevision: number;
  readonly ruleCount: number;
  readonly pods: readonly PodView[];
}

export interface ServicePortView {
  readonly name?: string;
  readonly protocol: ServiceProtocol;
  readonly port: number;
  readonly targetPort: number | string;
  readonly nodePort?: number;
}

export interface ServiceView {
  readonly namespace: string;
  readonly name: string;
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';
  readonly headless: boolean;
  readonly clusterIPs: readonly Ip[];
  readonly externalIPs: readonly Ip[];
  readonly loadBalancerIPs: readonly Ip[];
  readonly ports: readonly ServicePortView[];
  readonly endpoints: readonly {
    readonly ip: Ip;
    readonly port?: number;
    readonly ready: boolean;
    readonly pod?: { readonly namespace: string; readonly name: string };
    readonly node?: string;
  }[];
}

/** Something a packet can be sent to, in the words the `send` command takes. */
export interface TargetView {
  readonly to: string;
  readonly protocol: ServiceProtocol | 'ICMP';
  readonly kind: 'clusterIP' | 'nodePort' | 'loadBalancerIP' | 'externalIP' | 'pod' | 'dns';
  readonly object?: ObjectKey;
  /** For a node port: which node. */
  readonly node?: string;
}

export interface ClusterView {
  readonly revision: number;
  readonly time: Millis;
  readonly mode: string;
  readonly nodes: readonly NodeView[];
  /** Pods that no node runs yet. */
  readonly unscheduled: readonly PodView[];
  readonly services: readonly ServiceView[];
  readonly external: { readonly name: string; readonly ip: Ip; readonly ip6?: Ip };
  readonly router: { readonly ip: Ip };
  /** The segments that nodes and the client share, one of each family. */
  readonly nodeNetworks: readonly string[];
  readonly clusterCIDRs: readonly string[];
  readonly serviceCIDRs: readonly string[];
  readonly sources: readonly SourceRef[];
  readonly targets: readonly TargetView[];
}

/** One printed line of `iptables-save` or `nft list ruleset`, tied back to where it comes from. */
export interface RuleLineView {
  readonly text: string;
  /** `element` lines hold one or more elements of a set, `text` lines nothing that could be pointed at. */
  readonly kind: 'table' | 'chain' | 'rule' | 'commit' | 'set' | 'element' | 'text';
  readonly table: string;
  /** The chain; on lines of a set or map its name. */
  readonly chain?: string;
  /** `nat/KUBE-SVC-…/2` of a rule, `kube-proxy/@service-ips/…` of a line's first element. */
  readonly ruleId?: string;
  readonly origin?: Origin;
  readonly packets?: number;
  readonly bytes?: number;
  /** The former mode whose rule it is: nobody keeps it up to date. */
  readonly leftoverOf?: string;
}

export interface ChainRuleView {
  readonly ruleId: string;
  /** The tests without comments and module names, for a chain diagram: `10.96.0.1 tcp 443`. */
  readonly summary: string;
  readonly target: string;
  /** The chain it jumps to, if it is one of the table's own. */
  readonly jumpsTo?: string;
  /** nftables: the chains between which a number decides. */
  readonly jumpsToEach?: readonly string[];
  /** nftables: the map that decides. */
  readonly lookup?: string;
  readonly comment?: string;
}

export interface ChainView {
  readonly table: string;
  readonly name: string;
  /** nftables: how the kernel enters it, such as `nat prerouting dstnat`. */
  readonly base?: string;
  readonly rules: readonly ChainRuleView[];
}

/** A set or a verdict map of nftables. */
export interface MapView {
  readonly table: string;
  readonly kind: 'set' | 'map';
  readonly name: string;
  /** Of its keys: `ipv4_addr . inet_proto . inet_service`. */
  readonly type: string;
  readonly comment?: string;
  readonly elements: readonly {
    readonly id: string;
    readonly key: string;
    readonly verdict?: string;
    readonly jumpsTo?: string;
    readonly comment?: string;
    readonly expiresMs?: number;
    readonly origin?: Origin;
  }[];
}

export interface RulesetView {
  /** Whose text the lines are; iptables when absent. */
  readonly engine?: 'iptables' | 'nftables';
  readonly revision: number;
  readonly node: string;
  readonly lines: readonly RuleLineView[];
  readonly chains: readonly ChainView[];
  /** nftables only. */
  readonly maps?: readonly MapView[];
  /** Against the node's previous rules: rule texts that came and went. */
  readonly diff: { readonly added: readonly string[]; readonly removed: readonly string[] };
}

/** A mark on the timeline. */
export interface TimelineEvent {
  readonly sequence: number;
  readonly time: Millis;
  readonly kind:
    | 'cluster-up'
    | 'apply'
    | 'rejected'
    | 'delete'
    | 'scale'
    | 'label'
    | 'annotate'
    | 'packet'
    | 'controller'
    | 'rules'
    /** A running Pod that is not, or no longer, ready; and one that is again. */
    | 'unready'
    | 'ready';
  /** For `apply` and `rejected`: the revision; for `packet`: the trace. */
  readonly revision?: number;
  readonly traceId?: number;
  /** The API's or controller's own words; never translated. */
  readonly text: string;
  readonly object?: ObjectKey;
}

export interface ConntrackView {
  readonly node: string;
  readonly entries: readonly { readonly text: string; readonly traceId?: number }[];
}

export type Query =
  | { readonly kind: 'cluster' }
  /**
   * `family` chooses between iptables-save and ip6tables-save; IPv4 when absent. `engine`: that of the
   * running mode when absent.
   */
  | {
      readonly kind: 'ruleset';
      readonly node: string;
      readonly family?: IpFamily;
      readonly engine?: 'iptables' | 'nftables';
    }
  /** What made the node's rules other than they were. */
  | { readonly kind: 'rulesChange'; readonly node: string }
  | { readonly kind: 'trace'; readonly id: number }
  | { readonly kind: 'timeline' }
  /** The modes of kube-proxy: which there are, which this release takes, and what runs on each node. */
  | { readonly kind: 'proxyModes' }
  | { readonly kind: 'conntrack'; readonly node: string }
  /** The sockets of kube-proxy's process on a node. */
  | { readonly kind: 'proxyProcess'; readonly node: string }
  /** Endpoints and load balancers of a Windows node. */
  | { readonly kind: 'hns'; readonly node: string }
  /** Virtual servers, sets and kube-ipvs0 of a node. */
  | { readonly kind: 'ipvs'; readonly node: string }
  /** The accepted text of every file of the editor. */
  | { readonly kind: 'files' }
  /** Every object of the cluster as YAML. */
  | { readonly kind: 'manifest' }
  /** How a client would look a name up. */
  | { readonly kind: 'dns'; readonly from: SourceRef; readonly name: string; readonly type: RecordType }
  /** The newest questions that the cluster's DNS was asked, oldest first. */
  | { readonly kind: 'dnsLog' }
  /** A Service, Pod or Node, with all that has to do with reaching it. */
  | { readonly kind: 'detail'; readonly object: ObjectKey }
  /** The range of a field in the text last accepted for a file, or in `text` when given. */
  | { readonly kind: 'locate'; readonly origin: Origin; readonly files: Readonly<Record<string, string>> }
  /** What the word before the cursor may become. */
  | {
      readonly kind: 'complete';
      readonly place: ShellPlace;
      readonly line: string;
      readonly cursor: number;
      /** Names of the learner's files. */
      readonly files?: readonly string[];
    }
  /** What a `kubectl get --watch` prints next: the rows that changed since it printed last. */
  | { readonly kind: 'watch'; readonly place: ShellPlace; readonly line: string; readonly since: number }
  /** The text before the cursor at a place. */
  | { readonly kind: 'prompt'; readonly place: ShellPlace }
  /** One packet through the rules of several modes; nothing of it happens in the world. */
  | CompareQueries[keyof CompareQueries]
  /** What was accepted and will disappoint, placed in these files. */
  | { readonly kind: 'diagnoses'; readonly files: Readonly<Record<string, string>> }
  /** Which object and field a place in a file belongs to. */
  | { readonly kind: 'fieldAt'; readonly text: string; readonly line: number; readonly column: number };

export interface LocateView {
  readonly file: string;
  readonly range: TextRange;
}

export interface QueryAnswers {
  readonly cluster: ClusterView;
  /** Undefined when there is no such node. */
  readonly ruleset: RulesetView | undefined;
  /** Undefined while the node has had no other rules before. */
  readonly rulesChange: RulesChangeView | undefined;
  readonly trace: Trace | undefined;
  readonly timeline: readonly TimelineEvent[];
  readonly proxyModes: ProxyModesView;
  readonly conntrack: ConntrackView | undefined;
  readonly proxyProcess: ProxyProcessView | undefined;
  /** Undefined on Linux. */
  readonly hns: HnsView | undefined;
  /** Undefined where kube-proxy does not use IPVS. */
  readonly ipvs: IpvsView | undefined;
  readonly files: Readonly<Record<string, string>>;
  readonly manifest: string;
  readonly dns: DnsView;
  readonly dnsLog: readonly DnsQueryView[];
  readonly detail: DetailView | undefined;
  readonly locate: LocateView | undefined;
  readonly compare: CompareView;
  readonly compareSpread: CompareSpreadView;
  readonly compareGrowth: CompareGrowthView;
  readonly fieldAt: Origin | undefined;
  readonly diagnoses: readonly Diagnosis[];
  readonly complete: CompletionView;
  readonly watch: WatchView;
  readonly prompt: string;
}

/** The text from `from` to the cursor may become any of these. */
export interface CompletionView {
  readonly from: number;
  readonly candidates: readonly string[];
}

export interface WatchView {
  readonly stdout: string;
  /** To be given with the next question. */
  readonly since: number;
}

/** What a command did. */
export interface DispatchResult {
  /** The revision after it. Unchanged when it was rejected. */
  readonly revision: number;
  readonly time: Millis;
  readonly accepted: boolean;
  readonly problems: readonly Problem[];
  readonly stdout: string;
  readonly stderr: string;
  readonly events: readonly TimelineEvent[];
  /** Of a command line: how it ended and what it asks of the terminal. */
  readonly shell?: ShellOutcome;
  /** Traces of the packets that a `send` or a command line sent, oldest first. */
  readonly traces: readonly Trace[];
  /** Of a `send` that asked for a summary: every packet's way. */
  readonly flights?: Flights;
}
