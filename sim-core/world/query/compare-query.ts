import { createPrng, Prng } from '../../base/prng.js';
import type { SendRequest } from '../../network/walk.js';
import type { Trace } from '../../network/trace.js';
import { countLookups } from '../compare/counts.js';
import { withMovedEndpoint, withServices } from '../compare/many-services.js';
import { ModeWorld, placeMode } from '../compare/mode-world.js';
import { compareLimits, modesOf, packetOf, seedOf } from '../compare/request.js';
import { countRewritten } from '../compare/rewriting.js';
import { spreadOver } from '../compare/spread.js';
import { walkOf } from '../compare/walk.js';
import type { Snapshot } from '../snapshot.js';
import type {
  CompareColumn,
  CompareGrowthView,
  CompareQueries,
  CompareSpreadView,
  CompareView,
  ComparedMode,
  GrowthPoint,
} from '../view-compare.js';

const prngOf = (seed: number): Prng => new Prng(createPrng(seed));

interface Walked {
  readonly placed: ComparedMode;
  readonly world?: ModeWorld;
  readonly trace?: Trace;
}

/** The same packet, with the same seed, through every mode's rules. */
export function compareView(snapshot: Snapshot, query: CompareQueries['compare']): CompareView {
  const seed = seedOf(query);
  const packet = packetOf(snapshot, query);
  if (!packet.ok) return { seed, problem: packet.error, columns: [] };
  const walked = modesOf(query).map((mode): Walked => {
    const placed = placeMode(snapshot, mode);
    if (placed.failure !== undefined) return { placed };
    const world = new ModeWorld(snapshot, placed, prngOf(seed));
    return { placed, world, trace: world.send(packet.value, snapshot.time) };
  });
  const first = walked.find(({ trace }) => trace !== undefined)?.trace;
  const columns = walked.map(({ placed, world, trace }): CompareColumn =>
    world && trace && first ? { ...placed, walk: walkOf(trace, world, first) } : placed,
  );
  if (first === undefined) return { seed, columns };
  const { src, sport, dst, dport } = first.flow;
  return { seed, flow: { src, sport, dst, dport }, columns };
}

/** How many connections come to which endpoint, mode by mode. */
export function compareSpreadView(snapshot: Snapshot, query: CompareQueries['compareSpread']): CompareSpreadView {
  const seed = seedOf(query);
  const count = clamp(query.count, compareLimits.connections);
  const packet = packetOf(snapshot, query);
  if (!packet.ok) return { seed, count, problem: packet.error, columns: [] };
  // Every connection has a port of its own.
  const { sport, ...connection } = packet.value;
  const columns = modesOf(query).map((mode) => {
    const placed = placeMode(snapshot, mode);
    if (placed.failure !== undefined) return placed;
    const world = new ModeWorld(snapshot, placed, prngOf(seed));
    const request: SendRequest = count === 1 && sport !== undefined ? { ...connection, sport } : connection;
    return { ...placed, spread: spreadOver(world, snapshot.config, request, count, snapshot.time) };
  });
  return { seed, count, columns };
}

/** What the packet and one changed endpoint cost in larger and larger clusters: compiled, sent and counted. */
export function compareGrowthView(snapshot: Snapshot, query: CompareQueries['compareGrowth']): CompareGrowthView {
  const packet = packetOf(snapshot, query);
  if (!packet.ok) return { problem: packet.error, columns: [] };
  const sizes = query.services.slice(0, compareLimits.sizes).map((size) => clamp(size, compareLimits.services));
  const columns = modesOf(query).map((mode) => {
    const placed = placeMode(snapshot, mode);
    if (placed.failure !== undefined) return placed;
    return { ...placed, points: sizes.map((size) => grown(snapshot, placed, packet.value, size, seedOf(query))) };
  });
  return { columns };
}

function grown(
  { config, objects: own, time }: Snapshot,
  placed: ComparedMode,
  packet: SendRequest,
  size: number,
  seed: number,
): GrowthPoint {
  const objects = withServices(own, size, packet.dst);
  const world = new ModeWorld({ config, objects }, placed, prngOf(seed));
  const counts = countLookups(world.send(packet, time));
  return { services: objects.kinds.Service.size, counts, rewritten: rewrittenBy(world, config.nodes[0]?.name, packet) };
}

function rewrittenBy(world: ModeWorld, node: string | undefined, { dst }: SendRequest): number {
  const before = node === undefined ? undefined : world.compile(node);
  if (node === undefined || before === undefined) return 0;
  const after = world.compile(node, withMovedEndpoint(world.objects, dst), before);
  return after === undefined ? 0 : countRewritten(before.dataplane, after.dataplane);
}

const clamp = (value: number, most: number): number =>
  Number.isFinite(value) ? Math.min(Math.max(1, Math.trunc(value)), most) : 1;
