import { useLayoutEffect } from 'react';
import { useText } from '../i18n/text.js';
import { useSettings } from '../state/settings.js';

/** Theme, language and title belong to the document itself. */
export function usePageAttributes(): void {
  const theme = useSettings((state) => state.theme);
  const language = useSettings((state) => state.language);
  const title = useText().lab.pageTitle;
  useLayoutEffect(() => {
    const { documentElement } = document;
    documentElement.dataset['theme'] = theme;
    documentElement.lang = language;
    document.title = title;
  }, [theme, language, title]);
}
