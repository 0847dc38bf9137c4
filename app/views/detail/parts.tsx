import type { ReactElement, ReactNode } from 'react';
import type { DnsRecord, Ip, ObjectKey } from '../../../sim-core/index.js';
import { useClusterView } from '../../state/cluster-view.js';
import { ipKind } from '../../state/ip-kind.js';
import { useSelection } from '../../state/selection.js';
import { classNames } from '../../ui/class-names.js';
import { DottedName } from '../../ui/dotted-name.js';
import { Icon } from '../../ui/icon.js';
import { IpChip, type ChipKind } from '../../ui/ip-chip.js';
import style from './detail.module.css';

interface PartProps {
  readonly title: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

export function Part({ title, note, children }: PartProps): ReactElement {
  return (
    <section className={style.part}>
      <h4>
        {title}
        {note !== undefined && <span className={style.note}>{note}</span>}
      </h4>
      {children}
    </section>
  );
}

/** Names and values, a row each. */
export function Facts({
  rows,
}: {
  readonly rows: readonly (readonly [name: string, value: ReactNode])[];
}): ReactElement {
  return (
    <dl className={style.facts}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Address({
  ip,
  kind,
  port,
}: {
  readonly ip: Ip;
  readonly kind?: ChipKind;
  readonly port?: number;
}): ReactElement {
  const cluster = useClusterView((state) => state.cluster);
  return <IpChip kind={kind ?? ipKind(ip, cluster)} text={port === undefined ? ip : `${ip}:${port}`} />;
}

/** Pins another object, and with it its own detail. */
export function ObjectLink({
  object,
  children,
}: {
  readonly object: ObjectKey;
  readonly children?: ReactNode;
}): ReactElement {
  const { pin, hover } = useSelection.getState();
  return (
    <button
      type="button"
      className={style.link}
      lang="en"
      onClick={() => pin({ object })}
      onPointerEnter={() => hover({ object })}
      onPointerLeave={() => hover(undefined)}
    >
      {children ?? object.name}
    </button>
  );
}

export function State({ good, text }: { readonly good: boolean; readonly text: string }): ReactElement {
  return (
    <span className={classNames(style.state, !good && style.bad)}>
      <Icon name={good ? 'check' : 'close'} size={13} />
      {text}
    </span>
  );
}

export function Pairs({ pairs }: { readonly pairs: Readonly<Record<string, string>> }): ReactElement {
  return (
    <span className={style.pairs} lang="en">
      {Object.entries(pairs).map(([name, value]) => (
        <code key={name}>
          {name}={value}
        </code>
      ))}
    </span>
  );
}

export function Quote({ text }: { readonly text: string }): ReactElement {
  return (
    <pre className={style.quote} lang="en" tabIndex={0}>
      {text.trimEnd()}
    </pre>
  );
}

export function DnsRecords({ records }: { readonly records: readonly DnsRecord[] }): ReactElement {
  return (
    <ul className={style.records} lang="en">
      {records.map(({ name, type, data }) => (
        <li key={`${name} ${type} ${data}`}>
          <span className={style.recordName}>
            <DottedName name={name} />
          </span>
          <span className={style.type}>{type}</span>
          {type === 'A' || type === 'AAAA' ? (
            <Address ip={data} />
          ) : (
            <span className={style.recordName}>
              <DottedName name={data} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
