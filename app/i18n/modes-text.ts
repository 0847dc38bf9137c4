import { modes as en } from './en/modes.js';
import { useLanguage, type Language } from './language.js';
import { modes as zhCN } from './zh-CN/modes.js';

const catalogues: Readonly<Record<Language, typeof en>> = { en, 'zh-CN': zhCN };

/** Words about modes that come with their view: the page opens without them. */
export const useModesText = (): typeof en => useLanguage((state) => catalogues[state.language]);
