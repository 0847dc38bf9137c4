import { readFile } from 'node:fs/promises';
import { expect, test, type Download, type Page } from '@playwright/test';
import { open } from './lab.js';
import { scaleLink } from './scale.js';

async function save(page: Page, name: string): Promise<Download> {
  const download = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
  return download;
}

const textOf = async (download: Download): Promise<string> => readFile(await download.path(), 'utf8');

test('the map, the trace and the cluster can be taken away', async ({ page }) => {
  await open(page);
  await page.keyboard.press('s');
  await expect(page.getByText('packet #1', { exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();

  const svg = await textOf(await save(page, 'SVG'));
  expect(svg).toMatch(/^<svg xmlns/);
  expect(svg).toContain('node3');
  expect(svg).toContain('192.168.10.13');
  expect(svg).toMatch(/@font-face/);
  expect(svg).toMatch(/#v1\./);
  expect(svg).not.toContain('var(--');

  const png = await readFile(await (await save(page, 'PNG')).path());
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.length).toBeGreaterThan(20_000);

  const markdown = await textOf(await save(page, 'Markdown'));
  expect(markdown).toMatch(/^# Packet 1/);
  expect(markdown).toMatch(/-A KUBE-SEP-\w+ .* -j DNAT --to-destination 10\.244\./);
  expect(markdown).not.toMatch(/undefined|NaN/);

  const json = JSON.parse(await textOf(await save(page, 'JSON'))) as { request: unknown[] };
  expect(json.request.length).toBeGreaterThan(10);

  expect(await textOf(await save(page, 'All objects, YAML'))).toMatch(/^apiVersion: v1\nitems:/);
  expect(await textOf(await save(page, 'Manifests, YAML'))).toContain('kind: Service');
});

test('the path and the rules are pictures too', async ({ page }) => {
  await open(page);
  await page.keyboard.press('s');
  await expect(page.getByText('packet #1', { exact: true }).first()).toBeVisible();
  for (const view of ['Path', 'Rules']) {
    await page.getByRole('tab', { name: view }).first().click();
    await page.waitForTimeout(600);
    await page.getByRole('button', { name: 'Export' }).click();
    const png = await readFile(await (await save(page, 'PNG')).path());
    expect(png.length, view).toBeGreaterThan(10_000);
    const svg = await textOf(await save(page, 'SVG'));
    expect(svg.includes(view === 'Path' ? 'node1' : 'KUBE-SEP'), view).toBe(true);
    expect(svg.includes('--vscode'), view).toBe(false);
    await page.keyboard.press('Escape');
  }
});

test('a map of which only a part is drawn is taken away as a whole', async ({ page }) => {
  await page.goto(`./${scaleLink({ nodes: 60, podsPerNode: 40, services: 2 })}`);
  const map = page.getByRole('application', { name: 'Map of the cluster' });
  await expect(map.getByRole('button', { name: /^Node n-01,/ }).first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole('radio', { name: 'Pods', exact: true }).click();
  await expect(map).toHaveAttribute('data-partial', '');
  await page.getByRole('button', { name: 'Export' }).click();
  const svg = await textOf(await save(page, 'SVG'));
  for (const pod of ['10.244.1.2', '10.244.30.20', '10.244.60.41']) expect(svg).toContain(`>${pod}<`);
  expect(svg).not.toContain('Only the part of the map');
  await expect(map).toHaveAttribute('data-partial', '');
});
