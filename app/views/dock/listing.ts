import { useMemo } from 'react';
import type { HnsView, IpvsView, RulesetView } from '../../../sim-core/index.js';
import { useQuery } from '../../state/cluster-view.js';
import { readOutput } from '../../state/printed/meaning.js';
import type { Selection } from '../../state/selection.js';

export interface ListedLine {
  readonly text: string;
  readonly selection: Selection | undefined;
}

/** What one command of the node prints of kube-proxy's work. */
export interface Listing {
  readonly command: string;
  readonly revision: number;
  readonly lines: readonly ListedLine[];
}

const rulesOf = ({ node, engine, revision, lines }: RulesetView): Listing => ({
  command: engine === 'nftables' ? 'nft list ruleset' : 'iptables-save',
  revision,
  lines: lines
    .filter(({ kind }) => kind === 'rule' || kind === 'element')
    .map(({ text, ruleId: id, origin }) => ({
      text: text.trim(),
      selection: {
        ...(id !== undefined && { rule: { node, id } }),
        ...(origin && { origin, object: origin.object }),
      },
    })),
});

/** The listing of an engine without rules, with the meaning of its lines. */
function listingOf(view: IpvsView | HnsView, command: string, known: Parameters<typeof readOutput>[2]): Listing {
  const text = view.listings.find((listing) => listing.command === command)?.text ?? '';
  const lines = readOutput(text.trimEnd(), { command, place: { kind: 'node', node: view.node } }, known);
  return {
    command,
    revision: view.revision,
    lines: lines.map((line) => ({ text: line.text, selection: line.whole })),
  };
}

/** All that kube-proxy's mode made on a node, what decides first; undefined until it is known. */
export function useListings(node: string): readonly Listing[] | undefined {
  const ruleset = useQuery({ kind: 'ruleset', node });
  const ipvs = useQuery({ kind: 'ipvs', node });
  const hns = useQuery({ kind: 'hns', node });
  return useMemo(() => {
    const isOf = <T extends { readonly node: string }>(view: T | undefined): T | undefined =>
      view?.node === node ? view : undefined;
    const own = { ruleset: isOf(ruleset), ipvs: isOf(ipvs), hns: isOf(hns) };
    const known = { cluster: undefined, nodes: new Map([[node, { rulesets: [], ipvs: own.ipvs, hns: own.hns }]]) };
    const listings = [
      ...(own.ipvs && own.ipvs.virtualServers.length > 0 ? [listingOf(own.ipvs, 'ipvsadm -Ln', known)] : []),
      ...(own.hns ? [listingOf(own.hns, 'hnsdiag list loadbalancers -d', known)] : []),
      ...(own.ruleset ? [rulesOf(own.ruleset)] : []),
    ];
    return listings.length === 0 ? undefined : listings;
  }, [node, ruleset, ipvs, hns]);
}
