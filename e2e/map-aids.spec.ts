import { expect, test, type Page } from '@playwright/test';
import { open } from './lab.js';

const tip = (page: Page) => page.locator('[data-tip]');
const object = (page: Page, name: RegExp) =>
  page.getByRole('application', { name: 'Map of the cluster' }).getByRole('button', { name }).first();

test('what is no target tells why, under the pointer and at the focus, and Escape puts that away', async ({ page }) => {
  await open(page);
  await object(page, /^Client outside/).click();
  const ghost = object(page, /^Service kubernetes/);
  const hook = object(page, /cannot be sent to it/);
  await hook.hover();
  await expect(tip(page)).toHaveText('A packet passes here on its way; it cannot be sent to it.');
  const [words, under] = [await tip(page).boundingBox(), await hook.boundingBox()];
  if (words === null || under === null) throw new Error('they are not drawn');
  const gap = Math.max(words.y - under.y - under.height, under.y - words.y - words.height);
  expect(Math.abs(gap)).toBeLessThan(2);
  // The pointer can go on to the words, and they stay.
  await tip(page).hover();
  await expect(tip(page)).toBeVisible();
  await ghost.hover();
  await expect(tip(page)).toBeHidden();
  // The keyboard, from object to object.
  await page.mouse.move(700, 20);
  await ghost.focus();
  for (let step = 0; step < 40 && !(await tip(page).isVisible()); step++) await page.keyboard.press('ArrowDown');
  const told = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  expect(told?.endsWith((await tip(page).textContent()) ?? '?')).toBe(true);
  await page.keyboard.press('Escape');
  await expect(tip(page)).toBeHidden();
});

test('a Pod that is not ready says so under the pointer', async ({ page }) => {
  await open(page);
  await object(page, /^Pod .*not ready/).hover();
  await expect(tip(page)).toHaveText(/^Pod demoapp-.*not ready/);
});

test('a small embedded map has a way to its legend, also by keyboard', async ({ page }) => {
  await page.setViewportSize({ width: 800, height: 500 });
  await page.goto('./?embed=1&lang=en');
  const button = page.getByRole('button', { name: 'What the signs mean' });
  const legend = page.getByRole('group', { name: 'What the signs mean' });
  await button.click({ timeout: 30_000 });
  await expect(legend).toHaveText('Node IPPod IPCluster IPExternal');
  await expect(legend).toBeInViewport({ ratio: 1 });
  await page.getByRole('button', { name: 'Less detail' }).click();
  await expect(legend).toHaveCount(0);
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(legend).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(legend).toHaveCount(0);
  await expect(button).toBeFocused();
  // Where there is room for the legend itself, there is no need of a way to it.
  await page.setViewportSize({ width: 800, height: 800 });
  await expect(button).toHaveCount(0);
  await expect(page.getByText('Cluster IP', { exact: true })).toBeVisible();
});
