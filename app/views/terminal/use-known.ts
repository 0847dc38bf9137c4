import { useEffect, useMemo, useState } from 'react';
import { ask, useClusterView } from '../../state/cluster-view.js';
import type { Entry, Terminal } from '../../state/terminal.js';
import type { Asked, Known, KnownNode } from '../../state/printed/known.js';
import { readOutput, type PrintedLine } from '../../state/printed/meaning.js';

async function askNode(node: string): Promise<KnownNode> {
  const [iptables, nftables, ipvs, hns] = await Promise.all([
    ask({ kind: 'ruleset', node, engine: 'iptables' }),
    ask({ kind: 'ruleset', node, engine: 'nftables' }),
    ask({ kind: 'ipvs', node }),
    ask({ kind: 'hns', node }),
  ]);
  return { rulesets: [iptables, nftables].flatMap((ruleset) => ruleset ?? []), ipvs, hns };
}

/** Nodes at whose prompts something was asked. */
function nodesOf({ entries }: Terminal): readonly string[] {
  const names = entries.flatMap((entry) =>
    entry.kind === 'input' && entry.place?.kind === 'node' ? [entry.place.node] : [],
  );
  return [...new Set(names)].sort();
}

/** All that is needed to tell what printed lines stand for, at the moment in view. */
export function useKnown(terminal: Terminal): Known {
  const cluster = useClusterView((state) => state.cluster);
  const version = useClusterView((state) => state.version);
  const names = nodesOf(terminal).join(' ');
  const [nodes, setNodes] = useState<Known['nodes']>(new Map());
  useEffect(() => {
    let current = true;
    const wanted = names.split(' ').filter((name) => name !== '');
    Promise.all(wanted.map(async (name) => [name, await askNode(name)] as const)).then(
      (all) => current && all.length > 0 && setNodes(new Map(all)),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [names, version]);
  return useMemo(() => ({ cluster, nodes }), [cluster, nodes]);
}

const read = new WeakMap<Entry, { readonly known: Known; readonly lines: readonly PrintedLine[] }>();

/** The lines of an entry with their meanings; read once for what is known. */
export function linesOf(entry: Entry, asked: Asked | undefined, known: Known): readonly PrintedLine[] {
  if (entry.kind !== 'stdout' || asked === undefined) return [];
  const before = read.get(entry);
  if (before?.known === known) return before.lines;
  const lines = readOutput(entry.text, asked, known);
  read.set(entry, { known, lines });
  return lines;
}

export const askedBy = (entry: Entry): Asked | undefined =>
  entry.kind === 'input' && entry.place !== undefined ? { command: entry.text, place: entry.place } : undefined;

/** The command that an entry is the output of. */
export function askedFor(entries: readonly Entry[], index: number): Asked | undefined {
  const asking = entries.slice(0, index + 1).findLast((entry) => entry.kind === 'input');
  return asking && askedBy(asking);
}
