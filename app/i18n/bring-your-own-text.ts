import { bringYourOwn as en } from './en/bring-your-own.js';
import { useLanguage, type Language } from './language.js';
import { bringYourOwn as zhCN } from './zh-CN/bring-your-own.js';

const catalogues: Readonly<Record<Language, typeof en>> = { en, 'zh-CN': zhCN };

/** Words that come with the dialog: the page opens without them. */
export const useBringYourOwnText = (): typeof en => useLanguage((state) => catalogues[state.language]);
