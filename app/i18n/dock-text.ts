import { dock as en } from './en/dock.js';
import { useLanguage, type Language } from './language.js';
import { dock as zhCN } from './zh-CN/dock.js';

const catalogues: Readonly<Record<Language, typeof en>> = { en, 'zh-CN': zhCN };

/** Words that come with the lists of the dock: the page opens without them. */
export const useDockText = (): typeof en => useLanguage((state) => catalogues[state.language]);
