import { create } from 'zustand';
import { languages, type Language } from '../i18n/language.js';
import { speak } from '../i18n/text.js';
import { pageParameters } from './page-parameters.js';
import { readStored, writeStored } from './storage.js';

export type Theme = 'light' | 'dark';

interface Settings {
  readonly language: Language;
  readonly theme: Theme;
  /** Keys such as S and Space act without a modifier. */
  readonly singleKeys: boolean;
  readonly setLanguage: (language: Language) => void;
  readonly setTheme: (theme: Theme) => void;
  readonly setSingleKeys: (on: boolean) => void;
}

interface StoredSettings {
  readonly language?: Language;
  readonly theme?: Theme;
  readonly singleKeys?: boolean;
}

const key = 'kubehop.settings';

function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value);
}

function firstLanguage(stored: unknown): Language {
  if (pageParameters.language !== undefined) return pageParameters.language;
  if (isLanguage(stored)) return stored;
  if (typeof window === 'undefined') return 'en';
  return window.navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

function firstTheme(stored: unknown): Theme {
  if (pageParameters.theme !== undefined) return pageParameters.theme;
  if (stored === 'light' || stored === 'dark') return stored;
  if (typeof window === 'undefined') return 'light';
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

const stored = readStored<StoredSettings>(key) ?? {};

export const useSettings = create<Settings>()((set) => ({
  language: firstLanguage(stored.language),
  theme: firstTheme(stored.theme),
  singleKeys: stored.singleKeys !== false,
  setLanguage: (language) => set({ language }),
  setTheme: (theme) => set({ theme }),
  setSingleKeys: (singleKeys) => set({ singleKeys }),
}));

/** Settled when the words of the first language are there. */
export const firstWords = speak(useSettings.getState().language);

useSettings.subscribe(({ language, theme, singleKeys }) => {
  void speak(language);
  // A page around this one chooses for its own visitors only.
  if (!pageParameters.embed) writeStored(key, { language, theme, singleKeys });
});
