import type { ReactElement } from 'react';
import type { NodeDetail } from '../../../sim-core/index.js';
import { useDetailText } from '../../i18n/detail-text.js';
import { useLayout } from '../../state/layout.js';
import style from './detail.module.css';
import { Address, Facts, ObjectLink, Part, Quote, State } from './parts.js';

export function NodeBody({ detail }: { readonly detail: NodeDetail }): ReactElement {
  const words = useDetailText();
  const { ips, podCIDRs, zone, kubeProxyMode, connections } = detail;
  return (
    <>
      <Facts
        rows={[
          [
            words.addresses,
            <span key="ips" className={style.stack}>
              {ips.map((ip) => (
                <Address key={ip} ip={ip} kind="node" />
              ))}
            </span>,
          ],
          [words.podCidr, <code key="cidr">{podCIDRs.join(', ')}</code>],
          [words.zone, <code key="zone">{zone}</code>],
          [words.mode, <code key="mode">{kubeProxyMode}</code>],
        ]}
      />
      <Rules detail={detail} />
      <Part title={words.pods(detail.pods.length)}>
        {detail.pods.length === 0 && <p className={style.quiet}>{words.noPods}</p>}
        <ul className={style.rows}>
          {detail.pods.map(({ object, ip, ready }) => (
            <li key={`${object.namespace} ${object.name}`}>
              <span className={style.stack}>
                <ObjectLink object={object} />
                {ip !== undefined && <Address ip={ip} />}
              </span>
              <State good={ready} text={ready ? words.ready : words.notReady} />
            </li>
          ))}
        </ul>
      </Part>
      <Part title={words.interfaces}>
        <ul className={style.rows} lang="en">
          {detail.interfaces.map(({ name, addresses }) => (
            <li key={name}>
              <code>{name}</code>
              <code>{addresses.join(', ')}</code>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={words.routes}>
        <Quote text={detail.routes.join('\n')} />
      </Part>
      <p className={style.quiet}>
        <button
          type="button"
          className={style.link}
          onClick={() => useLayout.getState().set({ dockTab: 'conntrack', dockOpen: true, node: detail.object.name })}
        >
          {words.connections(connections)}
        </button>
      </p>
    </>
  );
}

function Rules({ detail }: { readonly detail: NodeDetail }): ReactElement {
  const words = useDetailText();
  const { rules, rulesRevision, object } = detail;
  return (
    <Part title={words.rulesets} note={words.revision(rulesRevision)}>
      <ul className={style.rows}>
        {rules
          .filter(({ count }) => count > 0)
          .map(({ ruleset, table, count }) => (
            <li key={`${ruleset} ${table}`}>
              <code lang="en">
                {ruleset} · {table}
              </code>
              <button
                type="button"
                className={style.link}
                aria-label={`${words.openRules}, ${ruleset} ${table}`}
                onClick={() => useLayout.getState().set({ view: 'rules', node: object.name, phoneTab: 'rules' })}
              >
                {words.rulesOn(count)}
              </button>
            </li>
          ))}
      </ul>
    </Part>
  );
}
