import type { Hop, HnsView, IpvsView, Reason } from '../../sim-core/index.js';
import { useQuery } from './cluster-view.js';
import type { Quote } from './quote.js';

type Listings = Pick<IpvsView, 'listings'> | undefined;

const printed = (view: Listings, command: string): readonly string[] =>
  view?.listings.find((listing) => listing.command === command)?.text.split('\n') ?? [];

const marked = (lines: readonly string[], isDecisive: (line: string) => boolean): Quote =>
  lines.map((text) => [{ text: text.trimEnd(), decisive: isDecisive(text) }]);

/** The virtual server with its real servers as `ipvsadm -Ln` prints it. */
export function serverQuote(view: Listings, { step, before, reason }: Hop): Quote {
  if (step.kind !== 'ipvs') return [];
  const all = printed(view, 'ipvsadm -Ln');
  const head = `${before.protocol.padEnd(4)} ${step.virtual} `;
  const from = all.findIndex((line) => line.startsWith(head));
  if (from < 0) return [];
  const after = all.findIndex((line, i) => i > from && !line.startsWith('  ->'));
  const chosen = 'endpoint' in reason ? `  -> ${reason.endpoint} ` : undefined;
  const decisive = (line: string): boolean =>
    step.action === 'refuse' ? line.startsWith(head) : chosen !== undefined && line.startsWith(chosen);
  return marked(all.slice(from, after < 0 ? undefined : after), decisive);
}

/** One object of a list that `hnsdiag` prints as JSON, by a line of it. */
function objectLines(all: readonly string[], has: (line: string) => boolean): readonly string[] {
  const at = all.findIndex(has);
  if (at < 0) return [];
  const from = all.slice(0, at).lastIndexOf('  {');
  const to = all.findIndex((line, i) => i > at && /^ {2}\},?$/.test(line));
  const block = all.slice(from, to + 1).map((line, i, lines) => (i === lines.length - 1 ? '  }' : line));
  // The version of the format is the same in every object and says nothing about this one.
  const version = block.indexOf('    "SchemaVersion": {');
  return version < 0 ? block : [...block.slice(0, version), ...block.slice(version + 4)];
}

/** The policy's field that a decision rests on. */
const fieldBehind: Partial<Record<Reason['code'], string>> = {
  'vfp-source-vip': '    "SourceVIP"',
  'vfp-keeps-source': '    "Flags"',
};

/** The load balancer policy, and the endpoint its hash chose, as `hnsdiag` prints them. */
export function policyQuote(view: HnsView | undefined, { step, reason }: Hop): Quote {
  if (view === undefined || step.kind !== 'vfp' || step.policy === undefined) return [];
  const { policy } = step;
  const address = 'endpoint' in reason ? reason.endpoint.replace(/^\[?(.*?)\]?:\d+$/, '$1') : undefined;
  const chosen = view.endpoints.find(({ ip }) => ip === address);
  const balancer = objectLines(printed(view, 'hnsdiag list loadbalancers -d'), (line) =>
    line.startsWith(`    "ID": "${policy}"`),
  );
  const endpoint =
    chosen === undefined
      ? []
      : objectLines(printed(view, 'hnsdiag list endpoints -d'), (line) => line.startsWith(`    "ID": "${chosen.id}"`));
  const wanted = fieldBehind[reason.code];
  return [
    ...marked(
      balancer,
      (line) =>
        (wanted !== undefined && line.startsWith(wanted)) || (chosen !== undefined && line.includes(`"${chosen.id}"`)),
    ),
    ...marked(endpoint, (line) => line.includes(`"${chosen?.ip ?? ''}"`)),
  ];
}

/** What decided where there are no rules: a virtual server of IPVS, or a policy of a Windows node. */
export function useEngineQuote(hop: Hop): Quote {
  const { place, step } = hop;
  const node = 'node' in place ? place.node : undefined;
  const ipvs = useQuery(node !== undefined && step.kind === 'ipvs' ? { kind: 'ipvs', node } : undefined);
  const hns = useQuery(node !== undefined && step.kind === 'vfp' ? { kind: 'hns', node } : undefined);
  return step.kind === 'ipvs'
    ? serverQuote(ipvs?.node === node ? ipvs : undefined, hop)
    : policyQuote(hns?.node === node ? hns : undefined, hop);
}
