import { bringYourOwn } from '../app/i18n/en/bring-your-own.js';
import { finder } from '../app/i18n/en/finder.js';
import { en } from '../app/i18n/en/index.js';
import { terminal } from '../app/i18n/en/terminal.js';
import { bringYourOwn as bringYourOwnZh } from '../app/i18n/zh-CN/bring-your-own.js';
import { finder as finderZh } from '../app/i18n/zh-CN/finder.js';
import { zhCN } from '../app/i18n/zh-CN/index.js';
import { terminal as terminalZh } from '../app/i18n/zh-CN/terminal.js';

export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

/** What things are called in a language, as the page itself names them. */
export const wordsOf = {
  en: { ...en, bringYourOwn, finder, terminal },
  'zh-CN': { ...zhCN, bringYourOwn: bringYourOwnZh, finder: finderZh, terminal: terminalZh },
} as const satisfies Record<Language, unknown>;
export type Words = (typeof wordsOf)[Language];
