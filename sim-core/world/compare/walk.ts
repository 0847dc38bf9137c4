import { hostPort } from '../../net/ip.js';
import type { Trace } from '../../network/trace.js';
import type { CompareWalk, Likeness } from '../view-compare.js';
import { countLookups, rulesByNode } from './counts.js';
import { decisiveHops } from './decisive-hops.js';
import { divergence } from './divergence.js';
import type { ModeWorld } from './mode-world.js';

type Nat = CompareWalk['nat'];

/** `ip:port`, or the bare address of an echo request. */
const address = (ip: string, port: number): string => (port === 0 ? ip : hostPort(ip, port));

/** What the backend saw, against what the client sent. */
function natOf({ flow, backend }: Trace): Nat {
  if (backend === undefined) return undefined;
  const { local, sawSource } = backend;
  return {
    destination: { before: address(flow.dst, flow.dport), after: address(local.ip, local.port) },
    source: { before: address(flow.src, flow.sport), after: address(sawSource.ip, sawSource.port) },
  };
}

/** Masquerading draws its ports: only the source's address is compared. */
function likenessOf(first: Trace, other: Trace): Likeness {
  const [a, b] = [first.backend, other.backend];
  if (a === undefined && b === undefined) {
    return first.outcome === other.outcome ? 'same' : 'other-end';
  }
  if (a === undefined) return 'only-here';
  if (b === undefined) return 'only-there';
  if (a.local.ip !== b.local.ip || a.local.port !== b.local.port) return 'other-endpoint';
  return a.sawSource.ip === b.sawSource.ip ? 'same' : 'other-source';
}

/** One mode's way with the packet, held against the first mode's. */
export function walkOf(trace: Trace, world: ModeWorld, first: Trace): CompareWalk {
  const hops = decisiveHops(trace, world);
  const nat = natOf(trace);
  const parted = first === trace ? undefined : divergence(first, trace, hops);
  return {
    hops,
    counts: countLookups(trace),
    rulesByNode: rulesByNode(trace),
    ...(nat && { nat }),
    likeness: first === trace ? 'first' : likenessOf(first, trace),
    outcome: trace.outcome,
    ...(trace.refusedHow !== undefined && { refusedHow: trace.refusedHow }),
    ...(trace.backend && { backend: trace.backend.place }),
    ...(parted && { divergence: parted }),
  };
}
