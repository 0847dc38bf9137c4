import { create } from 'zustand';

export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

/** The language in use. The settings choose it and remember it. */
export const useLanguage = create<{ readonly language: Language }>()(() => ({ language: 'en' }));
