import { expect, test, type Page } from '@playwright/test';
import { open } from './lab.js';

const timeline = (page: Page) => page.getByRole('region', { name: 'Timeline' });

/** Presses the line at a share of its width. */
async function scrubTo(page: Page, share: number): Promise<void> {
  const slider = timeline(page).locator('[role=slider]');
  const box = await slider.locator('xpath=..').boundingBox();
  if (box === null) throw new Error('the line is there');
  await page.mouse.click(box.x + box.width * share, box.y + box.height / 2);
}

test('an earlier moment is looked at, and the present comes back', async ({ page }) => {
  await open(page);
  const clock = timeline(page).getByRole('time').or(timeline(page).locator('time'));
  const now = await clock.textContent();
  await scrubTo(page, 0.3);
  await expect(clock).not.toHaveText(now ?? '');
  await expect(timeline(page).getByRole('slider')).toHaveAttribute('aria-valuetext', /^\d\d:\d\d\.\d{3}$/);
  await timeline(page).getByRole('button', { name: 'Now' }).click();
  await expect(clock).toHaveText(now ?? '');
});

test('what is done in the past branches off, and undo brings the future back', async ({ page }) => {
  await open(page);
  const clock = timeline(page).locator('time');
  const now = await clock.textContent();
  await scrubTo(page, 0.5);
  await expect(clock).not.toHaveText(now ?? '');
  await page.getByRole('region', { name: 'Trace' }).focus();
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: 'Go on from here?' });
  await dialog.getByRole('button', { name: 'Go on from here' }).click();
  await expect(page.getByText('packet #1', { exact: true }).first()).toBeVisible();
  await expect(clock).not.toHaveText(now ?? '');
  await page.getByRole('button', { name: 'Undo the last packet' }).click();
  await expect(clock).toHaveText(now ?? '');
});

test('time can be let pass slowly', async ({ page }) => {
  await open(page);
  const clock = timeline(page).locator('time');
  const now = await clock.textContent();
  await scrubTo(page, 0.4);
  await expect(clock).not.toHaveText(now ?? '');
  await timeline(page).getByRole('combobox', { name: 'Speed of time' }).selectOption('4');
  await timeline(page).getByRole('button', { name: 'Let time pass' }).click();
  await expect(clock).toHaveText(now ?? '', { timeout: 10_000 });
});

test('the pointer on the line names what lies there, kube-proxy’s delay too', async ({ page }) => {
  await open(page);
  const line = timeline(page).locator('[role=slider]').locator('xpath=..');
  const box = await line.boundingBox();
  if (box === null) throw new Error('the line is there');
  await expect(line).not.toContainText(/kube-proxy wrote rules on 3 nodes/);
  for (let x = 0; x < box.width; x += 3) {
    await page.mouse.move(box.x + x, box.y + box.height / 2);
    if (/\+\d+ ms: kube-proxy wrote rules on 3 nodes/.test(await line.innerText())) break;
  }
  await expect(line).toContainText(/\+\d+ ms: kube-proxy wrote rules on 3 nodes/);
  await page.mouse.move(0, 0);
  await expect(line).not.toContainText(/kube-proxy wrote rules/);
  // A Pod of the opening cluster is never ready, and says so.
  await expect(line).toContainText(/demoapp-\S+ not ready/);
});
