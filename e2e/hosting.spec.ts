import { expect, test } from '@playwright/test';
import { open, opened } from './lab.js';

test('breaks no rule of a strict Content-Security-Policy', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await open(page);
  await page.getByRole('region', { name: 'Editor' }).getByRole('textbox').first().focus();
  await page.waitForTimeout(3000);
  expect(complaints).toEqual([]);
});

for (const sandbox of [null, 'allow-scripts allow-same-origin', 'allow-scripts']) {
  test(`runs in an iframe, sandbox ${sandbox ?? 'absent'}`, async ({ page }) => {
    await page.goto(`/course/frame.html${sandbox === null ? '' : `?sandbox=${encodeURIComponent(sandbox)}`}`);
    const frame = page.frameLocator('iframe');
    await opened(frame);
    await frame.getByRole('button', { name: /^Send/ }).first().click();
    await expect(frame.getByText('packet #1', { exact: true }).first()).toBeVisible();
  });
}

test('runs with storage blocked', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  await open(page);
  await page.keyboard.press('s');
  await expect(page.getByText('packet #1', { exact: true }).first()).toBeVisible();
});
