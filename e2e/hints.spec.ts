import { expect, test, type Page } from '@playwright/test';
import { open, openingService, type } from './lab.js';

const editor = (page: Page) => page.getByRole('region', { name: 'Editor' });

test('a selector that matches no Pod is told below its line, explained and mended', async ({ page }) => {
  await open(page);
  await type(page, openingService.replace('app: demoapp', 'app: demoap'));
  const note = editor(page).getByRole('note').filter({ hasText: 'No Pod has these labels' });
  await expect(note).toBeVisible({ timeout: 15_000 });
  await note.getByRole('button', { name: 'Why' }).click();
  await expect(note).toContainText('app=demoap');
  await expect(note).toContainText('endpointslice_controller.go');
  // Nothing is wrong with the text: it was applied.
  await expect(page.getByText(/^Applied/).first()).toBeVisible();
  await note.getByRole('button', { name: 'Use app: demoapp' }).click();
  await expect(note).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Service myservice.*2 ready endpoints/ })).toBeVisible();
});

test('a closed port and an empty node are told in Chinese too, each at its line', async ({ page }) => {
  await page.goto('./?lang=zh-CN');
  await expect(page.getByRole('button', { name: /发送/ }).first()).toBeVisible({ timeout: 30_000 });
  const text = openingService
    .replace('type: NodePort', 'type: NodePort\n  externalTrafficPolicy: Local')
    .replace('targetPort: 8080', 'targetPort: 9090');
  const region = page.getByRole('region', { name: '编辑器' });
  await type(page, text);
  await expect(region.getByRole('note').filter({ hasText: '没有进程监听 9090/TCP' })).toBeVisible({ timeout: 15_000 });
  await expect(region.getByRole('note').filter({ hasText: '会在 node3 上被丢弃' })).toBeVisible();
});

test('what a scenario is there to find stays veiled until it is asked for', async ({ page }) => {
  await page.goto('./?scenario=silent-service');
  const note = editor(page).getByRole('note');
  await expect(note).toContainText('There is a hint for this line', { timeout: 30_000 });
  await expect(page.getByText('No Pod has these labels')).toHaveCount(0);
  await note.getByRole('button', { name: 'Show it' }).click();
  await expect(note).toContainText('No Pod has these labels');
});

test('cluster.yaml is completed and mended', async ({ page }) => {
  await open(page);
  await page.getByRole('tab', { name: 'cluster.yaml' }).click();
  await type(page, 'kubeProxy:\n  masquradeAll: true\nmo');
  await page.keyboard.press('Control+Space');
  await expect(page.locator('.suggest-widget').getByText('mode', { exact: true }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.insertText('ipvs');
  const note = editor(page).getByRole('note');
  await expect(note).toContainText('A setting that does nothing', { timeout: 15_000 });
  await note.getByRole('button', { name: 'Use masqueradeAll' }).click();
  await expect(note).toHaveCount(0);
  await expect(page.getByRole('radio', { name: 'ipvs' })).toBeChecked({ timeout: 20_000 });
});

test('tabs of files are never cut: without endings, then scrolled', async ({ page }) => {
  await open(page);
  const list = page.getByRole('tablist', { name: 'Files' });
  const cut = () =>
    list.evaluate((element) => {
      const frame = element.getBoundingClientRect();
      return [...element.querySelectorAll('[role=tab]')]
        .map((tab) => [tab.getBoundingClientRect(), tab.textContent] as const)
        .filter(([{ left, right }]) => left < frame.left - 1 || right > frame.right + 1)
        .map(([, text]) => text);
    });
  expect(await cut()).toEqual([]);
  await type(page, openingService.replace('name: myapp-http', 'nodePort: 80'));
  await expect(list.getByRole('tab', { name: 'service.yaml' })).toContainText('1', { timeout: 15_000 });
  expect(await cut()).toEqual([]);
  for (let more = 0; more < 4; more++) {
    await page.getByRole('button', { name: /^Files: / }).click();
    await page.getByRole('menuitem', { name: 'New file' }).click();
    await expect(list.getByRole('tab')).toHaveCount(4 + more);
  }
  // What does not fit scrolls; what is chosen is in view, whole.
  const chosen = list.getByRole('tab', { selected: true });
  const [frame, tab] = [await list.boundingBox(), await chosen.boundingBox()];
  expect((tab?.x ?? 0) + (tab?.width ?? 0)).toBeLessThanOrEqual((frame?.x ?? 0) + (frame?.width ?? 0) + 1);
});
