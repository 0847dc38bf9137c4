import type { ChainRuleView, ChainView, MapView } from '../../../sim-core/index.js';
import { chainRole } from './chain-role.js';
import { boxChains, rowVisits } from './map-chains.js';
import type { VisitedRule } from './visits.js';

export interface GraphRow {
  readonly id: string;
  readonly summary: string;
  readonly target: string;
  /** Key of the chain it leads to, when that chain is shown. */
  readonly leadsTo: string | undefined;
  readonly visit: VisitedRule | undefined;
  /** It takes what the rolls of dice before it left. */
  readonly otherwise: boolean;
}

export interface GraphChain {
  /** Section and chain: a chain can be entered from several hooks. */
  readonly key: string;
  readonly table: string;
  readonly name: string;
  readonly total: number;
  readonly rows: readonly GraphRow[];
  /** Rules left out between or after the rows. */
  readonly hidden: number;
  readonly visited: boolean;
  /** Of an endpoint's chain, once there is a packet: whether it went there. */
  readonly chosen?: boolean;
  /** Steps from the hook's own chain. */
  readonly depth: number;
}

/** One table at one hook, with the chains that the packet came through or could have. */
export interface GraphSection {
  readonly title: string;
  readonly chains: readonly GraphChain[];
}

const mostRows = 7;
const mostNeighbours = 4;
/** Chains shown while there is no packet. */
const mostAtRest = 12;

/** Rows worth showing: the visited, those around them, and the first; a few in all. */
function pickRows(
  rules: readonly ChainRuleView[],
  visited: ReadonlyMap<string, VisitedRule>,
): readonly ChainRuleView[] {
  if (rules.length <= mostRows) return rules;
  const kept = new Set<ChainRuleView>();
  rules.forEach((rule, i) => {
    if (!visited.has(rule.ruleId)) return;
    kept.add(rule);
    for (const near of [rules[i - 1], rules[i + 1]]) if (near !== undefined && kept.size < mostRows) kept.add(near);
  });
  for (const rule of rules) if (kept.size < 4) kept.add(rule);
  return rules.filter((rule) => kept.has(rule)).slice(0, mostRows * 2);
}

/** A match of `statistic` is summed up as its probability. */
const isRoll = ({ summary }: ChainRuleView): boolean => /(^| )p \d/.test(summary);

interface Reached {
  readonly chain: ChainView;
  readonly depth: number;
  readonly visited: boolean;
}

/** Depth below every chain that leads to it, so that wires only lead down. The kernel allows no loops; a bound ends any. */
function deepen(reached: Map<string, Reached>): void {
  for (let pass = 0; pass < 20; pass++) {
    let moved = false;
    for (const { chain, depth } of reached.values()) {
      for (const rule of chain.rules) {
        const next = rule.jumpsTo === undefined ? undefined : reached.get(rule.jumpsTo);
        if (next === undefined || next.depth > depth || next.chain === chain) continue;
        reached.set(next.chain.name, { ...next, depth: depth + 1 });
        moved = true;
      }
    }
    if (!moved) return;
  }
}

