import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.js';
import style from './map-view.module.css';

interface MapControlsProps {
  readonly onIn: () => void;
  readonly onOut: () => void;
  readonly onFit: () => void;
  readonly detail: 'nodes' | 'pods' | 'rules';
}

const drawings = {
  out: 'M3 8h10',
  in: 'M3 8h10M8 3v10',
  fit: 'M2.5 6V2.500H6M10 2.500h3.500V6M13.500 10v3.500H10M6 13.500H2.500V10',
} as const;

/** Smaller, larger, whole: smaller first drops detail, so that text stays legible. */
export function MapControls({ onIn, onOut, onFit, detail }: MapControlsProps): ReactElement {
  const { map } = useText();
  const buttons = [
    ['out', onOut],
    ['in', onIn],
    ['fit', onFit],
  ] as const;
  return (
    <div className={style.controls} role="group" aria-label={`${map.zoom.label}: ${map.detail[detail]}`}>
      {buttons.map(([name, act]) => (
        <button key={name} type="button" aria-label={map.zoom[name]} title={map.zoom[name]} onClick={act}>
          <svg
            width="16"
            height="16"
            viewBox="0 0 16 16"
            fill="none"
            stroke="currentColor"
            strokeWidth={1.5}
            strokeLinecap="round"
            aria-hidden="true"
          >
            <path d={drawings[name]} />
          </svg>
        </button>
      ))}
    </div>
  );
}
