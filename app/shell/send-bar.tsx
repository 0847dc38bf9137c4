import { useDeferredValue, useMemo, type ReactElement, type ReactNode } from 'react';
import { useText } from '../i18n/text.js';
import { chooseSource, chooseTarget, send } from '../state/actions.js';
import { useClusterView } from '../state/cluster-view.js';
import { usePlayback } from '../state/playback.js';
import { sameSource, sameTarget } from '../state/routes.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { Menu } from '../ui/menu.js';
import { IpGlyph, ipGlyph } from '../ui/ip-chip.js';
import { classNames } from '../ui/class-names.js';
import ipInk from '../ui/ip-ink.module.css';
import { sourceEnd, targetEnd, type RouteEnd } from '../views/send/route-ends.js';
import style from './send-bar.module.css';

/** How many packets the menu beside the button sends. */
const counts = [1, 100, 1000] as const;
const keyOf: Readonly<Record<number, string>> = { 1: 'S', 1000: '⇧S' };

interface SendBarProps {
  /** In a row of its own. */
  readonly spread?: boolean;
  /** What is said before the packet's ends, and what is done with it where it is not sent. */
  readonly lead?: ReactNode;
  readonly instead?: ReactNode;
}

/** From where, to where, and go. The two ends are also picked on the map. */
export function SendBar({ spread = false, lead, instead }: SendBarProps): ReactElement | null {
  const text = useText();
  const { sender } = text.lab;
  // A keystroke's rules are drawn first: there is an entry here for each Pod and port.
  const cluster = useDeferredValue(useClusterView((state) => state.cluster));
  const source = usePlayback((state) => state.source);
  const target = usePlayback((state) => state.target);
  const sources = useMemo(() => cluster?.sources.map((one) => sourceEnd(one, text, cluster)) ?? [], [cluster, text]);
  const targets = useMemo(() => cluster?.targets.map((one) => targetEnd(one, cluster)) ?? [], [cluster]);
  if (cluster === undefined || cluster.targets.length === 0) return null;
  const from = cluster.sources.findIndex((candidate) => sameSource(candidate, source));
  const to = cluster.targets.findIndex((candidate) => sameTarget(candidate, target));
  return (
    <div className={classNames(style.bar, spread && style.spread)}>
      {lead}
      <End label={sender.from} ends={sources} index={from} onPick={(index) => chooseSource(cluster.sources[index])} />
      <span className={style.arrow}>
        <Icon name="arrow-right" size={12} />
      </span>
      <End label={sender.to} ends={targets} index={to} onPick={(index) => chooseTarget(cluster.targets[index])} />
      {instead ?? <Send ready={source !== undefined && target !== undefined} />}
    </div>
  );
}

function Send({ ready }: { readonly ready: boolean }): ReactElement {
  const { sender } = useText().lab;
  return (
    <>
      <Button look="line" keys="S" aria-keyshortcuts="s" disabled={!ready} onClick={() => void send()}>
        {sender.send}
      </Button>
      <Menu
        label={sender.howMany}
        icon="chevron-down"
        disabled={!ready}
        items={counts.map((count) => ({
          label: sender.packets(count),
          onSelect: () => void send(count),
          ...(count in keyOf && { keys: keyOf[count] ?? '' }),
        }))}
      />
    </>
  );
}

interface EndProps {
  readonly label: string;
  readonly ends: readonly RouteEnd[];
  readonly index: number;
  readonly onPick: (index: number) => void;
}

/** Looks like the chip it names; the list under it is the browser's. */
function End({ label, ends, index, onPick }: EndProps): ReactElement {
  const chosen = ends[index];
  const options = useMemo(
    () =>
      ends.map(({ kind, name }, position) => (
        <option key={`${kind} ${name}`} value={position}>
          {ipGlyph[kind]} {name}
        </option>
      )),
    [ends],
  );
  return (
    <span className={classNames(style.end, chosen !== undefined && ipInk[chosen.kind])} title={chosen?.name}>
      {chosen !== undefined && <IpGlyph kind={chosen.kind} />}
      <span className={style.name} aria-hidden="true">
        {chosen?.name ?? '…'}
      </span>
      <select aria-label={label} value={index} onChange={(event) => onPick(Number(event.target.value))}>
        {options}
      </select>
    </span>
  );
}
