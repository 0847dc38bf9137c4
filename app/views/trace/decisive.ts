import type { Reason } from '../../../sim-core/index.js';

export interface TextPart {
  readonly text: string;
  /** This part made the difference. */
  readonly decisive: boolean;
}

/** From the last `-j` on: a comment may hold one too. */
const target = /(?<= -[jg] )(?!.* -[jg] ).*$/g;

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

/** Cuts a rule as iptables-save prints it into parts, marking those that the reason rests on. */
export function decisiveParts(rule: string, reason: Reason): readonly TextPart[] {
  const pattern = patterns[reason.code] ?? target;
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
