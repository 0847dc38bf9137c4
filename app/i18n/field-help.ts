import { fields as en } from './en/fields.js';
import type { Language } from './language.js';
import { fields as zhCN } from './zh-CN/fields.js';

const catalogues: Readonly<Record<Language, Readonly<Record<keyof typeof en, string>>>> = { en, 'zh-CN': zhCN };

const isKnown = (name: string): name is keyof typeof en => Object.hasOwn(en, name);

/** What a field does, by its path; workloads share what they say of their Pods. */
export function helpOf(path: string, language: Language): string | undefined {
  const ends = path.split('.').map((_, index, names) => names.slice(index).join('.'));
  const known = ends.find(isKnown);
  return known === undefined ? undefined : catalogues[language][known];
}
