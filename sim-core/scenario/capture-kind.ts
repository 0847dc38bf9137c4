/** What a text from a real cluster seems to be. */
export type CaptureKind = 'cluster' | 'rules';

export const looksLikeIptablesSave = (text: string): boolean => /^\*(raw|mangle|nat|filter|security)\s*$/m.test(text);

export const looksLikeNft = (text: string): boolean =>
  /^\s*table\s+(ip|ip6|inet|arp|bridge|netdev)\s+\S+\s*\{/m.test(text);

/** Rules of a node, or the objects of a cluster with its nodes; undefined for a manifest like any other. */
export function captureKindOf(text: string): CaptureKind | undefined {
  if (looksLikeIptablesSave(text) || looksLikeNft(text)) return 'rules';
  return /^[\s-]*"?kind"?: *"?Node"?,?\s*$/m.test(text) ? 'cluster' : undefined;
}
