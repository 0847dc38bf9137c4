import type { ReactElement } from 'react';
import { hostPort, type DnsView, type ObjectKey } from '../../../sim-core/index.js';
import { useDnsText } from '../../i18n/dns-text.js';
import { useClusterView } from '../../state/cluster-view.js';
import { usePlayback } from '../../state/playback.js';
import { useSelection } from '../../state/selection.js';
import { classNames } from '../../ui/class-names.js';
import { IpChip, type ChipKind } from '../../ui/ip-chip.js';
import { sourceName } from './names.js';
import style from './question-path.module.css';

function useSourceIp({ from }: DnsView): string {
  const cluster = useClusterView((state) => state.cluster);
  if (from.kind === 'external') return cluster?.external.ip ?? '';
  const nodes = cluster?.nodes ?? [];
  if (from.kind === 'node') return nodes.find((node) => node.name === from.node)?.ip ?? '';
  const pods = nodes.flatMap((node) => node.pods);
  return pods.find((pod) => pod.namespace === from.namespace && pod.name === from.name)?.ip ?? '';
}

/** The hop at which the last query that was sent got CoreDNS's own address. */
function useRewritingHop(to: string): number | undefined {
  const trace = usePlayback((state) => state.trace);
  const hop = trace?.to === to ? trace.request.find(({ before, after }) => before.dst !== after.dst) : undefined;
  return hop && hop.index + 1;
}

/** Who asks, whom, and who answers. */
export function QuestionPath({ answer }: { readonly answer: DnsView }): ReactElement {
  const words = useDnsText();
  const { server, from, asksCluster } = answer;
  const ip = useSourceIp(answer);
  const ready = server.endpoints.filter((endpoint) => endpoint.ready);
  const [first] = ready.length > 0 ? ready : server.endpoints;
  const hop = useRewritingHop(hostPort(server.ip, 53));
  const kind: ChipKind = from.kind === 'external' ? 'external' : from.kind;
  return (
    <ol className={style.path} aria-label={words.path}>
      <li className={classNames(style.box, style[kind])}>
        <strong>{sourceName(from, words)}</strong>
        <IpChip kind={kind} text={ip} />
      </li>
      <li className={style.wire} aria-hidden="true" />
      <Stop
        title={asksCluster ? 'kube-dns' : 'DNS'}
        kind={asksCluster ? 'cluster' : 'external'}
        text={hostPort(server.ip, 53)}
        object={server.service}
      />
      {server.service !== undefined && (
        <>
          <li className={classNames(style.wire, ready.length === 0 && style.broken)} aria-hidden="true">
            <span>DNAT</span>
            {hop !== undefined && <span className={style.hop}>{words.hop(hop)}</span>}
          </li>
          {first === undefined ? (
            <li className={classNames(style.box, style.missing)}>{words.noneReady}</li>
          ) : (
            <Stop
              title={
                ready.length > 1
                  ? `${first.pod?.name ?? 'coredns'} +${ready.length - 1}`
                  : (first.pod?.name ?? 'coredns')
              }
              kind="pod"
              text={hostPort(first.ip, 53)}
              object={first.pod}
            />
          )}
        </>
      )}
    </ol>
  );
}

interface StopProps {
  readonly title: string;
  readonly kind: ChipKind;
  readonly text: string;
  readonly object: ObjectKey | undefined;
}

function Stop({ title, kind, text, object }: StopProps): ReactElement {
  const hover = useSelection.getState().hover;
  return (
    <li
      className={classNames(style.box, style[kind])}
      onPointerEnter={() => object !== undefined && hover({ object })}
      onPointerLeave={() => hover(undefined)}
    >
      <strong lang="en">{title}</strong>
      <IpChip kind={kind} text={text} />
    </li>
  );
}
