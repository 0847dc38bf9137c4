import type { ChainRuleView, ChainView, MapView } from '../../../sim-core/index.js';
import type { VisitedRule } from './visits.js';

/** A box of the graph stands for a chain or for a map; a map's name is written as rules write it. */
export const mapChain = (map: string): string => `@${map}`;

/** A drawn number's rule is shown as a row for each number; the row's id is the rule's with the number. */
const drawnId = (ruleId: string, drawn: number): string => `${ruleId}#${drawn}`;

/** The rule that a row of the graph belongs to. */
export const ruleOfRow = (id: string): string => id.replace(/#\d+$/, '');

function rowsOf(rule: ChainRuleView): readonly ChainRuleView[] {
  const { jumpsToEach, lookup } = rule;
  if (lookup !== undefined) return [{ ...rule, target: mapChain(lookup), jumpsTo: mapChain(lookup) }];
  if (jumpsToEach === undefined) return [rule];
  return jumpsToEach.map((chain, drawn) => ({
    ruleId: drawnId(rule.ruleId, drawn),
    summary: `numgen ${drawn}`,
    target: chain,
    jumpsTo: chain,
  }));
}

const boxed = new WeakMap<ChainView, ChainView>();

/** A chain with a row for each drawn number, made once: most chains outlive most edits. */
function boxOf(chain: ChainView): ChainView {
  const known = boxed.get(chain);
  if (known !== undefined) return known;
  const isPlain = chain.rules.every(({ lookup, jumpsToEach }) => lookup === undefined && jumpsToEach === undefined);
  const box = isPlain ? chain : { ...chain, rules: chain.rules.flatMap(rowsOf) };
  boxed.set(chain, box);
  return box;
}

/** Chains and maps as one kind of box: rules lead to maps, elements of maps to chains. */
export function boxChains(chains: readonly ChainView[], maps: readonly MapView[]): readonly ChainView[] {
  return [
    ...chains.map(boxOf),
    ...maps
      .filter(({ kind }) => kind === 'map')
      .map(({ table, name, elements }) => ({
        table,
        name: mapChain(name),
        rules: elements.map(({ id, key, verdict = '', jumpsTo }) => ({
          ruleId: id,
          summary: key,
          target: verdict.replace(/^(goto|jump) /, ''),
          ...(jumpsTo === undefined ? {} : { jumpsTo }),
        })),
      })),
  ];
}

/** What the packet met, row by row: a rule that looked something up also met the element it found. */
export const rowVisits = (visits: readonly VisitedRule[]): readonly VisitedRule[] =>
  visits.flatMap((visited): readonly VisitedRule[] => {
    const { visit, id } = visited;
    if (visit.numgen !== undefined) return [{ ...visited, id: drawnId(id, visit.numgen.drawn) }];
    if (visit.lookup === undefined) return [visited];
    const chain = mapChain(visit.lookup.map);
    const ref = { ...visit.ref, chain };
    return [
      visited,
      { ...visited, id: `${visit.ref.table}/${chain}/${visit.lookup.key}`, visit: { ref, matched: true } },
    ];
  });
