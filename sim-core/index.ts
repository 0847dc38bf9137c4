/**
 * The door of sim-core: everything a page, a worker or a Node script may use. Whatever goes in and
 * comes out of a simulation is JSON-safe.
 */
export type { Problem, ProblemCode, TextRange } from './base/problem.js';
export type { Result } from './base/result.js';
export type { Millis } from './base/time.js';

/** Packets and addresses. */
export { cidrContains, parseCidr, type Cidr } from './net/cidr.js';
export type { Hook } from './net/hook.js';
export { hostPort, parseIp, type Ip, type IpFamily } from './net/ip.js';
export type { Packet, Protocol, ServiceProtocol } from './net/packet.js';

/** Objects, and the manifests they come from. */
export type { FieldPath, Kind, ObjectKey, Origin } from './kube/key.js';
export { parseManifests, type ManifestDocument, type ParsedManifests } from './kube/yaml/manifests.js';

/** Rules: the text of iptables-save and ip6tables-save, read and written. */
export { ruleId, type RuleRef, type Ruleset, type TableName } from './netfilter/iptables/model.js';
export { readRuleset as readIptablesSave, type ReadError } from './netfilter/iptables/read.js';
export { writeRuleset as writeIptablesSave } from './netfilter/iptables/write.js';
export { readNftRuleset as readNft, type NftReadError } from './netfilter/nftables/read.js';
export { writeNftRuleset as writeNft } from './netfilter/nftables/write.js';
export type { NftTable } from './netfilter/nftables/model.js';
export type { RuleVisit } from './netfilter/verdict.js';

/** A packet's way through given rules, without a cluster: make a network, send, read the trace. */
export { Prng, createPrng } from './base/prng.js';
export { createNetwork, type Network, type NetworkConfig } from './network/network.js';
export { emptyKernelState, type KernelState } from './network/kernel-state.js';
export { send as trace, type SendRequest, type SendResult, type WalkWorld } from './network/walk.js';
export type { Hop, Outcome, Place, ProbeProtocol, Step, Trace } from './network/trace.js';
export type { Reason } from './network/reason.js';
export { compileDataplane } from './proxy/compile.js';
export type { Dataplane } from './proxy/dataplane.js';
export { currentRelease } from './proxy/release.js';

/** A whole cluster over time: send commands, ask queries. */
export type { Command, SourceRef } from './world/command.js';
export { defaultClusterConfig, type ClusterConfig, type KubeProxyConfig, type NodeConfig } from './world/config.js';
export { createSimulation, replay, type Moment, type Simulation, type SimulationStart } from './world/simulation.js';
export type { Snapshot } from './world/snapshot.js';
export type * from './world/view.js';
export type * from './world/view-ipvs.js';
export type { RulesCause, RulesChangeView } from './world/view-rules-change.js';

/** The prompt: where it may be, and what a command asks of the terminal beyond printing. */
export type { PrintedText, TerminalAction } from './shell/command.js';
export type { ShellPlace } from './shell/sys.js';

/** Rules of a real node, and packets in them. */
export { captureKindOf, type CaptureKind } from './scenario/capture-kind.js';
export {
  readAddressList,
  readCapturedNode,
  type CapturedNode,
  type CapturedService,
  type CapturedSummary,
} from './scenario/captured-node.js';
export {
  walkCapturedNode,
  type CapturedPacket,
  type CapturedPass,
  type CapturedProblem,
  type CapturedVisit,
  type CapturedWalk,
} from './scenario/captured-node-walk.js';

/** What the page opens on. */
export { openingFiles, openingSeed } from './scenario/start.js';

/** The fields of each kind, as the API server decodes them. */
export { typeOf as schemaOf } from './apiserver/decode/types.js';
export type { Schema, StructSchema } from './apiserver/decode/schema.js';
export { resources } from './kube/resource.js';

/** `cluster.yaml`: the cluster before any manifest. */
export {
  clusterFileName,
  clusterFileSchema,
  clusterFileValues,
  readClusterFile,
  type ClusterFile,
} from './scenario/cluster-file.js';
export { configOf, type ClusterSettings } from './scenario/cluster-settings.js';

/** The language of `kubectl -l`. */
export { matchesLabelText } from './shell/kubectl/label-selector.js';

/** A real cluster's dump as a world. */
export {
  importCluster,
  importLimits,
  isImportProblem,
  type DumpFile,
  type ImportCorrections,
  type ImportedCluster,
  type ImportProblem,
  type ImportSummary,
  type ImportWarning,
} from './scenario/import-cluster.js';
