import { expect, test } from '@playwright/test';
import { opened } from './lab.js';

test('a course page embeds labs that tell what happens in them', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto('./course/index.html');
  const first = page.frameLocator('#first >> iframe');
  await opened(first);
  await first.getByRole('button', { name: /^Send/ }).click();
  await expect(page.getByText(/Packet 1: request, hop 1 of \d+, at client/)).toBeVisible();
  await first.getByRole('button', { name: /^Step/ }).click();
  await expect(page.getByText(/Packet 1: request, hop 2 of \d+/)).toBeVisible();
  expect(complaints).toEqual([]);
});

test('the page around can load, move and export', async ({ page }) => {
  await page.goto('./course/index.html');
  const first = page.frameLocator('#first >> iframe');
  await opened(first);
  await first.getByRole('button', { name: /^Send/ }).click();
  await expect(page.getByText(/Packet 1: request, hop 1/)).toBeVisible();
  await page.evaluate(() => {
    const lab = document.getElementById('first') as HTMLElement & { goto(hop: number): void };
    lab.goto(5);
  });
  await expect(page.getByText(/Packet 1: request, hop 5/)).toBeVisible();
  const link = await page.evaluate(() => {
    const lab = document.getElementById('first') as HTMLElement & { export(format: string): Promise<string> };
    return lab.export('link');
  });
  expect(link).toMatch(/#v1\./);
  await page.evaluate((text) => {
    const lab = document.getElementById('first') as HTMLElement & { set(change: object): void };
    lab.set({ lang: text });
  }, 'zh-CN');
  await expect(first.getByRole('link', { name: '在实验台打开' })).toBeVisible();
});

test('listens to the page around it only', async ({ page }) => {
  await page.goto('./?embed=1&origin=https://elsewhere.example');
  await opened(page);
  await page.evaluate(() => window.postMessage({ kubehop: 1, type: 'set', lang: 'zh-CN' }, '*'));
  await page.waitForTimeout(300);
  await expect(page.getByRole('link', { name: 'Open in lab' })).toBeVisible();
});

test('shows what it is asked to', async ({ page }) => {
  await page.goto('./?embed=1&lang=zh-CN&theme=dark&panes=rules,map&hide=open,yaml&readonly=1');
  await expect(page.getByRole('tab', { name: '规则' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('link')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'YAML' })).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
});
