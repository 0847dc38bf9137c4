import type { ReactElement } from 'react';
import { hostPort, type Hop, type HnsView, type IpvsView } from '../../../sim-core/index.js';
import { useQuery } from '../../state/cluster-view.js';
import style from './hop-detail.module.css';

interface QuoteLine {
  readonly text: string;
  readonly decisive: boolean;
}

/** The virtual server as `ipvsadm -Ln` prints it. */
function serverLines(view: IpvsView | undefined, { step, before, reason }: Hop): readonly QuoteLine[] {
  if (step.kind !== 'ipvs') return [];
  const all = view?.listings.find(({ command }) => command === 'ipvsadm -Ln')?.text.split('\n') ?? [];
  const head = `${before.protocol.padEnd(4)} ${step.virtual} `;
  const from = all.findIndex((line) => line.startsWith(head));
  if (from < 0) return [];
  const after = all.findIndex((line, i) => i > from && !line.startsWith('  ->'));
  const chosen = 'endpoint' in reason ? `  -> ${reason.endpoint} ` : undefined;
  return all
    .slice(from, after < 0 ? undefined : after)
    .map((text) => ({ text: text.trimEnd(), decisive: chosen !== undefined && text.startsWith(chosen) }));
}

/** The load balancer policy: its address, its flags, and the endpoints it hashes over. */
function policyLines(view: HnsView | undefined, { step, reason }: Hop): readonly QuoteLine[] {
  const policy = view?.loadBalancers.find(({ id }) => step.kind === 'vfp' && id === step.policy);
  if (view === undefined || policy === undefined) return [];
  const { id, protocol, frontendVips, externalPort, internalPort, flags, mappingFlags, sourceVip } = policy;
  const ends = policy.endpoints.flatMap((endpoint) => view.endpoints.find((one) => one.id === endpoint)?.ip ?? []);
  const chosen = 'endpoint' in reason ? reason.endpoint : undefined;
  return [
    { text: `ID ${id}`, decisive: false },
    { text: `FrontendVIPs [${frontendVips.join(', ')}] ${protocol} ${externalPort}`, decisive: false },
    { text: `Flags [${[...flags, ...mappingFlags].join(', ')}]`, decisive: reason.code === 'vfp-keeps-source' },
    { text: `SourceVIP ${sourceVip}`, decisive: reason.code === 'vfp-source-vip' },
    ...ends.map((ip) => {
      const text = hostPort(ip, internalPort);
      return { text: `  ${text}`, decisive: text === chosen };
    }),
  ];
}

/** What decided where there are no rules: a virtual server of IPVS, or a policy of a Windows node. */
export default function EngineQuote({ hop }: { readonly hop: Hop }): ReactElement | null {
  const { place, step } = hop;
  const node = 'node' in place ? place.node : undefined;
  const ipvs = useQuery(node !== undefined && step.kind === 'ipvs' ? { kind: 'ipvs', node } : undefined);
  const hns = useQuery(node !== undefined && step.kind === 'vfp' ? { kind: 'hns', node } : undefined);
  const lines = step.kind === 'ipvs' ? serverLines(ipvs, hop) : policyLines(hns, hop);
  if (lines.length === 0) return null;
  return (
    <pre className={style.quote} lang="en">
      {lines.map(({ text, decisive }, i) => (
        <span key={i}>
          {decisive ? <mark>{text}</mark> : text}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}
