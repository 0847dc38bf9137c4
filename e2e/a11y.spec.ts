import { expect, test, type Page } from '@playwright/test';
import { bringAxe, brokenRules, misfits, recolour, settled, type Theme } from './judge.js';
import { open, toStart } from './lab.js';
import { frames, isTouch, tours, rejected, type Frame, type Screen } from './screens.js';
import { languages, wordsOf, type Language } from './words.js';

/** What a design of ours promises: a mouse hits 32 px, a finger 44. */
const leastTarget = (frame: Frame): number => (isTouch(frame) ? 44 : 32);

/** Each language is looked at in one theme; the colours of the other are looked at where they differ in kind. */
const themeOf: Readonly<Record<Language, Theme>> = { en: 'light', 'zh-CN': 'dark' };
const inBothThemes = (frame: Frame, language: Language): boolean =>
  language === 'en' && (frame === 'desktop' || frame === 'phone' || frame === 'embed');

for (const { name: tour, frame, begin, screens } of tours) {
  for (const language of languages) {
    test(`breaks nothing of WCAG 2.2 AA: ${tour}, ${language}`, async ({ browser, baseURL }) => {
      test.slow();
      const [words, theme] = [wordsOf[language], themeOf[language]];
      const context = await browser.newContext({
        ...(baseURL !== undefined && { baseURL }),
        viewport: frames[frame],
        locale: language,
        colorScheme: theme,
        reducedMotion: 'reduce',
        hasTouch: isTouch(frame),
        isMobile: isTouch(frame),
      });
      const page = await context.newPage();
      await bringAxe(page);
      const found: string[] = [];
      const look = async (screen: string): Promise<void> => {
        await settled(page);
        const seen = [...(await brokenRules(page, 'all')), ...(await misfits(page, leastTarget(frame)))];
        if (inBothThemes(frame, language)) {
          await recolour(page, 'dark');
          seen.push(...(await brokenRules(page, 'only')));
          await recolour(page, theme);
        }
        found.push(...seen.map((line) => `${screen}: ${line}`));
      };
      const visit = ({ name, go, drawn, leave }: Screen): Promise<void> =>
        test.step(name, async () => {
          await go(page, words);
          if (drawn !== undefined) await expect(drawn(page, words)).toBeVisible({ timeout: 20_000 });
          await look(name);
          await leave?.(page, words);
        });
      if (begin === undefined) {
        await page.goto('./');
        await look('starting');
        const sends = page.getByRole('button', { name: new RegExp(`^${words.lab.sender.send}`) }).first();
        await expect(sends).toBeEnabled({ timeout: 30_000 });
        await page.keyboard.press('s');
        await page.keyboard.press('End');
        await look('a packet at its end');
      } else await visit(begin);
      for (const screen of screens) await visit(screen);
      expect(found).toEqual([]);
      await context.close();
    });
  }
}

test('everything is reached by keyboard alone', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the editor' })).toBeFocused();
  const panes: string[] = [];
  for (let press = 0; press < 8; press++) {
    await page.keyboard.press('F6');
    panes.push(
      await page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset['pane'] ?? ''),
    );
  }
  expect(new Set(panes)).toEqual(new Set(['editor', 'canvas', 'timeline', 'trace', 'dock']));
  await page.keyboard.press('s');
  await expect(page.getByText('packet #1', { exact: true }).first()).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/^2 \/ \d+$/).first()).toBeVisible();
  // A handle between panes moves by arrow keys and folds its pane with Enter.
  const handle = page.getByRole('separator', { name: 'Width of the editor' });
  await handle.focus();
  const before = Number(await handle.getAttribute('aria-valuenow'));
  await page.keyboard.press('ArrowRight');
  expect(Number(await handle.getAttribute('aria-valuenow'))).toBeGreaterThan(before);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Show the editor' })).toBeVisible();
});

test('a screen reader hears each hop, in the order of the path', async ({ page }) => {
  await open(page);
  await page.keyboard.press('s');
  await expect(page.getByText('packet #1', { exact: true }).first()).toBeVisible();
  const live = page.locator('[aria-live]').filter({ hasText: /Hop \d+ of \d+/ });
  await expect(live).toHaveText(/Hop 1 of \d+/);
  for (let hop = 2; hop < 6; hop++) {
    await page.keyboard.press('ArrowRight');
    await expect(live).toHaveText(new RegExp(`Hop ${hop} of \\d+`));
  }
});

test('forced colours and 200 % zoom lose nothing', async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 450 });
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await page.goto('./');
  await expect(page.getByRole('button', { name: /^Send/ }).first()).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('s');
  await page.waitForTimeout(500);
  const boxes = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    canvas: document.querySelector('[data-pane=canvas] [role=tabpanel]')?.getBoundingClientRect().height ?? 0,
  }));
  expect(boxes.wide).toBeLessThanOrEqual(0);
  expect(boxes.canvas).toBeGreaterThan(120);
  await expect(page.getByRole('button', { name: /^Step/ }).first()).toBeInViewport();
});

const inEditor = (page: Page) => page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null);

test('the editor can be left, and what it complains of mended, by keyboard', async ({ page }) => {
  await open(page);
  await rejected.go(page, wordsOf.en);
  const fix = page.getByRole('button', { name: 'Use NodePort' });
  await expect(fix).toBeVisible();
  expect(await inEditor(page)).toBe(true);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(fix).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(fix).toHaveCount(0);
  await expect(page.locator('.monaco-editor .view-lines').first()).toContainText('NodePort');
  await expect(page.getByRole('region', { name: 'Editor' }).getByRole('textbox').first()).toBeFocused();
  await page.keyboard.press('Escape');
  for (let press = 0; press < 4 && (await inEditor(page)); press++) await page.keyboard.press('Tab');
  expect(await inEditor(page)).toBe(false);
});

test('the terminal can be left by keyboard', async ({ page }) => {
  await open(page);
  const field = page.getByRole('region', { name: 'Details' }).locator('.xterm-helper-textarea').first();
  for (const leave of [['Escape', 'Escape'], ['F6']]) {
    await page.keyboard.press('`');
    await expect(field).toBeFocused(toStart);
    for (const key of leave) await page.keyboard.press(key);
    await expect(field).not.toBeFocused();
  }
});
