import { ruleTexts as en } from './en/rules.js';
import { useLanguage, type Language } from './language.js';
import { ruleTexts as zhCN } from './zh-CN/rules.js';

export const ruleTextCatalogues: Readonly<Record<Language, typeof en>> = { en, 'zh-CN': zhCN };

/** Words of the rules view that come with it: the page opens without them. */
export const useRulesText = (): typeof en => useLanguage((state) => ruleTextCatalogues[state.language]);
