import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useText } from '../../i18n/text.js';
import style from './legend-button.module.css';
import type { Level } from './level.js';
import { MapLegend } from './map-legend.js';

interface LegendButtonProps {
  readonly level: Level;
  readonly searching: boolean;
}

/** The way to the legend where there is no room for it. */
export default function LegendButton({ level, searching }: LegendButtonProps): ReactElement {
  const { map } = useText();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const card = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return;
    const leave = ({ target }: PointerEvent) => {
      const inside = [button.current, card.current].some((one) => target instanceof Node && one?.contains(target));
      if (!inside) setOpen(false);
    };
    document.addEventListener('pointerdown', leave);
    return () => document.removeEventListener('pointerdown', leave);
  }, [open]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return;
    // One thing at a time: what is picked stays picked.
    event.stopPropagation();
    setOpen(false);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={style.button}
        aria-label={map.legend}
        title={map.legend}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      >
        ?
      </button>
      {open && (
        <div
          ref={card}
          id={id}
          className={style.card}
          role="group"
          aria-label={map.legend}
          // Pressed, it does not take the focus away from its button.
          onMouseDown={(event) => event.preventDefault()}
        >
          <MapLegend level={level} searching={searching} across={false} />
        </div>
      )}
    </>
  );
}
