import { expect, test } from 'vitest';
import { en } from '../../i18n/en/index.js';
import { zhCN } from '../../i18n/zh-CN/index.js';
import { tickText } from './tick-words.js';
import type { Tick } from './ticks.js';

/** Both happen while revision 6 runs. */
const tick = (kind: 'apply' | 'rejected'): Tick => ({
  id: kind,
  kind,
  at: 0,
  events: [{ sequence: 1, time: 0, kind, revision: 6, text: '' }],
});

test.each([
  [en, 'apply', 'apply rev 6'],
  [en, 'rejected', 'rev 7 rejected'],
  [zhCN, 'rejected', '第 7 版被拒绝'],
] as const)('what is refused is not the revision that runs', (text, kind, words) => {
  expect(tickText(tick(kind), text)).toBe(words);
});
