import { lazy, Suspense, type ReactElement } from 'react';
import { useBringYourOwn } from '../bring-your-own/request.js';
import { useNotices } from '../state/notices.js';
import { useDeparture } from '../state/time-travel.js';
import { ErrorBoundary } from '../ui/error-boundary.js';

const BringYourOwn = lazy(() => import('../bring-your-own/bring-your-own.js'));
const BadLink = lazy(() => import('./bad-link.js').then((module) => ({ default: module.BadLink })));
const DepartureDialog = lazy(() =>
  import('./departure-dialog.js').then((module) => ({ default: module.DepartureDialog })),
);
const NoticeToast = lazy(() => import('./notice-toast.js').then((module) => ({ default: module.NoticeToast })));

/** What most visits never see: the code of each comes when there is something to say. */
export function Seldom(): ReactElement {
  const badLink = useNotices((state) => state.badLink !== undefined);
  const notice = useNotices((state) => state.notice !== undefined);
  const question = useDeparture((state) => state.question !== undefined);
  const bringing = useBringYourOwn((state) => state.tab !== undefined);
  return (
    <ErrorBoundary fallback={() => null}>
      <Suspense>
        {notice && <NoticeToast />}
        {badLink && <BadLink />}
        {question && <DepartureDialog />}
        {bringing && <BringYourOwn />}
      </Suspense>
    </ErrorBoundary>
  );
}
