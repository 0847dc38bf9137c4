import { en } from './en/index.js';
import type { Language } from './language.js';
import type { Catalogue } from './text.js';
import { zhCN } from './zh-CN/index.js';

const catalogues: Readonly<Record<Language, Catalogue>> = { en, 'zh-CN': zhCN };

/** All languages at once: for tests, which hold them against each other. The page loads one. */
export const textOf = (language: Language): Catalogue => catalogues[language];
