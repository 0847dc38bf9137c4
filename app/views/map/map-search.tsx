import { useEffect, useLayoutEffect, useMemo, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { createPortal } from 'react-dom';
import type { ClusterView } from '../../../sim-core/index.js';
import { useText, type Catalogue } from '../../i18n/text.js';
import { useMapSearch } from '../../state/map-search.js';
import { useSelection } from '../../state/selection.js';
import { Icon } from '../../ui/icon.js';
import { Kbd } from '../../ui/kbd.js';
import style from './map-search.module.css';
import { search, type SearchResult } from './search.js';

/** `24 Pods on 10 nodes`, and what else was found. */
function resultText({ pods, podNodes, services, nodes }: SearchResult, { map }: Catalogue): string {
  const said = [
    ...(services > 0 ? [map.search.services(services)] : []),
    ...(nodes > 0 ? [map.search.nodes(nodes)] : []),
    ...(pods > 0 ? [map.search.pods(pods, podNodes)] : []),
  ];
  return said.length === 0 ? map.search.none : said.join(', ');
}

/** Selects what was gone to, in every pane. */
function pinFound(id: string): void {
  const [kind, ...path] = id.split('/');
  const [namespace = '', name = ''] = kind === 'node' ? ['', path.join('/')] : path;
  const kinds = { pod: 'Pod', service: 'Service', node: 'Node' } as const;
  const named = Object.entries(kinds).find(([key]) => key === kind)?.[1];
  if (named !== undefined) useSelection.getState().pin({ object: { kind: named, namespace, name } });
}

interface MapSearchProps {
  readonly cluster: ClusterView;
}

/** Waits for `/`, so that the first letter typed after it finds its field. */
export default function MapSearch({ cluster }: MapSearchProps): ReactElement | null {
  const open = useMapSearch((state) => state.open);
  return open ? <SearchField cluster={cluster} /> : null;
}

/** Looks for Pods, Services and nodes: by label, name or address. Enter goes from one to the next. */
function SearchField({ cluster }: MapSearchProps): ReactElement {
  const text = useText();
  const { search: words } = text.map;
  const { text: typed, current, slot, set, close } = useMapSearch();
  const field = useRef<HTMLInputElement>(null);
  const result = useMemo(() => search(cluster, typed), [cluster, typed]);
  useEffect(() => set({ found: result?.ids }), [result, set]);
  useLayoutEffect(() => field.current?.focus(), []);

  const go = (direction: 1 | -1) => {
    const ids = result?.ids ?? [];
    if (ids.length === 0) return;
    const from = current ?? (direction === 1 ? -1 : 0);
    const next = (from + direction + ids.length) % ids.length;
    set({ current: next });
    pinFound(ids[next] ?? '');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
      useSelection.getState().pin(undefined);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(event.shiftKey ? -1 : 1);
    }
  };
  const found = result === undefined ? '' : resultText(result, text);
  const place = current === undefined || result === undefined ? '' : words.position(current + 1, result.ids.length);
  const box = (
    <div className={slot === null ? style.floating : style.field} role="search">
      <Icon name="search" />
      <input
        ref={field}
        type="text"
        spellCheck={false}
        autoComplete="off"
        aria-label={words.label}
        placeholder={words.placeholder}
        value={typed}
        onChange={(event) => set({ text: event.target.value, current: undefined })}
        onKeyDown={onKeyDown}
      />
      <output className={style.result}>{place === '' ? found : `${place} · ${found}`}</output>
      {typed === '' && <Kbd>/</Kbd>}
      <button type="button" aria-label={words.close} title={words.close} onClick={close}>
        <Icon name="close" />
      </button>
    </div>
  );
  return slot === null ? box : createPortal(box, slot);
}
