import { expect, type Locator, type Page } from '@playwright/test';

/** Where the focus is, and whether one can see it: an outline of 2 px, a caret, or an edge that is drawn thicker. */
async function focusState(page: Page): Promise<{ readonly at: string; readonly seen: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return { at: 'body', seen: false };
    const words = element.getAttribute('aria-label') ?? element.textContent ?? '';
    const at = `${element.tagName.toLowerCase()} "${words.trim().slice(0, 40)}"`;
    // The caret of an editor or a terminal is its own.
    if (element.closest('.monaco-editor, .xterm') !== null) return { at, seen: true };
    const ringed = (box: Element): boolean => {
      const { outlineStyle, outlineWidth } = getComputedStyle(box);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    };
    const around = [element, element.parentElement, element.parentElement?.parentElement ?? null];
    const edges = element instanceof SVGElement ? [...element.querySelectorAll('rect, circle, path')] : [];
    const seen =
      around.some((box) => box !== null && ringed(box)) ||
      edges.some((edge) => Number.parseFloat(getComputedStyle(edge).strokeWidth) >= 2);
    return { at, seen };
  });
}

/** Nothing has the focus before it was given to something; after that it must never be lost, nor out of sight. */
async function kept(page: Page, before: string, key: string): Promise<void> {
  if (before === 'body' && !key.includes('Tab')) return;
  await expect.poll(() => focusState(page), { message: `after ${key}, from ${before}` }).toMatchObject({ seen: true });
}

/** Presses keys one after the other, and looks where the focus is after each. */
export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    const { at } = await focusState(page);
    await page.keyboard.press(key);
    await kept(page, at, key);
  }
}

/** Two keys that belong together: the second is on its way before the page has answered the first. */
export async function chord(page: Page, first: string, second: string): Promise<void> {
  const { at } = await focusState(page);
  await Promise.all([page.keyboard.press(first), page.keyboard.press(second)]);
  await kept(page, at, `${first} ${second}`);
}

/** Tabs on until a control has the focus, as one does who cannot point at it. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab', most = 60): Promise<void> {
  await expect(target).toBeAttached();
  for (let count = 0; count < most; count++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await press(page, key);
  }
  await expect(target, `${most} presses of ${key}`).toBeFocused();
}

/** To a pane, by the key for it. */
export async function toPane(page: Page, name: string): Promise<void> {
  const pane = page.locator(`[data-pane=${name}]`);
  for (let count = 0; count < 8; count++) {
    await press(page, 'F6');
    if (await pane.evaluate((element) => element.contains(document.activeElement))) return;
  }
  throw new Error(`F6 does not come to ${name}`);
}

/** The name of the pane or the part of the page that has the focus. */
export const place = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    const pane = element?.closest<HTMLElement>('[data-pane]')?.dataset['pane'];
    return pane ?? element?.closest('header, nav, dialog')?.tagName.toLowerCase() ?? element?.role ?? 'body';
  });
