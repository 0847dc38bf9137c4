import type { ReactElement } from 'react';
import type { DnsRecord, DnsView } from '../../../sim-core/index.js';
import { useDnsText } from '../../i18n/dns-text.js';
import { useClusterView } from '../../state/cluster-view.js';
import { ipKind } from '../../state/ip-kind.js';
import { DottedName } from '../../ui/dotted-name.js';
import { IpChip } from '../../ui/ip-chip.js';
import style from './answer-card.module.css';
import { CorefileLines } from './corefile-lines.js';

const key = ({ name, type, data }: DnsRecord): string => `${name} ${type} ${data}`;

/** The records as dig prints them, and the others that the zone holds of the same Service. */
export function AnswerCard({ answer }: { readonly answer: DnsView }): ReactElement {
  const words = useDnsText();
  const won = answer.winner === undefined ? undefined : answer.tried[answer.winner];
  const records = won?.answer ?? [];
  const authority = answer.tried.findLast((one) => one.asked && one.authority.length > 0)?.authority ?? [];
  const { service, clusterDomain: domain } = answer;
  const shown = new Set(records.map(key));
  const rest = (service?.records ?? []).filter((record) => !shown.has(key(record)));
  return (
    <section className={style.card}>
      <h3>{answer.asksCluster ? words.answer : words.outsideAnswer}</h3>
      {records.length > 0 ? (
        <Section title="ANSWER SECTION" records={records} domain={domain} />
      ) : (
        <>
          <p className={style.why}>
            {words.nothing}
            {answer.ending === 'nodata' ? words.nodataWhy : answer.asksCluster && words.nxdomainWhy}
          </p>
          {authority.length > 0 && <Section title="AUTHORITY SECTION" records={authority} domain={domain} />}
        </>
      )}
      <CorefileLines answer={answer} />
      {rest.length > 0 && service !== undefined && (
        <>
          <h4>{words.rest(`${service.object.namespace}/${service.object.name}`)}</h4>
          <Records records={rest} domain={domain} />
          {service.more > 0 && <p className={style.more}>{words.more(service.more)}</p>}
        </>
      )}
    </section>
  );
}

interface RecordsProps {
  readonly records: readonly DnsRecord[];
  readonly domain: string;
}

function Section({ title, records, domain }: RecordsProps & { readonly title: string }): ReactElement {
  return (
    <>
      <p className={style.section} lang="en">
        <span aria-hidden="true">;; </span>
        {title}:
      </p>
      <Records records={records} domain={domain} />
    </>
  );
}

function Records({ records, domain }: RecordsProps): ReactElement {
  return (
    <ul className={style.records} lang="en">
      {records.map((record) => (
        <li key={key(record)}>
          <span className={style.name}>
            <DottedName name={record.name} />
          </span>
          <span className={style.ttl}>{record.ttl}</span>
          <span>IN</span>
          <span className={style.type}>{record.type}</span>
          <Data record={record} domain={domain} />
        </li>
      ))}
    </ul>
  );
}

interface DataProps {
  readonly record: DnsRecord;
  readonly domain: string;
}

function Data({ record: { type, data }, domain }: DataProps): ReactElement {
  const cluster = useClusterView((state) => state.cluster);
  if (type === 'A' || type === 'AAAA') return <IpChip kind={ipKind(data, cluster)} text={data} />;
  const outside = type === 'CNAME' && !data.endsWith(`.${domain}.`);
  return outside ? (
    <IpChip kind="external" text={data} />
  ) : (
    <span className={style.data}>
      <DottedName name={data} />
    </span>
  );
}