function sectionOf(
  title: string,
  root: ChainView,
  chains: ReadonlyMap<string, ChainView>,
  visits: readonly VisitedRule[],
): GraphSection {
  const visited = new Map(visits.map((visit) => [visit.id, visit]));
  const met = new Set(visits.map((visit) => visit.visit.ref.chain));
  const reached = new Map<string, Reached>([[root.name, { chain: root, depth: 0, visited: true }]]);
  const queue: ChainView[] = [root];
  for (let chain = queue.shift(); chain !== undefined; chain = queue.shift()) {
    let neighbours = 0;
    for (const rule of pickRows(chain.rules, visited)) {
      const next = rule.jumpsTo === undefined ? undefined : chains.get(rule.jumpsTo);
      if (next === undefined || reached.has(next.name)) continue;
      const passed = visits.length === 0 || met.has(next.name) || visited.get(rule.ruleId)?.visit.matched === true;
      // Where else the packet could have ended is worth seeing; other Services' chains are only named.
      const isOther = met.has(chain.name) && chainRole(next.name) === 'endpoint';
      if (!passed && (!isOther || ++neighbours > mostNeighbours)) continue;
      if (visits.length === 0 && reached.size >= mostAtRest) continue;
      reached.set(next.name, { chain: next, depth: (reached.get(chain.name)?.depth ?? 0) + 1, visited: passed });
      if (passed) queue.push(next);
    }
    if (reached.size > 40) break;
  }
  deepen(reached);
  const keyOf = (name: string): string => `${title}/${name}`;
  const drawn = [...reached.values()].map(({ chain, depth, visited: passed }): GraphChain => {
    const rules = passed || chain.rules.length <= 2 ? pickRows(chain.rules, visited) : [];
    const isChoice = visits.length > 0 && chainRole(chain.name) === 'endpoint';
    const firstRoll = chain.rules.findIndex(isRoll);
    return {
      key: keyOf(chain.name),
      table: chain.table,
      name: chain.name,
      total: chain.rules.length,
      rows: rules.map((rule) => ({
        id: rule.ruleId,
        summary: rule.summary,
        target: rule.target,
        leadsTo: rule.jumpsTo !== undefined && reached.has(rule.jumpsTo) ? keyOf(rule.jumpsTo) : undefined,
        visit: visited.get(rule.ruleId),
        otherwise: rule.summary === '' && firstRoll >= 0 && chain.rules.indexOf(rule) > firstRoll,
      })),
      hidden: chain.rules.length - rules.length,
      visited: passed,
      ...(isChoice && { chosen: passed }),
      depth,
    };
  });
  return { title, chains: drawn };
}

interface Pass {
  readonly table: string;
  /** The chain by which the kernel enters the table. */
  readonly root: string;
  readonly visits: VisitedRule[];
}

function passesOf(visits: readonly VisitedRule[]): readonly Pass[] {
  const passes: Pass[] = [];
  for (const visit of visits) {
    const { table, hook, base: root = hook } = visit;
    const last = passes.at(-1);
    if (last !== undefined && last.table === table && last.root === root) last.visits.push(visit);
    else passes.push({ table, root, visits: [visit] });
  }
  return passes;
}

/** Where packets for Services come in, shown while there is no packet. */
function passAtRest(chains: readonly ChainView[]): Pass {
  const base = chains.find((chain) => chain.base?.startsWith('nat prerouting') === true);
  return { table: base?.table ?? 'nat', root: base?.name ?? 'PREROUTING', visits: [] };
}

/** `nat PREROUTING`; of a base chain of nftables also its hook and priority. */
function titleOf({ table, root }: Pass, { base }: ChainView): string {
  if (base === undefined) return `${table} ${root}`;
  const [type, hook, ...priority] = base.split(' ');
  return `${root}: type ${type} hook ${hook} priority ${priority.join(' ')}`;
}

/** What is shown of a node's chains and maps for a packet: a section for every table of every hook it passed, in its order. */
export function chainSections(
  chains: readonly ChainView[],
  visits: readonly VisitedRule[],
  maps: readonly MapView[] = [],
): readonly GraphSection[] {
  const tables = new Map<string, Map<string, ChainView>>();
  for (const chain of boxChains(chains, maps)) {
    const table = tables.get(chain.table) ?? new Map<string, ChainView>();
    tables.set(chain.table, table.set(chain.name, chain));
  }
  const passes = visits.length === 0 ? [passAtRest(chains)] : passesOf(rowVisits(visits));
  const seen = new Set<string>();
  return passes.flatMap((pass): readonly GraphSection[] => {
    const named = tables.get(pass.table);
    const root = named?.get(pass.root);
    if (named === undefined || root === undefined) return [];
    const title = titleOf(pass, root);
    if (seen.has(title)) return [];
    seen.add(title);
    return [sectionOf(title, root, named, pass.visits)];
  });
}
