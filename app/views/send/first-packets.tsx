import { useMemo, type ReactElement } from 'react';
import { useText } from '../../i18n/text.js';
import { chooseSource, chooseTarget, send } from '../../state/actions.js';
import { useClusterView } from '../../state/cluster-view.js';
import { firstRoutes, type Pair } from '../../state/routes.js';
import { CardButton } from '../../ui/card-button.js';
import { Icon } from '../../ui/icon.js';
import { IpChip } from '../../ui/ip-chip.js';
import style from './first-packets.module.css';
import { sourceEnd, targetEnd } from './route-ends.js';

function sendAlong({ source, target }: Pair): void {
  chooseSource(source);
  chooseTarget(target);
  void send();
}

/** Packets worth sending before any other, each with the question it answers. */
export default function FirstPackets(): ReactElement | null {
  const text = useText();
  const { first, ipKinds } = text.trace;
  const cluster = useClusterView((state) => state.cluster);
  const routes = useMemo(() => (cluster === undefined ? [] : firstRoutes(cluster)), [cluster]);
  if (cluster === undefined || routes.length === 0) return null;
  return (
    <section className={style.first} aria-labelledby="first-packets">
      <h4 id="first-packets">{first.title}</h4>
      <ul>
        {routes.map((route) => {
          const from = sourceEnd(route.source, text, cluster);
          const to = targetEnd(route.target, cluster);
          return (
            <li key={route.lesson}>
              <CardButton className={style.card} onClick={() => sendAlong(route)}>
                <span className={style.question}>{first.questions[route.lesson]}</span>
                <span className={style.ends}>
                  <IpChip kind={from.kind} text={from.name} kindLabel={ipKinds[from.kind]} />
                  <Icon name="arrow-right" size={12} />
                  <IpChip kind={to.kind} text={to.name} kindLabel={ipKinds[to.kind]} />
                </span>
              </CardButton>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
