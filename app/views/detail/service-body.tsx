import type { ReactElement, ReactNode } from 'react';
import type { ServiceDetail, SliceEndpointView, SliceView } from '../../../sim-core/index.js';
import { useDetailText } from '../../i18n/detail-text.js';
import { useLayout } from '../../state/layout.js';
import { Address, DnsRecords, Facts, ObjectLink, Pairs, Part, State } from './parts.js';
import style from './detail.module.css';

export function ServiceBody({ detail }: { readonly detail: ServiceDetail }): ReactElement {
  const words = useDetailText();
  const all = detail.slices.flatMap((slice) => slice.endpoints);
  const ready = all.filter((endpoint) => endpoint.ready).length;
  return (
    <>
      <Facts rows={facts(detail, words)} />
      {detail.ports.length > 0 && <Ports detail={detail} />}
      <Part title={words.endpoints} note={all.length > 0 && words.readyOf(ready, all.length)}>
        {all.length === 0 && <p className={style.quiet}>{words.noEndpoints}</p>}
        {detail.slices
          .filter((slice) => slice.endpoints.length > 0)
          .map((slice) => (
            <Slice key={slice.name} slice={slice} />
          ))}
      </Part>
      {detail.dns.length > 0 && (
        <Part title={words.dns}>
          <DnsRecords records={detail.dns} />
          {detail.moreDns > 0 && <p className={style.quiet}>{words.more(detail.moreDns)}</p>}
        </Part>
      )}
      <Part title={words.rules}>
        <ul className={style.rows}>
          {detail.rules.map(({ node, count }) => (
            <li key={node}>
              <ObjectLink object={{ kind: 'Node', namespace: '', name: node }} />
              <button
                type="button"
                className={style.link}
                aria-label={`${words.openRules}, ${node}`}
                onClick={() => useLayout.getState().set({ view: 'rules', node, phoneTab: 'rules' })}
              >
                {words.rulesOn(count)}
              </button>
            </li>
          ))}
        </ul>
      </Part>
    </>
  );
}

type Words = ReturnType<typeof useDetailText>;
type Row = readonly [name: string, value: ReactNode];

const fact = (name: string, value: string | undefined): readonly Row[] =>
  value === undefined || value === '' ? [] : [[name, <code key={name}>{value}</code>]];

function facts(detail: ServiceDetail, words: Words): readonly Row[] {
  const { type, headless, clusterIPs, externalIPs, loadBalancerIPs, externalName, selector } = detail;
  const hasSelector = Object.keys(selector).length > 0;
  return [
    ['type', <code key="type">{headless ? `${type}, ${words.headless}` : type}</code>],
    ...(clusterIPs.length === 0
      ? []
      : [
          [
            'clusterIP',
            <span key="ips" className={style.stack}>
              {clusterIPs.map((ip) => (
                <Address key={ip} ip={ip} kind="cluster" />
              ))}
              <span className={style.quiet}>{words.ghost}</span>
            </span>,
          ] as const,
        ]),
    ...fact('externalName', externalName),
    ...[...loadBalancerIPs, ...externalIPs].map(
      (ip, index) =>
        [
          index < loadBalancerIPs.length ? `ingress ${index + 1}` : `externalIP ${ip}`,
          <Address key={ip} ip={ip} kind="external" />,
        ] as const,
    ),
    ['selector', hasSelector ? <Pairs key="selector" pairs={selector} /> : <span key="none">{words.noSelector}</span>],
    ...fact('sessionAffinity', detail.sessionAffinity === 'None' ? undefined : detail.sessionAffinity),
    ...fact('externalTrafficPolicy', detail.externalTrafficPolicy),
    ...fact('internalTrafficPolicy', detail.internalTrafficPolicy),
    ...fact('trafficDistribution', detail.trafficDistribution),
  ];
}

function Ports({ detail }: { readonly detail: ServiceDetail }): ReactElement {
  const words = useDetailText();
  return (
    <Part title={words.ports}>
      <ul className={style.rows} lang="en">
        {detail.ports.map(({ name, port, protocol, targetPort, nodePort }) => (
          <li key={`${protocol} ${port}`}>
            <code>
              {port}/{protocol}
              {name !== undefined && name !== '' && <span className={style.quiet}> {name}</span>}
            </code>
            <code>
              → {targetPort}
              {nodePort !== undefined && <span className={style.nodePort}> ■ {nodePort}</span>}
            </code>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Slice({ slice }: { readonly slice: SliceView }): ReactElement {
  const words = useDetailText();
  return (
    <div className={style.slice}>
      <p className={style.quiet} lang="en">
        {words.slice(slice.name)}
        {slice.ports.length > 0 && ` · ${slice.ports.join(', ')}`}
      </p>
      <ul className={style.rows}>
        {slice.endpoints.map((endpoint) => (
          <li key={endpoint.ip}>
            <span className={style.stack}>
              <Address ip={endpoint.ip} />
              <span className={style.quiet}>
                {endpoint.pod !== undefined && <ObjectLink object={endpoint.pod} />}
                {endpoint.node !== undefined && ` ${endpoint.node}`}
                {endpoint.hints.length > 0 && ` · ${words.hint(endpoint.hints.join(', '))}`}
              </span>
            </span>
            <State good={endpoint.ready} text={stateText(endpoint, words)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function stateText({ ready, serving, terminating }: SliceEndpointView, words: Words): string {
  if (terminating) return serving ? words.serving : words.terminating;
  return ready ? words.ready : words.notReady;
}
