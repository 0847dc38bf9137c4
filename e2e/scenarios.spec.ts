import { expect, test, type Page } from '@playwright/test';
import { apply, open, opened, trace, type } from './lab.js';

const picker = (page: Page, name = '') => page.getByRole('button', { name: `Scenario: ${name}` });
const files = (page: Page) => page.getByRole('tablist', { name: 'Files' }).getByRole('tab');

async function pick(page: Page, words: string): Promise<void> {
  await picker(page).click();
  await page.getByRole('combobox', { name: 'Find a scenario' }).fill(words);
  await page.keyboard.press('Enter');
}

test('a scenario is found by keyboard, opens with its packet, and undo brings the earlier lab back', async ({
  page,
}) => {
  await open(page);
  await pick(page, 'silent');
  await expect(picker(page, 'The Service is silent')).toBeVisible();
  await page.keyboard.press('s');
  await expect(trace(page).getByText(/^packet #1$/)).toBeVisible();
  await page.keyboard.press('End');
  await expect(
    trace(page)
      .getByText(/no (ready )?endpoint/i)
      .first(),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Undo the last packet' }).click();
  await page.getByRole('button', { name: 'Go back to the lab before this scenario' }).click();
  await expect(picker(page, 'NodePort, three nodes')).toBeVisible();
  await opened(page);
});

test('the address opens a scenario, in an embedded page too', async ({ page }) => {
  await page.goto('./?scenario=zones');
  await expect(picker(page, 'Stay in the zone')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('button', { name: /node4/ }).first()).toBeVisible({ timeout: 30_000 });
  await page.goto('./?embed=1&scenario=hairpin');
  await expect(page.getByText('A Pod calls itself')).toBeVisible({ timeout: 30_000 });
  await page.goto('./?scenario=nothing-of-the-kind');
  await expect(page.getByText('There is no such scenario')).toBeVisible({ timeout: 30_000 });
});

test('what was typed in the own lab is kept aside and can be gone back to', async ({ page }) => {
  await open(page);
  await type(page, 'apiVersion: v1\nkind: Service\nmetadata:\n  name: mine\nspec:\n  ports:\n    - port: 80\n');
  await apply(page);
  await expect(page.getByRole('button', { name: /Service mine/ }).first()).toBeVisible();
  await pick(page, 'headless');
  await expect(picker(page, 'Headless, with a StatefulSet')).toBeVisible();
  await page.reload();
  await expect(picker(page, 'Headless, with a StatefulSet')).toBeVisible({ timeout: 30_000 });
  await pick(page, 'own lab');
  await expect(page.getByRole('button', { name: /Service mine/ }).first()).toBeVisible({ timeout: 30_000 });
});

test('cluster.yaml makes another cluster, and says what is wrong with it', async ({ page }) => {
  await open(page);
  await files(page).filter({ hasText: 'cluster.yaml' }).click();
  await type(page, 'nodes:\n  - name: alpha\n  - name: beta\n    ip: 10.0.0\n');
  await apply(page);
  await expect(
    page.getByText('nodes[1].ip: Invalid value: "10.0.0": must be a valid IPv4 address').first(),
  ).toBeVisible();
  await type(page, 'nodes:\n  - name: alpha\n  - name: beta\n');
  await apply(page);
  await expect(page.getByText('beta', { exact: true }).first()).toBeVisible();
  await page.getByRole('region', { name: 'Cluster' }).click({ position: { x: 5, y: 300 } });
  await page.getByRole('button', { name: 'Undo the change of cluster.yaml' }).click();
  await opened(page);
});

test('files are made, renamed, dropped and deleted', async ({ page }) => {
  await open(page);
  const menu = page.getByRole('button', { name: /^Files: / });
  await menu.click();
  await page.getByRole('menuitem', { name: 'New file' }).click();
  await expect(files(page)).toHaveCount(4);
  await menu.click();
  await page.getByRole('menuitem', { name: 'Rename manifest.yaml' }).click();
  await page.getByRole('textbox', { name: 'Name of the file' }).fill('extra.yaml');
  await page.keyboard.press('Enter');
  await expect(files(page).last()).toContainText('extra.yaml');
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    const text = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: dropped\nspec:\n  ports:\n    - port: 80\n';
    dataTransfer.items.add(new File([text], 'dropped.yaml'));
    dataTransfer.items.add(new File(['x'], 'photo.png'));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(page.getByRole('button', { name: /Service dropped/ }).first()).toBeVisible();
  await expect(page.getByText('photo.png was not opened')).toBeVisible();
  await menu.click();
  await page.getByRole('menuitem', { name: 'Delete dropped.yaml' }).click();
  await expect(page.getByRole('button', { name: /Service dropped/ })).toHaveCount(0);
});
