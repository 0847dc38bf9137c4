import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.js';
import { Segmented } from '../../ui/segmented.js';
import { levels, type Level } from './level.js';
import style from './map-view.module.css';

interface MapControlsProps {
  readonly level: Level;
  readonly onLevel: (level: Level) => void;
  readonly onIn: (() => void) | undefined;
  readonly onOut: (() => void) | undefined;
}

const drawings = { out: 'M3 8h10', in: 'M3 8h10M8 3v10' } as const;

/** How much is shown, one level at a time: smaller first drops detail, so that text stays legible. */
export function MapControls({ level, onLevel, onIn, onOut }: MapControlsProps): ReactElement {
  const { map } = useText();
  const buttons = [
    ['out', onOut],
    ['in', onIn],
  ] as const;
  return (
    <div className={style.controls} role="group" aria-label={map.zoom.label}>
      <Segmented
        label={map.detail.label}
        segments={levels.map((value) => ({ value, label: map.detail[value] }))}
        value={level}
        onChange={onLevel}
      />
      {buttons.map(([name, act]) => (
        <button
          key={name}
          type="button"
          aria-label={map.zoom[name]}
          title={map.zoom[name]}
          aria-disabled={act === undefined}
          onClick={act}
        >
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
