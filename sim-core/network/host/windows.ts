import { findLoadBalancer, pickEndpoint, type EntryPort } from '../../hns/balance.js';
import type { HnsLoadBalancer, HnsPolicies } from '../../hns/model.js';
import { cidrContains, type Cidr } from '../../net/cidr.js';
import { familyOf, hostPort } from '../../net/ip.js';
import type { Packet } from '../../net/packet.js';
import { destination, source } from '../explain.js';
import { pass, type Flight, type HookPoint, type HookVerdict } from '../flight.js';
import type { Journey } from '../journey.js';
import type { NodeStack } from '../node-stack.js';
import type { Reason } from '../reason.js';
import type { Hop, Step } from '../trace.js';
import { TrackedPacket } from '../tracking.js';
import { isLocalAddress, isLoopback, masqueradeAddress } from './linux.js';

/** The virtual switch between a Windows node's pods, the node itself and its cable. */
export interface VirtualSwitch {
  readonly policies: HnsPolicies;
  readonly podNetworks: readonly Cidr[];
  /** The CNI plugin's OutBoundNAT policy: pods that leave the pod networks take the node's address. */
  readonly outboundNat: boolean;
}

/**
 * Takes a packet through the switch's extension, VFP. It looks a flow up in its table; a new one meets the
 * load balancer policies where it enters the switch, and what rewrites its source where it leaves.
 * Rewritings are kept with the flow: the table is what conntrack is to netfilter.
 * @see D. Firestone, "VFP: A Virtual Switch Platform for Host SDN in the Public Cloud", NSDI 2017
 */
export function passVirtualSwitch(node: NodeStack, flight: Flight, point: HookPoint, journey: Journey): HookVerdict {
  if (point.hook === 'PREROUTING' || point.hook === 'OUTPUT') enter(node, flight, point, journey);
  if (point.hook === 'POSTROUTING') leave(node, flight, point, journey);
  if (point.hook === 'INPUT') repeat(node, flight, point, journey);
  if (point.hook === 'POSTROUTING' || point.hook === 'INPUT') settle(flight, point);
  return pass;
}

type Told = Pick<Hop, 'origin'>;

const tell = (
  node: NodeStack,
  flight: Flight,
  before: Packet,
  step: Step,
  reason: Reason,
  journey: Journey,
  more: Told = {},
): void => journey.record(node.host.place, step, reason, { before, after: flight.packet, ...more });

function enter(node: NodeStack, flight: Flight, point: HookPoint, journey: Journey): void {
  flight.tracked ??= TrackedPacket.receive(node.kernel, flight.packet);
  if (flight.tracked.isNew) balance(node, flight, point, journey);
  else repeat(node, flight, point, journey);
  flight.tracked.bindNothing(point.hook);
}

/** What the table says of a flow it knows. */
function repeat(node: NodeStack, flight: Flight, { hook }: HookPoint, journey: Journey): void {
  const before = flight.packet;
  const after = flight.tracked?.translate(before, hook) ?? before;
  if (after === before) return;
  flight.packet = after;
  const changesDestination = before.dst !== after.dst || before.dport !== after.dport;
  const [from, to] = changesDestination ? [destination(before), destination(after)] : [source(before), source(after)];
  tell(node, flight, before, { kind: 'vfp', layer: 'flow' }, { code: 'vfp-known-flow', from, to }, journey);
}

const entryPort = ({ hook, physicalIn }: HookPoint): EntryPort =>
  hook === 'OUTPUT' ? 'host' : physicalIn === undefined ? 'cable' : 'pod';

/** The load balancer layer: the first packet of a flow to a Service gets an endpoint. */
function balance(node: NodeStack, flight: Flight, point: HookPoint, journey: Journey): void {
  const { packet: before, tracked } = flight;
  const { policies = undefined } = node.virtualSwitch ?? {};
  if (policies === undefined || tracked === undefined) return;
  const isOfNode = (ip: string): boolean => !isLoopback(ip) && isLocalAddress(node.host, ip);
  const policy = findLoadBalancer(policies, before, entryPort(point), isOfNode);
  const endpoint = policy && pickEndpoint(policies, policy, before);
  if (policy === undefined || endpoint === undefined) return;
  tracked.bind({ kind: 'dnat', address: endpoint.ip, port: policy.internalPort }, endpoint.ip);
  flight.packet = tracked.translate(before, point.hook);
  flight.policy = policy;
  const reason: Reason = {
    code: policy.distribution === 'None' ? 'vfp-balances' : 'vfp-balances-by-source',
    service: policy.servicePort,
    endpoint: hostPort(endpoint.ip, policy.internalPort),
    of: policy.endpoints.length,
  };
  const step: Step = { kind: 'vfp', layer: 'load-balancer', policy: policy.id };
  tell(node, flight, before, step, reason, journey, { origin: policy.origin });
}

/** The source is rewritten for policies that are not DSR, and for pods that leave the pod networks. */
function leave(node: NodeStack, flight: Flight, point: HookPoint, journey: Journey): void {
  const { tracked, policy } = flight;
  if (tracked === undefined) return;
  if (!tracked.wantsNat(point.hook)) repeat(node, flight, point, journey);
  else if (policy !== undefined) sourceVip(node, flight, point, policy, journey);
  else outboundNat(node, flight, point, journey);
}

function sourceVip(node: NodeStack, flight: Flight, point: HookPoint, policy: HnsLoadBalancer, journey: Journey): void {
  const before = flight.packet;
  const step: Step = { kind: 'vfp', layer: 'source-vip', policy: policy.id };
  if (policy.flags.includes('DSR')) {
    tell(node, flight, before, step, { code: 'vfp-keeps-source', service: policy.servicePort }, journey);
    return;
  }
  rewriteSource(flight, point, policy.sourceVip);
  const reason: Reason = { code: 'vfp-source-vip', address: policy.sourceVip };
  tell(node, flight, before, step, reason, journey, { origin: policy.origin });
}

function outboundNat(node: NodeStack, flight: Flight, point: HookPoint, journey: Journey): void {
  const { podNetworks = [], outboundNat: wanted = false } = node.virtualSwitch ?? {};
  const { src, dst } = flight.packet;
  const isPod = (ip: string): boolean => podNetworks.some((network) => cidrContains(network, ip));
  const ownNetworks = podNetworks.filter(({ family }) => family === familyOf(dst));
  if (!wanted || ownNetworks.length === 0 || !isPod(src) || isPod(dst)) return;
  const before = flight.packet;
  const address = masqueradeAddress(node.host, point.outInterface ?? 'lo', dst);
  if (address === undefined || address === src) return;
  rewriteSource(flight, point, address);
  const step: Step = { kind: 'vfp', layer: 'outbound-nat' };
  tell(node, flight, before, step, { code: 'vfp-outbound-nat', address }, journey);
}

function rewriteSource(flight: Flight, { hook }: HookPoint, address: string): void {
  flight.tracked?.bind({ kind: 'masquerade', randomFully: false }, address);
  flight.packet = flight.tracked?.translate(flight.packet, hook) ?? flight.packet;
}

/** The flow enters the table. */
function settle({ tracked }: Flight, { hook }: HookPoint): void {
  tracked?.bindNothing(hook);
  tracked?.confirm();
}
