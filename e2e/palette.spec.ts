import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { open, trace } from './lab.js';

const field = { name: 'Find a packet, object, view or command' };

test('sends a packet, found by name, without the mouse', async ({ page }) => {
  await open(page);
  await page.keyboard.press('ControlOrMeta+K');
  const input = page.getByRole('combobox', field);
  await expect(input).toBeFocused();
  await page.keyboard.type('send mys default');
  const option = page.getByRole('dialog').getByRole('option').first();
  await expect(option).toContainText('myservice.default:80');
  await expect(input).toHaveAttribute('aria-activedescendant', (await option.getAttribute('id')) ?? '');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(trace(page).getByText(/^packet #1$/)).toBeVisible();
});

test('what is typed while the list is still on its way is for the list, and sends nothing', async ({ page }) => {
  await open(page);
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/assets\/finder-dialog-.*\.js/, async (route) => {
    await released;
    await route.continue();
  });
  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.type('s mys');
  release();
  await expect(page.getByRole('combobox', field)).toHaveValue('s mys');
  await page.keyboard.press('Escape');
  await expect(trace(page).getByText('No packet yet')).toBeVisible();
});

test('goes to a chain, switches the theme, and closes on Escape', async ({ page }) => {
  await open(page);
  await page.keyboard.press('ControlOrMeta+K');
  await expect(page.getByRole('combobox', field)).toBeFocused();
  await page.keyboard.type('KUBE-NODEPORTS');
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText('KUBE-NODEPORTS');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Rules', exact: true }).first()).toHaveAttribute('aria-selected', 'true');
  const before = await page.locator('html').getAttribute('data-theme');
  await page.keyboard.press('ControlOrMeta+K');
  await expect(page.getByRole('combobox', field)).toBeFocused();
  await page.keyboard.type('theme');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).not.toHaveAttribute('data-theme', before ?? '');
  await page.keyboard.press('ControlOrMeta+K');
  await expect(page.getByRole('combobox', field)).toBeFocused();
  await page.keyboard.type('no such thing at all');
  await expect(page.getByText('Nothing matches.').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

for (const theme of ['light', 'dark']) {
  test(`has nothing that axe finds wrong (${theme})`, async ({ page }) => {
    await open(page, `?theme=${theme}`);
    await page.keyboard.press('ControlOrMeta+K');
    await expect(page.getByRole('combobox', field)).toBeFocused();
    const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  });
}
