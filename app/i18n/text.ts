import type { Reason } from '../../sim-core/index.js';
import { create } from 'zustand';
import type { en } from './en/index.js';
import { useLanguage, type Language } from './language.js';

/** Every word the page says, in one shape. A language that lacks one does not compile. */
export type Catalogue = typeof en;

/** A language is loaded when it is first spoken. */
const loaders: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => (await import('./en/index.js')).en,
  'zh-CN': async () => (await import('./zh-CN/index.js')).zhCN,
};

const useCatalogue = create<{ readonly catalogue: Catalogue | undefined }>()(() => ({ catalogue: undefined }));

/** Loads a language and speaks it from then on: words and `useLanguage` change together. */
export async function speak(language: Language): Promise<void> {
  asked = language;
  const catalogue = await loaders[language]();
  // Who asked last is heard, however long the loading took.
  if (asked !== language) return;
  useCatalogue.setState({ catalogue });
  useLanguage.setState({ language });
}

let asked: Language | undefined;

/** The catalogue of the language in use. The page is first drawn when it is there. */
export function currentText(catalogue = useCatalogue.getState().catalogue): Catalogue {
  if (catalogue === undefined) throw new Error('No language is loaded yet');
  return catalogue;
}

/** The catalogue of the language in use: `useText().trace.controls.step`. */
export const useText = (): Catalogue => currentText(useCatalogue((state) => state.catalogue));

/** The sentence that says why. */
export function sentence(reason: Reason, text: Catalogue): string {
  const say = text.reasons[reason.code] as (reason: Reason) => string;
  return say(reason);
}
