import { expect, test, type Page } from '@playwright/test';
import { languages, wordsOf, type Language } from './words.js';

async function underWay(page: Page, language: Language): Promise<void> {
  const { lab } = wordsOf[language];
  await page.goto(`./?lang=${language}`);
  await expect(page.getByRole('button', { name: new RegExp(`^${lab.sender.send}`) }).first()).toBeEnabled({
    timeout: 30_000,
  });
  await page.keyboard.press('s');
  await expect(page.getByText(/^1 \/ \d+$/).first()).toBeAttached();
}

/** Headings that can be heard, as their levels. */
const levels = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('h1, h2, h3, h4, h5')]
      .filter((heading) => heading.checkVisibility())
      .map((heading) => Number(heading.tagName.slice(1))),
  );

/** Rule text and what programs said: never translated, so it has to be read as English. */
const quoted = '[role=option], pre, code';

for (const language of languages) {
  const words = wordsOf[language];

  test(`a page of named parts, with headings in order: ${language}`, async ({ page }) => {
    await underWay(page, language);
    for (const view of ['map', 'path', 'rules', 'compare', 'dns'] as const) {
      await page.locator(`#view-tab-${view}`).click();
      await expect(page.locator(`#view-tab-${view}`)).toHaveAttribute('aria-selected', 'true');
      const found = await levels(page);
      expect(found.filter((level) => level === 1)).toHaveLength(1);
      found.forEach((level, i) => expect(level - (found[i - 1] ?? 0), `${view}: ${found.join(' ')}`).toBeLessThan(2));
    }
    await page.locator('#view-tab-map').click();
    const { panes, skip } = words.lab;
    for (const name of [panes.editor, panes.canvas, panes.trace, panes.timeline, panes.dock])
      await expect(page.getByRole('region', { name, exact: true })).toBeVisible();
    await expect(page.getByRole('navigation', { name: skip.label, exact: true })).toHaveCount(1);
    await expect(page.getByRole('banner')).toHaveCount(1);
    await expect(page.getByRole('main')).toHaveCount(1);
  });

  test(`each hop is read out, and its place once: ${language}`, async ({ page }) => {
    await underWay(page, language);
    const begins = words.trace.live.hop(1, 2, '', '', '').split(/[12]/)[0] ?? '';
    const live = page.locator('[aria-live=polite]').filter({ hasText: new RegExp(`^${begins}`) });
    const said: string[] = [];
    for (let hop = 0; hop < 12; hop++) {
      said.push((await live.textContent()) ?? '');
      await page.keyboard.press('ArrowRight');
      await expect(live).not.toHaveText(said[hop] ?? '');
    }
    await page.keyboard.press('End');
    said.push((await live.textContent()) ?? '');
    for (const one of said) {
      const [first = '', second] = one.split(/[.。] ?/)[1]?.split(/[,，] ?/) ?? [];
      expect(second?.startsWith(first), one).not.toBe(true);
    }
  });

  test(`dialogs have names, and no landmarks of a page: ${language}`, async ({ page }) => {
    await underWay(page, language);
    for (const name of [words.share.button, words.takeAway.button, words.lab.topBar.keyboard]) {
      await page.getByRole('banner').getByRole('button', { name, exact: true }).click();
      const dialog = page.getByRole('dialog', { name: /./ });
      await expect(dialog).toBeVisible();
      await expect(dialog.getByRole('heading', { level: 2 })).toHaveCount(1);
      await expect(dialog.getByRole('banner')).toHaveCount(0);
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
    }
  });
}

test('rule text within Chinese is marked as English', async ({ page }) => {
  await underWay(page, 'zh-CN');
  for (let hop = 0; hop < 9; hop++) await page.keyboard.press('ArrowRight');
  for (const view of ['map', 'rules', 'compare'] as const) {
    await page.locator(`#view-tab-${view}`).click();
    await expect(
      page
        .locator(quoted)
        .filter({ hasText: /^-A |KUBE-/ })
        .first(),
    ).toBeVisible();
    const unmarked = await page.evaluate(
      (selector) =>
        [...document.querySelectorAll(selector)]
          .filter((element) => element.checkVisibility() && element.closest('.monaco-editor, .xterm') === null)
          .filter((element) => /^-A |^:KUBE|KUBE-SVC/.test(element.textContent))
          .filter((element) => element.closest('[lang]')?.getAttribute('lang') !== 'en')
          .map((element) => element.textContent.slice(0, 60)),
      quoted,
    );
    expect(unmarked, view).toEqual([]);
  }
});
