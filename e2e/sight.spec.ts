import { expect, test, type Page } from '@playwright/test';
import { misfits, settled } from './judge.js';

/** The Lab, a packet on its way. */
async function underWay(page: Page): Promise<void> {
  await page.goto('./');
  await expect(page.getByRole('button', { name: /^Send/ }).first()).toBeEnabled({ timeout: 30_000 });
  await page.keyboard.press('s');
  await expect(page.getByText(/^1 \/ \d+$/).first()).toBeAttached();
  for (let hop = 0; hop < 9; hop++) await page.keyboard.press('ArrowRight');
  await settled(page);
}

/** Elements whose words have the colour of what is behind them. */
const unseen = (page: Page) =>
  page.evaluate(() => {
    const behind = (element: Element | null): string => {
      for (let at = element; at !== null; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at);
        if (!backgroundColor.endsWith(', 0)') && backgroundColor !== 'transparent') return backgroundColor;
      }
      return '';
    };
    return [...document.querySelectorAll('button, code, mark, h1, h2, p, span, label')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .filter((element) => element.closest('.monaco-editor, .xterm, svg, .visually-hidden') === null)
      .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim() !== ''))
      .filter((element) => getComputedStyle(element).color === behind(element))
      .map((element) => element.textContent);
  });

for (const colorScheme of ['light', 'dark'] as const) {
  test(`forced colours: all is drawn in the reader's own, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce', colorScheme });
    await underWay(page);
    for (const view of ['map', 'rules', 'path']) {
      await page.locator(`#view-tab-${view}`).click();
      await settled(page);
      expect(await unseen(page), view).toEqual([]);
    }
    // What is drawn takes part: the colours of the kinds of addresses are gone, their glyphs are there.
    const hues = await page.evaluate(() => {
      const probe = document.body.appendChild(document.createElement('i'));
      const resolved = (value: string): string => {
        probe.style.color = value;
        return getComputedStyle(probe).color;
      };
      return ['node', 'pod', 'cluster', 'ext'].map((kind) => resolved(`var(--ip-${kind})`) === resolved('CanvasText'));
    });
    expect(hues).toEqual([true, true, true, true]);
    // The line of time keeps its ticks.
    const rail = page.getByRole('slider').locator('xpath=..').locator('div').first();
    const seen = await rail.evaluate(
      (element) => getComputedStyle(element).backgroundColor !== getComputedStyle(document.body).backgroundColor,
    );
    expect(seen).toBe(true);
  });
}

test('200 % zoom leaves the map, the step and its words', async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 450 });
  await underWay(page);
  expect(await misfits(page, 24)).toEqual([]);
  const canvas = await page.locator('[data-pane=canvas] [role=tabpanel]').boundingBox();
  expect(canvas?.height).toBeGreaterThan(120);
  await expect(page.getByRole('button', { name: /^Step/ }).first()).toBeInViewport();
});

test('400 % zoom scrolls in one direction, and all of the path is there', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  await underWay(page);
  expect(await misfits(page, 24)).toEqual([]);
  const path = page.getByRole('region', { name: 'Path of the packet' });
  const current = path.getByText(/^hop \d+$/);
  await current.scrollIntoViewIfNeeded();
  await expect(current).toBeInViewport();
  const step = page.getByRole('button', { name: /^Step/ }).first();
  await step.scrollIntoViewIfNeeded();
  await step.click();
  await expect(page.getByText(/^11 \/ \d+$/)).toBeAttached();
});

for (const [frame, size] of [
  ['desktop', { width: 1440, height: 900 }],
  ['phone', { width: 390, height: 844 }],
] as const) {
  test(`a reader's own spacing of text cuts nothing off: ${frame}`, async ({ page }) => {
    await page.setViewportSize(size);
    await underWay(page);
    // What WCAG 1.4.12 lets a reader set.
    await page.addStyleTag({
      content: `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
        p { margin-bottom: 2em !important; }`,
    });
    await settled(page);
    expect(await misfits(page, 24)).toEqual([]);
    // Words of drawings were measured for their boxes.
    const drawn = page.locator('[role=application] text').first();
    if (frame === 'desktop') await expect(drawn).toHaveCSS('letter-spacing', 'normal');
  });
}

test('more contrast: fine lines are as strong as outlines', async ({ page }) => {
  await page.emulateMedia({ contrast: 'more' });
  await underWay(page);
  const colours = await page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    return [style.getPropertyValue('--line'), style.getPropertyValue('--line-ui')];
  });
  expect(colours[0]).toBe(colours[1]);
});

test('reduced motion: the token jumps, what changed says so, and nothing plays by itself', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await underWay(page);
  const running = await page.evaluate(
    () =>
      document
        .getAnimations()
        .filter(({ playState, effect }) => playState === 'running' && Number(effect?.getComputedTiming().duration) > 1)
        .length,
  );
  expect(running).toBe(0);
  for (let hop = 0; hop < 10 && (await page.getByText('changed', { exact: true }).count()) === 0; hop++)
    await page.keyboard.press('ArrowRight');
  await expect(page.getByText('changed', { exact: true }).first()).toBeVisible();
});
