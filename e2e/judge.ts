import axe from 'axe-core';
import type { Page } from '@playwright/test';

export type Theme = 'light' | 'dark';

/** Makes axe known to every page that is opened from now on. Colours change at once: nobody waits for a fade. */
export async function bringAxe(page: Page): Promise<void> {
  await page.addInitScript(axe.source);
  await page.emulateMedia({ reducedMotion: 'reduce' });
}

/** Waits until nothing moves any more. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime))
        .map(({ finished }) => finished),
    );
    await frame();
  });
}

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What the page breaks of WCAG 2.2 AA; of what only colours can break, when asked for that. */
export function brokenRules(page: Page, colours: 'all' | 'only'): Promise<readonly string[]> {
  return page.evaluate(
    async ([tags, only]) => {
      // The script that `bringAxe` adds defines it.
      const { axe: judge } = window as unknown as { axe: typeof axe };
      // What is behind a dialog is inert.
      const { violations } = await judge.run(document.querySelector('dialog[open]') ?? document, {
        resultTypes: ['violations'],
        runOnly: only
          ? { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }
          : { type: 'tag', values: [...tags] },
      });
      return violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .slice(0, 4)
            .map((node) => node.target.join(' '))
            .join(' | ')}`,
      );
    },
    [wcag, colours === 'only'] as const,
  );
}

/** The page in the colours of the other theme, without its own drawings: editor and terminal have theirs from the start. */
export const recolour = (page: Page, theme: Theme): Promise<void> =>
  page.evaluate((wanted) => {
    document.documentElement.dataset['theme'] = wanted;
  }, theme);

/** Text that is cut off or too small, a page that is too wide, controls that are too small to hit. */
export function misfits(page: Page, least: number): Promise<readonly string[]> {
  return page.evaluate((least) => {
    const found: string[] = [];
    const root = document.querySelector('dialog[open]') ?? document.body;
    const named = (element: Element): string => {
      const words = element.getAttribute('aria-label') ?? element.textContent ?? '';
      return `${element.tagName.toLowerCase()}.${String(element.getAttribute('class') ?? '').split(' ')[0] ?? ''} "${words.trim().slice(0, 40)}"`;
    };
    const seen = (element: Element): boolean =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      element.closest('.visually-hidden, .xterm, .monaco-editor, [aria-hidden=true] svg') === null;

    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 0) found.push(`the page is ${wide} px too wide`);
    // A dialog cuts off at its side what it has no room for.
    const over = root === document.body ? 0 : root.scrollWidth - root.clientWidth;
    if (over > 0) found.push(`the dialog is ${over} px too narrow`);

    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts = new Set<Element>();
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent !== null && (node.nodeValue ?? '').trim() !== '') texts.add(parent);
    }
    for (const element of texts) {
      // What only a screen reader is to have is a pixel wide.
      if (element.closest('script, style, option, title') !== null || !seen(element) || element.clientWidth === 1)
        continue;
      const style = getComputedStyle(element);
      if (Number.parseFloat(style.fontSize) < 11) found.push(`${style.fontSize}: ${named(element)}`);
      // Words may end in dots where the whole of them is told elsewhere.
      const told = element.closest('[title], [aria-label], [data-whole], [role=option]') !== null;
      const hides = (of: string): boolean => of === 'hidden' || of === 'clip';
      for (let box: Element | null = element; box !== null && box !== root; box = box.parentElement) {
        const own = getComputedStyle(box);
        if (own.display === 'inline' || !(box instanceof HTMLElement)) continue;
        if (hides(own.overflowX) && box.scrollWidth > box.clientWidth + 1 && box === element && !told)
          found.push(`cut off at its side: ${named(element)}`);
        if (hides(own.overflowY) && box.scrollHeight > box.clientHeight + 2 && box === element)
          found.push(`cut off below: ${named(element)}`);
        if (box === element) break;
      }
    }

    const controls = root.querySelectorAll(
      'button, a[href], select, input, textarea, summary, [role=tab], [role=radio], [role=menuitem], [role=slider]',
    );
    for (const element of controls) {
      if (!seen(element) || element.closest('[role=application]') !== null) continue;
      // A checkbox is hit anywhere on its label, a slider anywhere on its line.
      const target =
        (element.matches('[type=checkbox], [type=radio]') && element.closest('label')) ||
        (element.matches('[role=slider]') && element.parentElement) ||
        element;
      // A link within a sentence is as high as the sentence.
      if (element.matches('a[href]') && getComputedStyle(element).display === 'inline') continue;
      const { width, height, bottom } = target.getBoundingClientRect();
      if (width < 2 || bottom <= 0) continue;
      // Lines of a list lie as close as their text asks, and ticks as close as events happened; a finger gets more.
      const close = least < 44 && element.closest('li, tr, [role=listbox], [data-pane=timeline] [style]') !== null;
      const enough = (close ? 24 : least) - 0.5;
      if (width < enough || height < enough)
        found.push(`${Math.round(width)} x ${Math.round(height)}: ${named(element)}`);
    }
    return [...new Set(found)];
  }, least);
}
