import type { Hook, HookEntryView, NodeView } from '../../../sim-core/index.js';
import { widthOf } from './context.js';

/** What kube-proxy has at a hook of a node, lowest priority first. */
export const entriesAt = ({ hooks = [] }: NodeView, hook: string): readonly HookEntryView[] =>
  hooks.filter((entry) => entry.hook === hook);

/** Base chains have names of their own; the built-in chains of iptables are named like their hooks. */
export const baseChainsAt = (node: NodeView, hook: Hook): readonly HookEntryView[] =>
  entriesAt(node, hook).filter(({ engine }) => engine === 'nftables');

const once = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/**
 * `nat -100` for each entry, or all tables in one line, whichever there is room for. Tables of iptables have their
 * priority from the kernel and go without; each chain of nftables chooses its own.
 */
export function hookLines(node: NodeView, hook: Hook, width: number, most: number): readonly string[] {
  const entries = entriesAt(node, hook);
  const lines = once(
    entries.map(({ table, priority, engine }) => (engine === 'nftables' ? `${table} ${priority}` : table)),
  );
  const fits = (text: string): boolean => widthOf(text, 'mono') <= width;
  if (lines.length <= most && lines.every(fits)) return lines;
  const tables = once(entries.map(({ table }) => table));
  return [tables.join(', '), tables[0] ?? ''].filter((text) => text !== '' && fits(text)).slice(0, 1);
}

/** All of it in words, for those who hear the map: `nat -100 KUBE-SERVICES`. */
export const hookEntriesText = (node: NodeView, hook: string): string =>
  entriesAt(node, hook)
    .map(({ table, priority, chains }) => [table, priority, chains.join(', ')].join(' ').trim())
    .join('; ');
