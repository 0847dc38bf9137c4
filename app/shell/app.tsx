import { lazy, Suspense, useCallback, useState, type ReactElement } from 'react';
import { useCalm } from '../state/calm.js';
import { openFinder, useFinder } from '../state/finder.js';
import { LiveHop } from '../views/trace/live-hop.js';
import style from './app.module.css';
import { NarrowFrame } from './narrow-frame.js';
import { PhoneFrame } from './phone-frame.js';
import { Seldom } from './seldom.js';
import { SkipLinks } from './skip-links.js';
import { TopBar } from './top-bar.js';
import { useScenarioName } from './scenario-name.js';
import { useFrame, type Frame } from './use-frame.js';
import { useKeys } from './use-keys.js';
import { useLostFocus } from './use-lost-focus.js';
import { usePageAttributes } from './use-page-attributes.js';
import { WideFrame } from './wide-frame.js';

const DropTarget = lazy(() => import('./drop-target.js'));
const ExportDialog = lazy(() => import('../export/export-dialog.js'));
const KeySheet = lazy(() => import('./key-sheet.js').then((module) => ({ default: module.KeySheet })));
const FinderDialog = lazy(() => import('./finder/finder-dialog.js'));
const ShareDialog = lazy(() => import('./share-dialog.js'));

const openPalette = () => openFinder('all');

function framed(frame: Frame): ReactElement {
  if (frame === 'phone') return <PhoneFrame />;
  return frame === 'strip' ? <NarrowFrame /> : <WideFrame key={frame} drawer={frame === 'drawer'} />;
}

export function App(): ReactElement {
  const frame = useFrame();
  const [sheet, setSheet] = useState(false);
  const [dialog, setDialog] = useState<'share' | 'take-away'>();
  const closeDialog = () => setDialog(undefined);
  const scenario = useScenarioName();
  const openSheet = useCallback(() => setSheet(true), []);
  const finder = useFinder((state) => state.open);
  const calm = useCalm();
  usePageAttributes();
  useKeys(openSheet, openPalette);
  useLostFocus();
  return (
    <div className={style.app}>
      <SkipLinks frame={frame} />
      <TopBar
        frame={frame}
        onKeys={openSheet}
        onShare={() => setDialog('share')}
        onTakeAway={() => setDialog('take-away')}
      />
      <main className={style.main}>{framed(frame)}</main>
      <LiveHop />
      <Seldom />
      {/* On its own: while it comes, nothing else that is open goes. */}
      <Suspense>{calm && <DropTarget />}</Suspense>
      <Suspense>
        {finder !== undefined && (
          <FinderDialog
            key={finder}
            list={finder}
            page={{
              share: () => setDialog('share'),
              takeAway: () => setDialog('take-away'),
              keys: openSheet,
            }}
          />
        )}
        {dialog === 'share' && <ShareDialog onClose={closeDialog} />}
        {dialog === 'take-away' && <ExportDialog scenario={scenario} onClose={closeDialog} />}
        {sheet && <KeySheet onClose={() => setSheet(false)} />}
      </Suspense>
    </div>
  );
}
