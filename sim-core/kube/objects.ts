import type { Ip, IpFamily } from '../net/ip.js';
import type { ServiceProtocol } from '../net/packet.js';
import type { Kind, StoredKind } from './key.js';

/** Anything JSON can hold: fields that are stored and shown but that the simulation does not read. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type Labels = Readonly<Record<string, string>>;

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid?: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

export interface ObjectMeta {
  readonly name: string;
  readonly generateName?: string;
  /** Absent on cluster-scoped objects. */
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  /** Virtual time of creation, milliseconds since the world began; printed as an age. */
  readonly creationTimestamp?: number;
  /** Virtual time at which deletion was asked for; the object then terminates gracefully. */
  readonly deletionTimestamp?: number;
  /** How long it may take to end, once deleted. */
  readonly deletionGracePeriodSeconds?: number;
  readonly finalizers?: readonly string[];
}

interface ObjectBase<K extends Kind> {
  readonly apiVersion: string;
  readonly kind: K;
  readonly metadata: ObjectMeta;
}

export interface Namespace extends ObjectBase<'Namespace'> {
  readonly spec?: { readonly finalizers?: readonly string[] };
  readonly status?: { readonly phase: string };
}

export interface Node extends ObjectBase<'Node'> {
  readonly spec: { readonly podCIDR?: string; readonly podCIDRs?: readonly string[] };
  readonly status: {
    readonly addresses: readonly { readonly type: string; readonly address: string }[];
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly nodeInfo?: {
      readonly kubeletVersion: string;
      readonly osImage: string;
      readonly kernelVersion: string;
      readonly containerRuntimeVersion: string;
    };
  };
}

export interface ContainerPort {
  readonly name?: string;
  readonly containerPort: number;
  readonly hostPort?: number;
  readonly hostIP?: string;
  readonly protocol?: ServiceProtocol;
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly ports?: readonly ContainerPort[];
  readonly [other: string]: unknown;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly nodeName?: string;
  readonly hostNetwork?: boolean;
  readonly hostname?: string;
  readonly subdomain?: string;
  readonly [other: string]: unknown;
}

export interface PodStatus {
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  readonly podIP?: Ip;
  readonly podIPs?: readonly { readonly ip: Ip }[];
  readonly hostIP?: Ip;
  readonly conditions?: readonly PodCondition[];
  readonly [other: string]: unknown;
}

export interface PodCondition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  /** Virtual time of the last change of status. */
  readonly lastTransitionTime?: number;
  readonly lastProbeTime?: null;
  readonly reason?: string;
  readonly message?: string;
}

export interface Pod extends ObjectBase<'Pod'> {
  readonly spec: PodSpec;
  readonly status?: PodStatus;
}

export interface PodTemplate {
  readonly metadata?: { readonly labels?: Labels; readonly annotations?: Labels };
  readonly spec: PodSpec;
}

export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
}

interface TemplateSpec {
  readonly selector: LabelSelector;
  readonly template: PodTemplate;
  readonly [other: string]: unknown;
}

interface WorkloadSpec extends TemplateSpec {
  readonly replicas?: number;
}

export interface Deployment extends ObjectBase<'Deployment'> {
  readonly spec: WorkloadSpec;
  readonly status?: { readonly [field: string]: Json };
}

export interface ReplicaSet extends ObjectBase<'ReplicaSet'> {
  readonly spec: WorkloadSpec;
  readonly status?: { readonly [field: string]: Json };
}

export interface StatefulSet extends ObjectBase<'StatefulSet'> {
  readonly spec: WorkloadSpec & { readonly serviceName?: string };
  readonly status?: { readonly [field: string]: Json };
}

export interface DaemonSet extends ObjectBase<'DaemonSet'> {
  /** A DaemonSet has no replicas: the nodes count. */
  readonly spec: TemplateSpec;
  readonly status?: { readonly [field: string]: Json };
}

export interface ReplicationController extends ObjectBase<'ReplicationController'> {
  readonly spec: {
    readonly replicas?: number;
    readonly minReadySeconds?: number;
    /** Plain equality, unlike the selectors of the newer workloads. */
    readonly selector?: Labels;
    readonly template?: PodTemplate;
  };
  readonly status?: { readonly [field: string]: Json };
}

/** What happened to an object, as a component noted it down; the same again only counts up. */
export interface Event extends ObjectBase<'Event'> {
  readonly involvedObject: ObjectReference & { readonly apiVersion?: string; readonly fieldPath?: string };
  readonly reason: string;
  readonly message: string;
  readonly type: 'Normal' | 'Warning';
  readonly source: { readonly component?: string; readonly host?: string };
  readonly reportingComponent: string;
  readonly reportingInstance: string;
  /** Virtual time, like creationTimestamp. */
  readonly firstTimestamp: number;
  readonly lastTimestamp: number;
  readonly eventTime: null;
  readonly count: number;
}

