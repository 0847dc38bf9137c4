import type { ReactElement, ReactNode } from 'react';
import type { PodDetail } from '../../../sim-core/index.js';
import { useDetailText } from '../../i18n/detail-text.js';
import style from './detail.module.css';
import { Address, Facts, ObjectLink, Pairs, Part, Quote, State } from './parts.js';

type Words = ReturnType<typeof useDetailText>;
type Row = readonly [name: string, value: ReactNode];

function facts(detail: PodDetail, words: Words): readonly Row[] {
  const { ips, node, hostNetwork, phase, ready, terminating, owner, ports, labels } = detail;
  const state = terminating ? words.terminating : ready ? words.ready : words.notReady;
  return [
    [
      words.addresses,
      <span key="ips" className={style.stack}>
        {ips.map((ip) => (
          <Address key={ip} ip={ip} kind={hostNetwork ? 'node' : 'pod'} />
        ))}
        {hostNetwork && <span className={style.quiet}>{words.hostNetwork}</span>}
      </span>,
    ],
    ...(node === undefined
      ? []
      : [[words.node, <ObjectLink key="node" object={{ kind: 'Node', namespace: '', name: node }} />] as const]),
    [
      words.phase,
      <span key="phase" className={style.line}>
        <code>{phase}</code>
        <State good={ready && !terminating} text={state} />
      </span>,
    ],
    ...(ports.length === 0
      ? []
      : [
          [
            words.ports,
            <code key="ports">
              {ports
                .map(({ name, port, protocol }) => `${port}/${protocol}${name === undefined ? '' : ` ${name}`}`)
                .join(', ')}
            </code>,
          ] as const,
        ]),
    [words.labels, <Pairs key="labels" pairs={labels} />],
    ...(owner === undefined ? [] : [[words.owner, <code key="owner">{`${owner.kind} ${owner.name}`}</code>] as const]),
  ];
}

export function PodBody({ detail }: { readonly detail: PodDetail }): ReactElement {
  const words = useDetailText();
  return (
    <>
      <Facts rows={facts(detail, words)} />
      <Part title={words.services}>
        {detail.services.length === 0 ? (
          <p className={style.quiet}>{words.noServices}</p>
        ) : (
          <ul className={style.rows}>
            {detail.services.map(({ object, serves }) => (
              <li key={object.name}>
                <ObjectLink object={object} />
                <State good={serves} text={serves ? words.serves : words.servesNot} />
              </li>
            ))}
          </ul>
        )}
      </Part>
      <Part title={words.conditions}>
        <ul className={style.rows} lang="en">
          {detail.conditions.map(({ type, status }) => (
            <li key={type}>
              <code>{type}</code>
              <State good={status === 'True'} text={status} />
            </li>
          ))}
        </ul>
      </Part>
      <Part title={words.resolvConf}>
        <Quote text={detail.resolvConf} />
      </Part>
      <Part title={words.environment}>
        {detail.environment.length === 0 ? (
          <p className={style.quiet}>{words.noEnvironment}</p>
        ) : (
          <>
            <p className={style.quiet}>{words.environmentWhy}</p>
            <Quote text={detail.environment.map(([name, value]) => `${name}=${value}`).join('\n')} />
          </>
        )}
      </Part>
    </>
  );
}
