import { detail as en } from './en/detail.js';
import { useLanguage, type Language } from './language.js';
import { detail as zhCN } from './zh-CN/detail.js';

const catalogues: Readonly<Record<Language, typeof en>> = { en, 'zh-CN': zhCN };

/** Words that come with their view: the page opens without them. */
export const useDetailText = (): typeof en => useLanguage((state) => catalogues[state.language]);
