import { dns as en } from './en/dns.js';
import { useLanguage, type Language } from './language.js';
import { dns as zhCN } from './zh-CN/dns.js';

const catalogues: Readonly<Record<Language, typeof en>> = { en, 'zh-CN': zhCN };

/** Words that come with their view: the page opens without them. */
export const useDnsText = (): typeof en => useLanguage((state) => catalogues[state.language]);
