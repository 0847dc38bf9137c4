import * as en from './en/finder.js';
import { useLanguage, type Language } from './language.js';
import * as zhCN from './zh-CN/finder.js';

export type Words = Pick<typeof en, 'finder' | 'goals'>;

const catalogues: Readonly<Record<Language, Words>> = { en, 'zh-CN': zhCN };

/** Words that come with their lists: the page opens without them. */
export const useFinderText = (): Words => useLanguage((state) => catalogues[state.language]);

export const finderTextOf = (language: Language): Words => catalogues[language];
