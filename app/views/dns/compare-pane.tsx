import type { ReactElement } from 'react';
import type { ClusterView, DnsView, ServiceView } from '../../../sim-core/index.js';
import { useDnsText } from '../../i18n/dns-text.js';
import { chooseSource, chooseTarget, send } from '../../state/actions.js';
import { useClusterView } from '../../state/cluster-view.js';
import { useLayout } from '../../state/layout.js';
import { Button } from '../../ui/button.js';
import { classNames } from '../../ui/class-names.js';
import { IpChip } from '../../ui/ip-chip.js';
import style from './compare-pane.module.css';
import { shortName, sourceKey, sourceName, type Words } from './names.js';
import { ask } from './question.js';
import { ServiceDrawing } from './service-drawing.js';

/** Who picks the Pod behind a name, and what the same name is elsewhere. */
export function ComparePane({ answer }: { readonly answer: DnsView }): ReactElement {
  const words = useDnsText();
  const cluster = useClusterView((state) => state.cluster);
  const found = cluster && answer.service && serviceIn(cluster, answer.service.object);
  const other = cluster && found && contrast(cluster, found);
  const shown = [found, other].flatMap((one) => one ?? []).toSorted((a, b) => Number(a.headless) - Number(b.headless));
  return (
    <section className={style.compare} aria-label={words.compare}>
      <h3>{words.compare}</h3>
      {shown.length === 0 && <p className={style.why}>{words.compareEmpty}</p>}
      {shown.map((service) => (
        <ServiceCard
          key={`${service.namespace}/${service.name}`}
          service={service}
          lit={service === found}
          answer={answer}
        />
      ))}
      {found !== undefined && <p className={style.why}>{whyText(found, words)}</p>}
      <div className={style.buttons}>
        {shown
          .filter((service) => service.ports.length > 0 && service.type !== 'ExternalName')
          .map((service) => (
            <SendButton key={`${service.namespace}/${service.name}`} service={service} answer={answer} />
          ))}
      </div>
      <Clients answer={answer} />
    </section>
  );
}

const serviceIn = (cluster: ClusterView, { namespace, name }: { readonly namespace: string; readonly name: string }) =>
  cluster.services.find((service) => service.namespace === namespace && service.name === name);

/** A Service that works the other way: headless beside one with a ClusterIP, best of the same Pods. */
function contrast(cluster: ClusterView, found: ServiceView): ServiceView | undefined {
  if (found.type === 'ExternalName') return undefined;
  const pods = new Set(found.endpoints.map(({ ip }) => ip));
  const others = cluster.services.filter(
    (service) =>
      service.type !== 'ExternalName' && service.headless !== found.headless && service.name !== 'kubernetes',
  );
  return others.find((service) => service.endpoints.some(({ ip }) => pods.has(ip)));
}

function whyText(service: ServiceView, words: Words): string {
  if (service.type === 'ExternalName') return words.aliasWhy;
  return service.headless ? words.headlessWhy : words.clusterIpWhy;
}

interface ServiceProps {
  readonly service: ServiceView;
  readonly answer: DnsView;
}

function ServiceCard({ service, answer, lit }: ServiceProps & { readonly lit: boolean }): ReactElement {
  const words = useDnsText();
  const { namespace, name, headless, type, clusterIPs, endpoints } = service;
  const ready = [...new Set(endpoints.filter((one) => one.ready).map(({ ip }) => ip))];
  const alias = lit ? (answer.service?.alias ?? '') : '';
  const note =
    type === 'ExternalName' ? words.external(alias) : headless ? words.headless : words.clusterIp(clusterIPs[0] ?? '');
  return (
    <article className={classNames(style.card, lit && style.lit)}>
      <p>
        <strong lang="en">{shortName(namespace, name, answer.from)}</strong>{' '}
        <span className={style.note} lang="en">
          {note}
        </span>
      </p>
      <p className={style.addresses}>
        <span className={style.type} lang="en">
          {type === 'ExternalName' ? 'CNAME' : 'A'}
        </span>
        {type === 'ExternalName' && <IpChip kind="external" text={alias} />}
        {headless
          ? ready.slice(0, 4).map((ip) => <IpChip key={ip} kind="pod" text={ip} />)
          : clusterIPs.map((ip) => <IpChip key={ip} kind="cluster" text={ip} />)}
        {type !== 'ExternalName' && !headless && <span className={style.note}>{words.oneGhost}</span>}
        {headless && ready.length === 0 && <span className={style.note}>{words.noPods}</span>}
      </p>
      {type !== 'ExternalName' && <ServiceDrawing pods={ready} headless={headless} words={words} />}
    </article>
  );
}

function SendButton({ service, answer }: ServiceProps): ReactElement {
  const words = useDnsText();
  const { namespace, name, ports } = service;
  const [port] = ports;
  const go = () => {
    if (port === undefined) return;
    chooseSource(answer.from);
    chooseTarget({
      to: `${name}.${namespace}:${port.port}`,
      protocol: port.protocol,
      kind: 'dns',
      object: { kind: 'Service', namespace, name },
    });
    void send().then(() => useLayout.getState().set({ view: 'map', phoneTab: 'path' }));
  };
  return <Button onClick={go}>{words.sendTo(shortName(namespace, name, answer.from))}</Button>;
}

/** The same question, asked by others. */
function Clients({ answer }: { readonly answer: DnsView }): ReactElement {
  const words = useDnsText();
  return (
    <div className={style.clients}>
      <h4>{words.clients}</h4>
      <ul>
        {answer.clients.map(({ from, ending, queries, addresses }) => {
          const name = sourceName(from, words);
          const here = sourceKey(from) === sourceKey(answer.from);
          return (
            <li key={sourceKey(from)}>
              <button type="button" aria-label={words.askHere(name)} aria-current={here} onClick={() => ask({ from })}>
                <span className={style.client}>{name}</span>
                <span className={style.result}>
                  <span lang="en">
                    {ending === 'answered' ? (addresses[0] ?? words.endings[ending]) : words.endings[ending]}
                  </span>
                  <span className={style.note}>{words.queries(queries)}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