/** An object of a kind that is only kept. */
export interface StoredObject<K extends StoredKind = StoredKind> extends ObjectBase<K> {
  readonly [field: string]: unknown;
}

export interface ConfigMap extends ObjectBase<'ConfigMap'> {
  readonly immutable?: boolean;
  readonly binaryData?: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, string>>;
}

export type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';
export type TrafficPolicy = 'Cluster' | 'Local';

export interface ServicePort {
  readonly name?: string;
  readonly protocol: ServiceProtocol;
  readonly appProtocol?: string;
  readonly port: number;
  readonly targetPort: number | string;
  readonly nodePort?: number;
}

export interface LoadBalancerIngress {
  readonly ip?: Ip;
  readonly hostname?: string;
  readonly ipMode?: 'VIP' | 'Proxy';
  readonly ports?: readonly Json[];
}

export interface ServiceSpec {
  readonly type: ServiceType;
  readonly ports?: readonly ServicePort[];
  readonly selector?: Labels;
  /** An address, `None` for headless, empty for ExternalName. */
  readonly clusterIP?: string;
  readonly clusterIPs?: readonly string[];
  readonly externalIPs?: readonly string[];
  readonly sessionAffinity: 'None' | 'ClientIP';
  readonly sessionAffinityConfig?: { readonly clientIP?: { readonly timeoutSeconds?: number } };
  readonly loadBalancerIP?: string;
  readonly loadBalancerSourceRanges?: readonly string[];
  readonly loadBalancerClass?: string;
  readonly allocateLoadBalancerNodePorts?: boolean;
  readonly externalName?: string;
  readonly externalTrafficPolicy?: TrafficPolicy;
  readonly internalTrafficPolicy?: TrafficPolicy;
  readonly healthCheckNodePort?: number;
  readonly publishNotReadyAddresses?: boolean;
  readonly ipFamilies?: readonly IpFamily[];
  readonly ipFamilyPolicy?: 'SingleStack' | 'PreferDualStack' | 'RequireDualStack';
  readonly trafficDistribution?: string;
}

export interface Service extends ObjectBase<'Service'> {
  readonly spec: ServiceSpec;
  readonly status?: {
    readonly loadBalancer?: { readonly ingress?: readonly LoadBalancerIngress[] };
    readonly conditions?: readonly Json[];
  };
}

export interface ObjectReference {
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
}

export interface Endpoint {
  readonly addresses: readonly string[];
  readonly conditions?: { readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean };
  readonly hostname?: string;
  readonly nodeName?: string;
  readonly zone?: string;
  readonly targetRef?: ObjectReference;
  readonly hints?: {
    readonly forZones?: readonly { readonly name: string }[];
    readonly forNodes?: readonly { readonly name: string }[];
  };
  readonly deprecatedTopology?: Labels;
}

export interface EndpointPort {
  readonly name?: string;
  /** Absent when a named targetPort resolves nowhere. */
  readonly port?: number;
  readonly protocol?: ServiceProtocol;
  readonly appProtocol?: string;
}

export interface EndpointSlice extends ObjectBase<'EndpointSlice'> {
  readonly addressType: IpFamily | 'FQDN';
  /** null when the controller wrote a slice without endpoints. */
  readonly endpoints: readonly Endpoint[] | null;
  readonly ports?: readonly EndpointPort[] | null;
}

export interface EndpointAddress {
  readonly ip: Ip;
  readonly hostname?: string;
  readonly nodeName?: string;
  readonly targetRef?: ObjectReference;
}

export interface EndpointSubset {
  readonly addresses?: readonly EndpointAddress[];
  readonly notReadyAddresses?: readonly EndpointAddress[];
  readonly ports?: readonly {
    readonly name?: string;
    readonly port: number;
    readonly protocol: ServiceProtocol;
    readonly appProtocol?: string;
  }[];
}

export interface Endpoints extends ObjectBase<'Endpoints'> {
  readonly subsets?: readonly EndpointSubset[];
}

interface ActiveObjects {
  readonly Namespace: Namespace;
  readonly Node: Node;
  readonly Pod: Pod;
  readonly Service: Service;
  readonly Endpoints: Endpoints;
  readonly EndpointSlice: EndpointSlice;
  readonly Deployment: Deployment;
  readonly ReplicaSet: ReplicaSet;
  readonly StatefulSet: StatefulSet;
  readonly DaemonSet: DaemonSet;
  readonly ReplicationController: ReplicationController;
  readonly ConfigMap: ConfigMap;
  readonly Event: Event;
}

type ObjectsOfStoredKinds = { readonly [K in StoredKind]: StoredObject<K> };

export type ObjectsByKind = ActiveObjects & ObjectsOfStoredKinds;

export type KubeObject = ObjectsByKind[Kind];
