import { expect, test, type Page } from '@playwright/test';
import { opened, toStart } from './lab.js';

/** Holds back what the page asks for, until it is let go. */
async function hold(page: Page, files: RegExp): Promise<() => void> {
  let letGo = (): void => undefined;
  const free = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(files, async (route) => {
    await free;
    await route.continue();
  });
  return letGo;
}

test('the simulation is on its way before the page’s own code is there', async ({ page }) => {
  const letGo = await hold(page, /assets\/lab-.+\.js$/);
  const worker = page.waitForRequest(/assets\/worker-.+\.js$/);
  await page.goto('./', { waitUntil: 'commit' });
  await worker;
  await expect(page.getByRole('region', { name: 'Editor' })).toHaveCount(0);
  letGo();
  await opened(page);
});

test('what is large waits until the cluster stands, and the texts can be read and written before', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const large = () => asked.filter((address) => /assets\/(monaco|xterm)/.test(address));
  const letGo = await hold(page, /assets\/worker-.+\.js$/);
  await page.goto('./');
  const text = page.getByRole('region', { name: 'Editor' }).getByRole('textbox').first();
  await expect(text).toBeEditable(toStart);
  // The page is idle by now: it only waits for its simulation.
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  expect(large()).toEqual([]);
  letGo();
  await opened(page);
  await expect(page.locator('.monaco-editor').first()).toBeVisible({ timeout: 20_000 });
});

test('the text editor comes at the first touch, however long the cluster takes', async ({ page }) => {
  await hold(page, /assets\/worker-.+\.js$/);
  await page.goto('./');
  await page.getByRole('region', { name: 'Editor' }).getByRole('textbox').first().focus();
  await expect(page.locator('.monaco-editor').first()).toBeVisible({ timeout: 20_000 });
});
