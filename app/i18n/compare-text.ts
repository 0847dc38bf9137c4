import { compare as en } from './en/compare.js';
import { useLanguage, type Language } from './language.js';
import { compare as zhCN } from './zh-CN/compare.js';

const catalogues: Readonly<Record<Language, typeof en>> = { en, 'zh-CN': zhCN };

/** Words that come with their view: the page opens without them. */
export const useCompareText = (): typeof en => useLanguage((state) => catalogues[state.language]);
