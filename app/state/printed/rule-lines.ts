import type { RuleLineView } from '../../../sim-core/index.js';
import { ofRule, type Asked, type KnownNode, type LineReader } from './known.js';

/** A rule's text without what a listing adds to it: counters, handles, indentation. */
const bare = (text: string): string =>
  text
    .replace(/^\s*\[\d+:\d+\] /, '')
    .replace(/ counter packets \d+ bytes \d+/, '')
    .replace(/ # handle \d+$/, '')
    .trim();

/** Lines of iptables-save, `iptables -S` and `nft list`: each is known by its text, and by the chain it stands in. */
export function savedRules(name: string, { rulesets }: KnownNode): LineReader {
  const byText = new Map<string, RuleLineView[]>();
  for (const line of rulesets.flatMap(({ lines }) => lines)) {
    if (line.kind !== 'rule' && line.kind !== 'element') continue;
    const text = bare(line.text);
    byText.set(text, [...(byText.get(text) ?? []), line]);
  }
  let block: string | undefined;
  let isOwnFamily = true;
  let met = new Set<RuleLineView>();
  return (line) => {
    const family = /^table (\w+) /.exec(line)?.[1];
    // What is known are the rules for IPv4; those for IPv6 read alike.
    if (family !== undefined) isOwnFamily = family !== 'ip6';
    if (!isOwnFamily) return undefined;
    const opened = /^\s*(?:chain|set|map) (\S+) \{/.exec(line)?.[1];
    if (opened !== undefined) {
      block = opened;
      met = new Set();
    }
    const alike = byText.get(bare(line)) ?? [];
    const here = alike.filter(({ chain }) => chain === block);
    const found = here.find((one) => !met.has(one)) ?? here[0] ?? alike[0];
    if (found?.ruleId === undefined) return undefined;
    met.add(found);
    return ofRule({ node: name, id: found.ruleId }, found.origin);
  };
}

/** Rows of `iptables -L`: a rule is known by its place in the chain above it. */
export function listedRules(name: string, { rulesets }: KnownNode, { command }: Asked): LineReader {
  const table = /(?:-t|--table)[ =]?(\w+)/.exec(command)?.[1] ?? 'filter';
  const byId = new Map(rulesets.flatMap(({ lines }) => lines).map((line) => [line.ruleId, line]));
  let chain: string | undefined;
  let index = 0;
  return (line) => {
    const head = /^Chain (\S+) \((?:policy|\d+ references)/.exec(line)?.[1];
    if (head !== undefined) {
      chain = head;
      index = 0;
      return undefined;
    }
    if (line.trim() === '') chain = undefined;
    if (chain === undefined || /^(?:num +)?(?: *pkts +bytes +)?target +prot/.test(line)) return undefined;
    const id = `${table}/${chain}/${index++}`;
    const found = byId.get(id);
    return found === undefined ? undefined : ofRule({ node: name, id }, found.origin);
  };
}
