import { useEffect, useState, type ReactElement } from 'react';
import type { LocateView, Origin } from '../../../sim-core/index.js';
import { useText } from '../../i18n/text.js';
import { ask, useClusterView } from '../../state/cluster-view.js';
import { appliedTexts, useDocument } from '../../state/document.js';
import { useLayout } from '../../state/layout.js';
import { useSelection } from '../../state/selection.js';
import { Button } from '../../ui/button.js';
import style from './rules-view.module.css';
import type { SaveLine } from './save-lines.js';
import { selectionOfLine } from './save-text.js';

/** Where in the files a field is. */
function usePlace(origin: Origin | undefined): LocateView | undefined {
  const version = useClusterView((state) => state.version);
  const key = origin === undefined ? undefined : JSON.stringify(origin);
  const [found, setFound] = useState<{ readonly key: string; readonly place: LocateView | undefined }>();
  useEffect(() => {
    if (key === undefined) return;
    let current = true;
    ask({ kind: 'locate', origin: JSON.parse(key) as Origin, files: appliedTexts() }).then(
      (place) => current && setFound({ key, place }),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [key, version]);
  return found?.key === key ? found?.place : undefined;
}

function fieldText(place: LocateView): string {
  const file = useDocument.getState().files.find((candidate) => candidate.name === place.file);
  return file?.applied.split('\n')[place.range.startLine - 1]?.trim() ?? '';
}

interface RuleOriginProps {
  readonly node: string;
  readonly line: SaveLine | undefined;
}

/** `Line 48 comes from service.yaml:16`, with ways to both. */
export function RuleOrigin({ node, line }: RuleOriginProps): ReactElement {
  const { rules } = useText();
  const place = usePlace(line?.origin);
  const setLayout = useLayout((state) => state.set);
  const { pin } = useSelection.getState();
  if (line?.number === undefined) return <footer className={style.origin}>{rules.pick}</footer>;
  const { origin } = line;
  const selection = selectionOfLine(node, line);
  if (origin === undefined) return <footer className={style.origin}>{rules.noOrigin(line.number)}</footer>;
  return (
    <footer className={style.origin}>
      <span>{rules.comesFrom(line.number)}</span>
      {place === undefined ? (
        <span className={style.field} lang="en">
          {rules.object(origin.object.kind, origin.object.name)} {origin.field}
        </span>
      ) : (
        <>
          <button
            type="button"
            className={style.place}
            onClick={() => {
              pin(selection);
              useDocument.setState({ active: place.file });
              setLayout({ editorOpen: true, editorOpenInRules: true, phoneTab: 'yaml' });
            }}
          >
            {place.file}:{place.range.startLine}
          </button>
          <code className={style.field} lang="en">
            {fieldText(place)}
          </code>
        </>
      )}
      <span className={style.spring} />
      <Button
        onClick={() => {
          pin(selection);
          setLayout({ view: 'map' });
        }}
      >
        {rules.showOnMap}
      </Button>
    </footer>
  );
}
