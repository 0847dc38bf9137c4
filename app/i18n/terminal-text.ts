import { terminal as en } from './en/terminal.js';
import { useLanguage, type Language } from './language.js';
import { terminal as zhCN } from './zh-CN/terminal.js';

const catalogues: Readonly<Record<Language, typeof en>> = { en, 'zh-CN': zhCN };

/** Words that come with their view: the page opens without them. */
export const useTerminalText = (): typeof en => useLanguage((state) => catalogues[state.language]);

export const terminalTextOf = (language: Language): typeof en => catalogues[language];
