import type { Millis } from '../base/time.js';
import type { Ip } from '../net/ip.js';
import type { ObjectKey } from '../kube/key.js';
import type { DnsRecord, Rcode, RecordType } from '../dns/record.js';
import type { CorefileLine, CorefilePart } from '../dns/corefile.js';
import type { SourceRef } from './command.js';

export type { CorefileLine, CorefilePart } from '../dns/corefile.js';
export type { DnsRecord, Rcode, RecordType } from '../dns/record.js';

/** A question that the cluster's DNS was asked, and what it said. */
export interface DnsQueryView {
  /** Counts from 0 and never starts over. */
  readonly sequence: number;
  readonly time: Millis;
  readonly from: SourceRef;
  readonly name: string;
  readonly type: RecordType;
  readonly rcode: Rcode;
  /** The data of the records, in order. */
  readonly answer: readonly string[];
}

/** What a full name would stand for, whether it is there or not. */
export type DnsMeaning =
  /** Outside the cluster domain: somebody else's servers are asked. */
  | { readonly code: 'outside' }
  /** The cluster domain itself, or one of its branches `svc` and `pod`. */
  | { readonly code: 'zone' }
  | { readonly code: 'unknown-branch'; readonly label: string }
  | { readonly code: 'namespace'; readonly namespace: string }
  | { readonly code: 'no-namespace'; readonly namespace: string; readonly service?: string }
  | { readonly code: 'no-service'; readonly service: string; readonly namespace: string; readonly below?: string }
  | { readonly code: 'cluster-ip'; readonly service: string; readonly namespace: string }
  | { readonly code: 'headless'; readonly service: string; readonly namespace: string; readonly ready: number }
  | { readonly code: 'alias'; readonly service: string; readonly namespace: string; readonly target: string }
  | { readonly code: 'endpoint'; readonly endpoint: string; readonly service: string; readonly namespace: string }
  | {
      readonly code: 'port';
      readonly port: string;
      readonly protocol: string;
      readonly service: string;
      readonly namespace: string;
    }
  | { readonly code: 'too-deep'; readonly service: string; readonly namespace: string }
  | { readonly code: 'pod'; readonly address: string; readonly namespace: string }
  | { readonly code: 'reverse'; readonly address: string };

/** How a question ended: NODATA is a name that exists without records of the type. */
export type DnsEnding = 'answered' | 'nodata' | 'nxdomain' | 'failed';

/** One name of the search list. */
export interface DnsTryView {
  readonly name: string;
  /** The search domain in it; absent when the name was tried as it stands. */
  readonly suffix?: string;
  readonly meaning: DnsMeaning;
  /** False when an earlier name was answered already. */
  readonly asked: boolean;
  readonly rcode?: Rcode;
  readonly ending?: DnsEnding;
  readonly answer: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
  /** The parts of the Corefile that made the answer; none where CoreDNS was not asked. */
  readonly decidedBy: readonly CorefilePart[];
}

/** How the same lookup goes under other conditions, in short. */
export interface DnsOutcomeView {
  readonly queries: number;
  readonly ending: DnsEnding;
  readonly addresses: readonly Ip[];
}

export interface DnsClientView extends DnsOutcomeView {
  readonly from: SourceRef;
}

/** What a client is asked to look up when it has nothing better to ask. */
export interface DnsNameView {
  readonly name: string;
  readonly type: RecordType;
  readonly kind: 'cluster-ip' | 'headless' | 'port' | 'alias' | 'outside' | 'pod-ip' | 'reverse';
}

export interface DnsServiceView {
  readonly object: ObjectKey;
  readonly headless: boolean;
  readonly alias?: string;
  /** All that the zone holds of it: each question with what it is answered with. */
  readonly records: readonly DnsRecord[];
  /** How many more records there are. */
  readonly more: number;
}

export interface DnsView {
  readonly name: string;
  readonly type: RecordType;
  readonly from: SourceRef;
  readonly resolvConf: {
    readonly text: string;
    readonly nameserver: Ip;
    readonly search: readonly string[];
    readonly ndots: number;
  };
  /** The client's server is the cluster's own. */
  readonly asksCluster: boolean;
  readonly clusterDomain: string;
  readonly dots: number;
  /** The name ends in a dot: it is tried as it stands and never with a search domain. */
  readonly absolute: boolean;
  readonly tried: readonly DnsTryView[];
  /** Index in `tried` of the name that was answered. */
  readonly winner?: number;
  readonly ending: DnsEnding;
  readonly queries: number;
  readonly whatIf: { readonly ndots1: DnsOutcomeView; readonly absolute: DnsOutcomeView };
  readonly server: {
    readonly ip: Ip;
    /** The kube-dns Service, where there is one. */
    readonly service?: ObjectKey;
    /** What CoreDNS is configured with; empty when it is not asked. */
    readonly corefile: readonly CorefileLine[];
    readonly endpoints: readonly { readonly ip: Ip; readonly ready: boolean; readonly pod?: ObjectKey }[];
  };
  /** The Service that the answered name belongs to. */
  readonly service?: DnsServiceView;
  readonly names: readonly DnsNameView[];
  /** The same question asked elsewhere. */
  readonly clients: readonly DnsClientView[];
}
