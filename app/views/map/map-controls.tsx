import type { ReactElement, ReactNode } from 'react';
import { useText } from '../../i18n/text.js';
import { classNames } from '../../ui/class-names.js';
import { Segmented } from '../../ui/segmented.js';
import { levels, type Level } from './level.js';
import style from './map-view.module.css';

interface MapControlsProps {
  readonly level: Level;
  readonly onLevel: (level: Level) => void;
  readonly onIn: (() => void) | undefined;
  readonly onOut: (() => void) | undefined;
  /** The level's name between the buttons, instead of all levels side by side. */
  readonly compact?: boolean;
  /** After the buttons. */
  readonly children?: ReactNode;
}

const drawings = { out: 'M3 8h10', in: 'M3 8h10M8 3v10' } as const;

/** How much is shown, one level at a time: smaller first drops detail, so that text stays legible. */
export function MapControls({
  level,
  onLevel,
  onIn,
  onOut,
  compact = false,
  children,
}: MapControlsProps): ReactElement {
  const { map } = useText();
  return (
    <div className={classNames(style.controls, compact && style.compact)} role="group" aria-label={map.zoom.label}>
      {compact ? (
        <span className={style.levelName} title={map.detail.label} aria-live="polite">
          {map.detail[level]}
        </span>
      ) : (
        <Segmented
          label={map.detail.label}
          segments={levels.map((value) => ({ value, label: map.detail[value] }))}
          value={level}
          onChange={onLevel}
        />
      )}
      <ZoomButton way="out" onPress={onOut} />
      <ZoomButton way="in" onPress={onIn} />
      {children}
    </div>
  );
}

interface ZoomButtonProps {
  readonly way: keyof typeof drawings;
  readonly onPress: (() => void) | undefined;
}

function ZoomButton({ way, onPress }: ZoomButtonProps): ReactElement {
  const { zoom } = useText().map;
  return (
    <button
      type="button"
      aria-label={zoom[way]}
      title={zoom[way]}
      aria-disabled={onPress === undefined}
      data-way={way}
      onClick={onPress}
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
        <path d={drawings[way]} />
      </svg>
    </button>
  );
}
