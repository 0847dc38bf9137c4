import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';

const fixture = (name: string): string => `sim-core/fixtures/captured/${name}`;

test.beforeEach(async ({ page }) => {
  await page.goto('./?lang=en');
  await page.getByRole('button', { name: /Bring your own/ }).click();
});

test('the dump of a real cluster opens as a lab, and is shared only on request', async ({ page }) => {
  const requests: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') requests.push(request.url());
  });
  const dialog = page.getByRole('dialog', { name: 'Bring your own' });
  await expect(dialog).toContainText('Stays in this browser');
  await dialog.locator('input[type=file]').setInputFiles(fixture('kind-cluster.yaml'));
  await expect(dialog.getByLabel('Service range')).toHaveValue('10.96.0.0/16');
  await dialog.getByLabel('Service range').fill('10.96');
  await expect(dialog.getByRole('button', { name: 'Open as a lab' })).toBeDisabled();
  await dialog.getByLabel('Service range').fill('10.96.0.0/16');
  await dialog.getByRole('button', { name: 'Open as a lab' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('tab', { name: 'services.yaml' })).toBeVisible();
  await page.getByRole('button', { name: 'Share' }).click();
  const share = page.getByRole('dialog');
  await expect(share).toContainText('made from a real cluster');
  await expect(share.getByRole('textbox')).toHaveCount(0);
  await share.getByRole('button', { name: 'Make the link all the same' }).click();
  await expect(share.getByRole('textbox')).toHaveValue(/#v1\./);
  expect(requests).toEqual([]);
});

test('a packet walks through the pasted rules of a node', async ({ page }) => {
  const dialog = page.getByRole('dialog', { name: 'Bring your own' });
  await dialog.getByRole('tab', { name: 'Node rules' }).click();
  await dialog.getByRole('textbox').fill(readFileSync(fixture('calico-node.iptables-save'), 'utf8'));
  await dialog.getByRole('button', { name: 'Read it' }).click();
  await dialog.getByLabel('Pod interface').fill('cali0');
  await dialog.getByRole('button', { name: 'Walk', exact: true }).click();
  await expect(dialog).toContainText(/192\.168\.77\.13[01]:53/);
  await expect(dialog).toContainText('This rule was not evaluated: -m set --match-set cali40s:denied src');
  await dialog.getByRole('button', { name: 'line 12', exact: true }).click();
  await expect(dialog.getByRole('region', { name: 'Rules, line by line' })).toContainText('cali-PREROUTING');
});

test('what cannot be read is said', async ({ page }) => {
  const dialog = page.getByRole('dialog', { name: 'Bring your own' });
  await dialog.getByRole('textbox').fill('kind: [');
  await dialog.getByRole('button', { name: 'Read it' }).click();
  await expect(dialog.getByRole('alert')).toContainText('pasted text, line');
});
