import { useMemo } from 'react';
import type {
  HnsView,
  IpvsView,
  NodeProxyView,
  ProxyProcessView,
  Query,
  QueryAnswers,
  RulesetView,
} from '../../../sim-core/index.js';
import { useQuery } from '../../state/cluster-view.js';
import { hnsMeanings, ipvsMeanings, listingLines } from './listing-lines.js';
import { diffLines, fullLines, type SaveLine } from './save-lines.js';
import { textDiff } from './text-diff.js';

/** A kind of things that a node's kube-proxy made: one picture, and the texts that list it. */
export type Topic =
  'servers' | 'ipsets' | 'addresses' | 'process' | 'policies' | 'endpoints' | 'layers' | 'chains' | 'maps';

/** What a command prints. Its lines are only made when it is looked at. */
export interface Listing {
  readonly command: string;
  readonly topics: readonly Topic[];
  readonly full: () => readonly SaveLine[];
  readonly diff: () => readonly SaveLine[];
  readonly ruleset?: RulesetView;
  /** The mode that runs instead of the one whose things the command would list. */
  readonly absentIn?: string;
}

export interface NodeRules {
  readonly node: string;
  readonly topics: readonly Topic[];
  readonly listings: readonly Listing[];
  readonly ipvs: IpvsView | undefined;
  readonly process: ProxyProcessView | undefined;
  readonly hns: HnsView | undefined;
  readonly leftovers: NodeProxyView['leftovers'];
}

const ofRuleset = (ruleset: RulesetView, command: string, topics: readonly Topic[]): Listing => ({
  command,
  topics,
  full: () => fullLines(ruleset),
  diff: () => diffLines(ruleset),
  ruleset,
});

function ofListing(
  { command, text, before }: IpvsView['listings'][number],
  topics: readonly Topic[],
  meanings: ReturnType<typeof ipvsMeanings>,
): Listing {
  const full = (): readonly SaveLine[] => listingLines(text, meanings[command]);
  const old = before === undefined || before === '' ? [] : before.replace(/\n+$/, '').split('\n');
  return { command, topics, full, diff: () => textDiff(old, full()) };
}

const ipvsTopics: Readonly<Record<string, readonly Topic[]>> = {
  'ipvsadm -Ln': ['servers'],
  'ipvsadm -Lnc': ['servers'],
  'ipset list': ['ipsets'],
  'ip addr show kube-ipvs0': ['addresses'],
};

const hnsTopics: Readonly<Record<string, readonly Topic[]>> = {
  'hnsdiag list loadbalancers -d': ['policies', 'layers'],
  'hnsdiag list endpoints -d': ['endpoints'],
};

function useNodeQuery<K extends 'ipvs' | 'hns' | 'proxyProcess'>(kind: K, node: string | undefined) {
  const answer = useQuery<Extract<Query, { readonly kind: K }>>(
    // The three queries have the same shape, which the compiler does not see through their union.
    node === undefined ? undefined : ({ kind, node } as Extract<Query, { readonly kind: K }>),
  );
  const found = answer as QueryAnswers[K] | undefined;
  return found?.node === node ? found : undefined;
}

const nothing = (): readonly SaveLine[] => [];

/** Commands of a Linux node that are there in every mode, whether they list anything or not. */
const ofLinux = ['iptables-save', 'nft list ruleset', 'ipvsadm -Ln'];

const absentListings = (present: readonly Listing[], mode: string, topics: readonly Topic[]): readonly Listing[] =>
  ofLinux
    .filter((command) => present.every((listing) => listing.command !== command))
    .map((command) => ({ command, topics, full: nothing, diff: nothing, absentIn: mode }));

interface Answers extends Pick<NodeRules, 'ipvs' | 'process' | 'hns' | 'leftovers'> {
  readonly node: string;
  readonly rulesets: readonly RulesetView[];
  readonly mode: string;
}

const isRelay = ({ listeners }: ProxyProcessView): boolean => listeners.some(({ kind }) => kind === 'relay');

/** What there is to see, the running mode's own first, what former modes left last. */
function nodeRules({ node, rulesets, ipvs, process, hns, leftovers, mode }: Answers): NodeRules {
  const ofIpvs = (ipvs?.listings ?? []).flatMap((listing) => {
    const topics = ipvsTopics[listing.command];
    return ipvs === undefined || topics === undefined ? [] : [ofListing(listing, topics, ipvsMeanings(ipvs))];
  });
  const ofHns = (hns?.listings ?? []).map((listing) =>
    ofListing(listing, hnsTopics[listing.command] ?? [], hns === undefined ? {} : hnsMeanings(hns)),
  );
  const ofRules = rulesets.map((ruleset) =>
    ruleset.engine === 'nftables'
      ? ofRuleset(ruleset, 'nft list ruleset', ['chains', 'maps'])
      : ofRuleset(ruleset, 'iptables-save', ['chains', ...(process && isRelay(process) ? (['process'] as const) : [])]),
  );
  const ipvsFirst = !leftovers.includes('ipvs');
  const listings = [...(ipvsFirst ? ofIpvs : []), ...ofHns, ...ofRules, ...(ipvsFirst ? [] : ofIpvs)];
  const topics = [...new Set(listings.flatMap((listing) => listing.topics))];
  return {
    node,
    topics,
    listings: hns === undefined ? [...listings, ...absentListings(listings, mode, topics)] : listings,
    ipvs,
    process,
    hns,
    leftovers,
  };
}

/** Everything that kube-proxy made on a node; undefined until it is known. */
export function useNodeRules(node: string | undefined): NodeRules | undefined {
  const own = useQuery(node === undefined ? undefined : { kind: 'ruleset', node });
  const iptables = useQuery(node === undefined ? undefined : { kind: 'ruleset', node, engine: 'iptables' });
  const nftables = useQuery(node === undefined ? undefined : { kind: 'ruleset', node, engine: 'nftables' });
  const ipvs = useNodeQuery('ipvs', node);
  const process = useNodeQuery('proxyProcess', node);
  const hns = useNodeQuery('hns', node);
  const modes = useQuery({ kind: 'proxyModes' });
  const { leftovers, mode } = modes?.nodes.find((one) => one.node === node) ?? {};
  return useMemo(() => {
    if (node === undefined || leftovers === undefined || mode === undefined) return undefined;
    const found = [own, iptables, nftables].flatMap((ruleset) => (ruleset?.node === node ? [ruleset] : []));
    const rulesets = found.filter(
      (ruleset, i) => found.findIndex((one) => (one.engine ?? 'iptables') === (ruleset.engine ?? 'iptables')) === i,
    );
    if (rulesets.length === 0 && hns === undefined) return undefined;
    return nodeRules({ node, rulesets, ipvs, process, hns, leftovers, mode });
  }, [node, own, iptables, nftables, ipvs, process, hns, leftovers, mode]);
}
