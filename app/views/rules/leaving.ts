import type { Hop } from '../../../sim-core/index.js';
import type { GraphSection } from './chain-graph.js';
import type { Leaving } from './graph-box.js';

const rewrites = ({ before, after }: Hop): boolean =>
  before.src !== after.src || before.dst !== after.dst || before.sport !== after.sport || before.dport !== after.dport;

/** The last rule of a section that gave the packet another address, if one did. */
export function leavingOf({ chains }: GraphSection, hops: readonly Hop[]): Leaving | undefined {
  const found = chains.flatMap(({ key, rows }) =>
    rows.flatMap(({ visit }): readonly Leaving[] => {
      const hop = visit === undefined ? undefined : hops[visit.hop];
      return hop !== undefined && rewrites(hop) ? [{ chain: key, hop: hop.index }] : [];
    }),
  );
  return found.reduce<Leaving | undefined>(
    (last, one) => (last === undefined || one.hop > last.hop ? one : last),
    undefined,
  );
}

/** The section that holds the packet's hop: the one whose rule it met last. */
export function sectionAt(sections: readonly GraphSection[], cursor: number): number | undefined {
  const firsts = sections.map(({ chains }) =>
    Math.min(...chains.flatMap(({ rows }) => rows.flatMap(({ visit }) => (visit === undefined ? [] : [visit.hop])))),
  );
  const at = firsts.findLastIndex((first) => first <= cursor);
  return at < 0 ? undefined : at;
}
