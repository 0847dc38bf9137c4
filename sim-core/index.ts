/** The door of sim-core: everything a page, a worker or a Node script may use. */
export type { Problem, ProblemCode, TextRange } from './base/problem.js';
export type { Result } from './base/result.js';
export type { Millis } from './base/time.js';
export { cidrContains, parseCidr } from './net/cidr.js';
export { hostPort, parseIp } from './net/ip.js';
export type { Ip, IpFamily } from './net/ip.js';
export type { Packet, Protocol, ServiceProtocol } from './net/packet.js';
export type { Hook } from './net/hook.js';
export type { FieldPath, Kind, ObjectKey, Origin } from './kube/key.js';
export type { RuleRef, TableName } from './netfilter/iptables/model.js';
export type { RuleVisit } from './netfilter/verdict.js';
export type { Hop, Outcome, Place, ProbeProtocol, Step, Trace } from './network/trace.js';
export type { Reason } from './network/reason.js';
export type { Command, SourceRef } from './world/command.js';
export { defaultClusterConfig } from './world/config.js';
export type { ClusterConfig, KubeProxyConfig, NodeConfig } from './world/config.js';
export type * from './world/view.js';
