import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.js';
import { classNames } from '../../ui/class-names.js';
import { IpGlyph } from '../../ui/ip-chip.js';
import style from './map-view.module.css';

const kinds = ['node', 'pod', 'cluster', 'external'] as const;

interface MapLegendProps {
  /** Pods are dots: the dots are explained too. */
  readonly dots: boolean;
  readonly across: boolean;
}

/** What the glyphs of the four kinds of address mean. */
export function MapLegend({ dots, across }: MapLegendProps): ReactElement {
  const { map } = useText();
  return (
    <ul className={classNames(style.legend, across && style.across)}>
      {!dots &&
        kinds.map((kind) => (
          <li key={kind}>
            <span className={style[kind]}>
              <IpGlyph kind={kind} />
            </span>
            {map.layout.kinds[kind]}
          </li>
        ))}
      {dots && <DotLegend />}
    </ul>
  );
}

function DotLegend(): ReactElement {
  const { dotLegend } = useText().map;
  return (
    <>
      <li>
        <svg width="10" height="10" aria-hidden="true">
          <circle cx="5" cy="5" r="4" fill="none" stroke="var(--line-ui)" />
        </svg>
        {dotLegend.ready}
      </li>
      <li>
        <span className={style.bad}>✕</span>
        {dotLegend.notReady}
      </li>
      <li>
        <span className={style.pod}>
          <IpGlyph kind="pod" />
        </span>
        {dotLegend.packet}
      </li>
    </>
  );
}
