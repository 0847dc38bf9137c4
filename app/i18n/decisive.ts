import type { Reason } from '../../sim-core/index.js';

export interface TextPart {
  readonly text: string;
  /** This part made the difference. */
  readonly decisive: boolean;
}

/** From the last `-j` on: a comment may hold one too. */
const target = /(?<= -[jg] )(?!.* -[jg] ).*$/g;

/** What an nftables rule does: everything from its first statement on that is no test. */
const nftStatement =
  /(?:\b(?:jump|goto) \S+|\bvmap @\S+|\bdnat to \S+|\bsnat to \S+|\bmasquerade\b|\breject\b|\bdrop\b|\breturn\b|\baccept\b|\b(?:add|update|meta mark set) ).*$/g;

const isIptables = (rule: string): boolean => rule.startsWith('-A ');

/** Where in a rule's text to look, for reasons that are not about its target. */
const patterns: Partial<Record<Reason['code'], RegExp>> = {
  'matches-cluster-ip': /-d \S+|--dport \d+/g,
  'matches-external-ip': /-d \S+|--dport \d+/g,
  'matches-load-balancer-ip': /-d \S+|--dport \d+/g,
  'matches-node-port': /--dport \d+/g,
  'enters-node-ports': /--dst-type LOCAL/g,
  'dice-won': /--mode random --probability [\d.]+|(?<= -j )(?!.* -j ).*$/g,
  'dice-lost': /--mode random --probability [\d.]+/g,
  'affinity-found': /--rcheck --seconds \d+ --reap|(?<= -j )(?!.* -j ).*$/g,
  'affinity-recorded': /--set\b/g,
  'source-range-allows': /-s \S+/g,
  'short-circuit-pod': /-s \S+|(?<= -j )(?!.* -j ).*$/g,
  'short-circuit-node': /--src-type LOCAL|(?<= -j )(?!.* -j ).*$/g,
  'not-marked': /! --mark \S+|(?<= -j )(?!.* -j ).*$/g,
  'forward-accepts-marked': /--mark \S+|(?<= -j )(?!.* -j ).*$/g,
  'forward-accepts-established': /--ctstate \S+|(?<= -j )(?!.* -j ).*$/g,
};

const nftPatterns: Partial<Record<Reason['code'], RegExp>> = {
  'affinity-found': /\S+ \. \S+ @\S+|ip6? saddr @\S+|\bgoto \S+/g,
  'source-range-allows': /ip6? saddr \S+/g,
  'not-marked': /meta mark & \S+ == \S+|return$/g,
  'cluster-ip-has-no-such-port': /ip6? daddr @\S+|reject.*$/g,
  'cluster-ip-unallocated': /ip6? daddr \{[^}]*\}|ip6? daddr \S+|drop$/g,
};

function patternOf(rule: string, reason: Reason): RegExp {
  if (reason.code === 'numgen-picks') return new RegExp(`(?<=[{,] )${reason.drawn} : goto [^,}]+(?=,| })`, 'g');
  if (!isIptables(rule)) return nftPatterns[reason.code] ?? nftStatement;
  // An ipset holds the address, so the rule names only the set.
  if (rule.includes('--match-set') && patterns[reason.code] !== undefined) return /--match-set \S+ \S+/g;
  return patterns[reason.code] ?? target;
}

/** Cuts a rule as iptables-save or `nft list ruleset` prints it into parts, marking those that the reason rests on. */
export function decisiveParts(rule: string, reason: Reason): readonly TextPart[] {
  const pattern = patternOf(rule, reason);
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of rule.matchAll(pattern)) {
    if (match[0] === '') continue;
    if (match.index > end) parts.push({ text: rule.slice(end, match.index), decisive: false });
    parts.push({ text: match[0], decisive: true });
    end = match.index + match[0].length;
  }
  if (end < rule.length) parts.push({ text: rule.slice(end), decisive: false });
  return parts;
}
