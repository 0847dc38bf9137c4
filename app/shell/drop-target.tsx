import { useEffect, useState, type ReactElement } from 'react';
import { openDropped } from '../bring-your-own/dropped.js';
import { useText } from '../i18n/text.js';
import { pageParameters } from '../state/page-parameters.js';
import { Icon } from '../ui/icon.js';
import style from './drop-target.module.css';

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

/** YAML files may be dropped anywhere on the page. */
export default function DropTarget(): ReactElement | null {
  const { drop } = useText().editor;
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (pageParameters.readonly) return;
    // Entering a child leaves its parent: only what is entered more often than left is still there.
    let depth = 0;
    const move = (by: number) => (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      depth = Math.max(depth + by, 0);
      setOver(depth > 0);
    };
    const onDrop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      depth = 0;
      setOver(false);
      void openDropped([...(event.dataTransfer?.files ?? [])]);
    };
    const listeners = { dragenter: move(1), dragover: move(0), dragleave: move(-1), drop: onDrop };
    const all = Object.entries(listeners) as readonly (readonly ['drop', (event: DragEvent) => void])[];
    for (const [name, listen] of all) window.addEventListener(name, listen, { capture: true });
    return () => {
      for (const [name, listen] of all) window.removeEventListener(name, listen, { capture: true });
    };
  }, []);
  if (!over) return null;
  return (
    <div className={style.over} role="status">
      <p>
        <Icon name="download" />
        {drop}
      </p>
    </div>
  );
}
