import type { Dataplane, EngineRef, HookEntry } from '../../proxy/dataplane.js';
import type { HookEntryView, NodeView } from '../view.js';

type Entered = Pick<HookEntryView, 'table' | 'chains'>;

/** What is entered, named as its listings name it; undefined where kube-proxy has put nothing. */
function entered(dataplane: Dataplane, { hook }: HookEntry, ref: EngineRef): Entered | undefined {
  switch (ref.engine) {
    case 'ipvs':
      return { table: 'ipvs', chains: [] };
    case 'nftables': {
      const { base, name } = dataplane.nftables?.get(ref.table)?.chains.get(ref.chain) ?? {};
      return base === undefined || name === undefined ? undefined : { table: base.type, chains: [name] };
    }
    case 'iptables': {
      const table = dataplane.iptables.get(ref.ruleset)?.tables.find(({ name }) => name === ref.table);
      const chains = (table?.chains.get(hook)?.rules ?? []).flatMap(({ target }) =>
        target?.kind === 'jump' || target?.kind === 'goto' ? [target.chain] : [],
      );
      return chains.length === 0 ? undefined : { table: ref.table, chains: [...new Set(chains)] };
    }
  }
}

/** The same for each family: said once. */
const sameEntry = (a: HookEntryView, b: HookEntryView): boolean =>
  a.hook === b.hook && a.priority === b.priority && a.table === b.table && a.chains.join() === b.chains.join();

function entriesOf(dataplane: Dataplane): readonly HookEntryView[] {
  const entries: HookEntryView[] = [];
  for (const entry of dataplane.hooks) {
    const what = entered(dataplane, entry, entry.enter);
    if (what === undefined) continue;
    const view = { hook: entry.hook, priority: entry.priority, engine: entry.enter.engine, ...what };
    if (!entries.some((known) => sameEntry(known, view))) entries.push(view);
  }
  return entries.sort((a, b) => a.priority - b.priority);
}

const known = new WeakMap<Dataplane, Pick<NodeView, 'hooks' | 'hnsNetwork'>>();

/** Where packets meet what kube-proxy has programmed: hooks of netfilter, or the virtual switch of a network. */
export function hookEntryViews(dataplane: Dataplane): Pick<NodeView, 'hooks' | 'hnsNetwork'> {
  const before = known.get(dataplane);
  if (before !== undefined) return before;
  const { hns } = dataplane;
  const views = hns === undefined ? { hooks: entriesOf(dataplane) } : { hnsNetwork: hns.network };
  known.set(dataplane, views);
  return views;
}
