import type { Reason } from '../../sim-core/index.js';
import { en } from './en/index.js';
import { useLanguage, type Language } from './language.js';
import { zhCN } from './zh-CN/index.js';

/** Every word the page says, in one shape. A language that lacks one does not compile. */
export type Catalogue = typeof en;

const catalogues: Readonly<Record<Language, Catalogue>> = { en, 'zh-CN': zhCN };

export const textOf = (language: Language): Catalogue => catalogues[language];

/** The catalogue of the language in use: `useText().trace.controls.step`. */
export const useText = (): Catalogue => useLanguage((state) => catalogues[state.language]);

/** The sentence that says why. */
export function sentence(reason: Reason, text: Catalogue): string {
  const say = text.reasons[reason.code] as (reason: Reason) => string;
  return say(reason);
}
