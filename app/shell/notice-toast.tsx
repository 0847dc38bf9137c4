import type { ReactElement } from 'react';
import { useText, type Catalogue } from '../i18n/text.js';
import { openEarlier } from '../state/boot.js';
import { dismissNotice, useNotices, type Notice } from '../state/notices.js';
import { Button } from '../ui/button.js';
import type { IconName } from '../ui/icon.js';
import { Toast } from '../ui/toast.js';
import { CrashReport } from './crash-report.js';

function words(
  notice: Notice,
  { lab: { notices }, share }: Catalogue,
): readonly [title: string, body: string, quote?: string] {
  switch (notice.kind) {
    case 'engine-restarted':
      return [notices.restartedTitle, notices.restarted(notice.commands, notice.seed, notice.hop)];
    case 'engine-failed':
      return [notices.failedTitle, notices.failed, notice.message];
    case 'session-unusable':
      return [notices.sessionTitle, notices.session];
    case 'not-sent':
      return [notices.notSentTitle, '', notice.text];
    case 'file-refused':
      return [notices.fileTitle(notice.file), notices.fileWhy[notice.why]];
    case 'no-scenario':
      return [notices.noScenarioTitle, notices.noScenario(notice.slug)];
    case 'earlier-kept':
      return [share.earlier, share.earlierBody];
  }
}

const icons: Readonly<Record<Notice['kind'], IconName>> = {
  'engine-restarted': 'restart',
  'engine-failed': 'alert',
  'not-sent': 'alert',
  'session-unusable': 'restart',
  'earlier-kept': 'link',
  'file-refused': 'alert',
  'no-scenario': 'alert',
};

const goBack = (): void => {
  dismissNotice();
  void openEarlier();
};

export function NoticeToast(): ReactElement | null {
  const notice = useNotices((state) => state.notice);
  const text = useText();
  if (notice === undefined) return null;
  const [title, body, quote] = words(notice, text);
  return (
    <Toast icon={icons[notice.kind]} title={title} closeLabel={text.lab.notices.close} onClose={dismissNotice}>
      {body}
      {quote !== undefined && quote !== '' && (
        <code lang="en" style={{ display: 'block' }}>
          {quote}
        </code>
      )}
      {notice.kind === 'engine-restarted' && <CrashReport message={notice.message} />}
      {notice.kind === 'earlier-kept' && (
        <p>
          <Button onClick={goBack}>{text.share.earlierBack}</Button>
        </p>
      )}
    </Toast>
  );
}
