import type { Hook } from '../net/hook.js';
import type { Packet } from '../net/packet.js';
import type { KernelTx } from '../netfilter/kernel.js';
import { evaluateBaseChain } from '../netfilter/nftables/evaluate.js';
import type { TableResult } from '../netfilter/verdict.js';
import type { Dataplane } from '../proxy/dataplane.js';

/** A packet that opens a connection, and the node it passes. */
export interface FlowOnNode {
  readonly dataplane: Dataplane;
  readonly packet: Packet;
  isLocal(ip: string): boolean;
  /** A kernel that remembers nothing and draws what it is told. */
  kernel(random: () => number): KernelTx;
}

/** What became of the packet: where it may go, whether it is masqueraded, and a verdict against it. */
export interface FlowResult {
  readonly destinations: readonly { readonly ip: string; readonly port: number }[];
  readonly masquerade: boolean;
  readonly verdict?: 'DROP' | 'REJECT';
}

const newConnection = { state: 'NEW', direction: 'original', dnat: false, snat: false } as const;
const twoTo32 = 2 ** 32;

/** One way through the hooks, with the numbers that were drawn from. */
interface Way {
  readonly packet: Packet;
  readonly translated: boolean;
  readonly mark: number;
  readonly verdict?: 'DROP' | 'REJECT';
  readonly modulus: number;
}

/**
 * Sends the packet through the base chains that a node's kernel would enter, once for every number that
 * numgen may draw.
 * @see pkg/proxy/nftables/helpers_test.go (v1.34) tracePacket
 */
export function flowThroughNftables(flow: FlowOnNode): FlowResult {
  const first = passHooks(flow, 0);
  const ways = [first];
  for (let drawn = 1; drawn < first.modulus; drawn++) {
    ways.push(passHooks(flow, Math.ceil((drawn * twoTo32) / first.modulus)));
  }
  const destinations = ways.flatMap(({ translated, packet }) =>
    translated ? [{ ip: packet.dst, port: packet.dport }] : [],
  );
  return {
    destinations,
    masquerade: ways.some(({ mark }) => mark !== 0),
    ...(first.verdict && { verdict: first.verdict }),
  };
}

function passHooks(flow: FlowOnNode, random: number): Way {
  const kernel = flow.kernel(() => random);
  const begin: Way = { packet: flow.packet, translated: false, mark: 0, modulus: 1 };
  if (flow.isLocal(flow.packet.src)) {
    const sent = passHook(flow, kernel, 'OUTPUT', begin);
    return flow.isLocal(sent.packet.dst) ? passHook(flow, kernel, 'INPUT', sent) : sent;
  }
  const received = passHook(flow, kernel, 'PREROUTING', begin);
  return passHook(flow, kernel, flow.isLocal(received.packet.dst) ? 'INPUT' : 'FORWARD', received);
}

function passHook({ dataplane }: FlowOnNode, kernel: KernelTx, hook: Hook, begin: Way): Way {
  const entries = dataplane.hooks.filter((entry) => entry.hook === hook).toSorted((a, b) => a.priority - b.priority);
  let way = begin;
  for (const { enter } of entries) {
    const table = enter.engine === 'nftables' ? dataplane.nftables?.get(enter.table) : undefined;
    if (enter.engine !== 'nftables' || table === undefined || way.verdict !== undefined) continue;
    if ((table.family === 'ip') === way.packet.dst.includes(':')) continue;
    const skb = { packet: way.packet, mark: way.mark, hook, ct: newConnection };
    way = after(way, evaluateBaseChain(table, enter.chain, skb, kernel));
  }
  return way;
}

function after(way: Way, { verdict, mark, visits }: TableResult): Way {
  const drawn = visits.find(({ numgen }) => numgen !== undefined)?.numgen;
  const next = { ...way, mark, ...(drawn && { modulus: drawn.modulus }) };
  if (verdict.kind === 'drop') return { ...next, verdict: 'DROP' };
  if (verdict.kind === 'reject') return { ...next, verdict: 'REJECT' };
  if (verdict.kind !== 'dnat') return next;
  const { packet } = way;
  return {
    ...next,
    translated: true,
    packet: { ...packet, dst: verdict.address, dport: verdict.port ?? packet.dport },
  };
}
