import type { ReactElement } from 'react';
import type { ClusterView, ShellPlace } from '../../../sim-core/index.js';
import { useTerminalText } from '../../i18n/terminal-text.js';
import { useClusterView } from '../../state/cluster-view.js';
import {
  closeTerminal,
  goTo,
  mostTerminals,
  openTerminal,
  placeOf,
  useActiveTerminal,
  useTerminals,
} from '../../state/terminal.js';
import { Button } from '../../ui/button.js';
import { Select } from '../../ui/select.js';
import { placeName } from './notes.js';
import { setReader, useReader } from './reader.js';
import style from './terminal.module.css';

function placesIn(cluster: ClusterView | undefined): readonly ShellPlace[] {
  const nodes = (cluster?.nodes ?? []).map(({ name }): ShellPlace => ({ kind: 'node', node: name }));
  const pods = (cluster?.sources ?? []).filter((source) => source.kind === 'pod');
  return [{ kind: 'laptop' }, ...nodes, ...pods];
}

/** Where the prompt is, and more terminals: for the head of the pane. */
export default function TerminalTools({ single = false }: { readonly single?: boolean }): ReactElement | null {
  const words = useTerminalText();
  const cluster = useClusterView((state) => state.cluster);
  const count = useTerminals((state) => state.terminals.length);
  const terminal = useActiveTerminal();
  const reader = useReader((state) => state.on);
  if (terminal === undefined) return null;
  const here = JSON.stringify(placeOf(terminal));
  const places = placesIn(cluster);
  const known = places.some((place) => JSON.stringify(place) === here);
  const choices = [...places, ...(known ? [] : [placeOf(terminal)])].map((place) => ({
    value: JSON.stringify(place),
    label: placeName(place, words),
  }));
  return (
    <div className={style.tools}>
      <Select
        label={words.place}
        choices={choices}
        value={here}
        onChange={(value) => {
          const place = choices.findIndex((choice) => choice.value === value);
          const chosen = places[place];
          if (chosen !== undefined && !terminal.busy) void goTo(terminal.id, chosen);
        }}
        mono
      />
      {!single && (
        <>
          <span className={style.pressed}>
            <Button
              look="quiet"
              icon="reader"
              label={words.reader}
              aria-pressed={reader}
              onClick={() => setReader(!reader)}
            />
          </span>
          {count > 1 && (
            <Button look="quiet" icon="close" label={words.close} onClick={() => closeTerminal(terminal.id)} />
          )}
          <Button
            look="quiet"
            icon="plus"
            label={words.open}
            disabled={count >= mostTerminals}
            onClick={() => openTerminal()}
          >
            <span className={style.wide}>{words.open}</span>
          </Button>
        </>
      )}
    </div>
  );
}
