import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.js';
import { classNames } from '../../ui/class-names.js';
import { IpGlyph } from '../../ui/ip-chip.js';
import ipInk from '../../ui/ip-ink.module.css';
import type { Level } from './level.js';
import style from './map-view.module.css';

const kinds = ['node', 'pod', 'cluster', 'external'] as const;

interface MapLegendProps {
  readonly level: Level;
  /** Something is looked for: filled dots are what was found. */
  readonly searching: boolean;
  readonly across: boolean;
}

/** What the glyphs of the four kinds of address mean, or the dots where Pods are dots. */
export function MapLegend({ level, searching, across }: MapLegendProps): ReactElement {
  const { map } = useText();
  return (
    <ul className={classNames(style.legend, across && style.across)}>
      {level === 'zones' || level === 'nodes' ? (
        <DotLegend searching={searching} square={level === 'zones'} />
      ) : (
        kinds.map((kind) => (
          <li key={kind}>
            <span className={ipInk[kind]}>
              <IpGlyph kind={kind} />
            </span>
            {map.layout.kinds[kind]}
          </li>
        ))
      )}
    </ul>
  );
}

function DotLegend({ searching, square }: { readonly searching: boolean; readonly square: boolean }): ReactElement {
  const { dotLegend } = useText().map;
  return (
    <>
      <li>
        <svg width="10" height="10" aria-hidden="true">
          {square ? (
            <rect x="1" y="1" width="8" height="8" rx="2" fill="var(--ip-pod)" />
          ) : (
            <circle cx="5" cy="5" r="4.5" fill="var(--ip-pod)" />
          )}
        </svg>
        {searching ? dotLegend.found : dotLegend.packet}
      </li>
      <li>
        <svg width="10" height="10" aria-hidden="true">
          {square ? (
            <rect x="1" y="1" width="8" height="8" rx="2" fill="none" stroke="var(--line-ui)" />
          ) : (
            <circle cx="5" cy="5" r="4" fill="none" stroke="var(--line-ui)" />
          )}
        </svg>
        {square ? dotLegend.node : searching ? dotLegend.other : dotLegend.ready}
      </li>
      <li>
        {square ? (
          <svg width="10" height="10" aria-hidden="true">
            <rect x="1" y="1" width="8" height="8" rx="2" fill="var(--bad-bg)" stroke="var(--bad)" />
          </svg>
        ) : (
          <span className={style.bad}>✕</span>
        )}
        {dotLegend.notReady}
      </li>
    </>
  );
}
