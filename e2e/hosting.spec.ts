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

test('a later visit works without a network', async ({ page, context }) => {
  await open(page);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const kept = async (): Promise<number> => {
      const names = await caches.keys();
      const counts = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
      return counts.reduce((sum, count) => sum + count, 0);
    };
    // Until the larger parts are there too.
    for (let before = -1, now = 0; before !== now || now === 0;) {
      before = now;
      await new Promise((resolve) => setTimeout(resolve, 1500));
      now = await kept();
    }
  });
  await context.setOffline(true);
  const failed: string[] = [];
  page.on('pageerror', (error) => failed.push(error.message));
  await page.goto('./?lang=zh-CN');
  await opened(page);
  await page.keyboard.press('s');
  await expect(page.getByText('#1', { exact: false }).first()).toBeVisible();
  for (const view of ['规则', 'DNS', '路径']) {
    await page.getByRole('tab', { name: view, exact: true }).first().click();
    await expect(page.getByRole('tab', { name: view, exact: true }).first()).toHaveAttribute('aria-selected', 'true');
  }
  await page.getByRole('textbox').first().focus();
  await expect(page.locator('.monaco-editor').first()).toBeVisible({ timeout: 20_000 });
  expect(failed).toEqual([]);
});

for (const [where, address, frame] of [
  ['an embedded lab', './?embed=1&lang=en', undefined],
  ['a lab in a course page', './course/index.html', '#first >> iframe'],
] as const) {
  test(`${where} works without a network after its first visit`, async ({ page, context }) => {
    const lab = frame === undefined ? page : page.frameLocator(frame);
    await page.goto(address);
    await opened(lab);
    // What is needed is kept before the worker is there; the frame's page asks for it, and for this one, too.
    await lab.locator('body').evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await context.setOffline(true);
    const failed: string[] = [];
    page.on('pageerror', (error) => failed.push(error.message));
    await page.reload();
    await opened(lab);
    await lab.getByRole('button', { name: /^Send/ }).click();
    await expect(lab.getByText(/^1 \/ \d+$/).first()).toBeVisible();
    await lab.getByRole('button', { name: /^Step/ }).click();
    await expect(lab.getByText(/^2 \/ \d+$/).first()).toBeVisible();
    await lab.getByRole('button', { name: 'YAML' }).click();
    // The full editor is too large to be kept for a part of a page: the plain one stays.
    await expect(lab.locator('[data-editor=plain]')).toHaveValue(/kind: Service/);
    expect(failed).toEqual([]);
  });
}

test('in a sandbox that gives the lab no origin nothing is kept', async ({ page }) => {
  await page.goto('./../frame.html?sandbox=allow-scripts');
  const lab = page.frameLocator('iframe');
  await opened(lab);
  const kept = lab.locator('body').evaluate(() =>
    Promise.resolve()
      .then(() => navigator.serviceWorker.getRegistration())
      .then(
        (registration) => typeof registration,
        (error: unknown) => (error instanceof Error || error instanceof DOMException ? error.name : 'unknown'),
      ),
  );
  expect(await kept).toBe('SecurityError');
});

test('several labs on a page of another origin, everything blocked that can be', async ({ page, baseURL }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.addInitScript(() => {
    const deny = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
      Object.defineProperty(window, name, { get: deny });
    }
    Object.defineProperty(Document.prototype, 'cookie', { get: deny, set: deny });
    Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: deny });
  });
  await page.goto(`http://localhost:${new URL(baseURL ?? '').port}/elsewhere.html`);
  const one = page.frameLocator('#one >> iframe');
  await opened(one);
  await one.getByRole('button', { name: /^Send/ }).click();
  await expect(one.getByText(/1 \/ \d+/).first()).toBeVisible();
  await page.locator('#two').scrollIntoViewIfNeeded();
  await expect(page.frameLocator('#two >> iframe').getByRole('tab', { name: 'Rules', exact: true })).toBeVisible({
    timeout: 20_000,
  });
  await page.locator('#three').scrollIntoViewIfNeeded();
  const three = page.frameLocator('#three >> iframe');
  await opened(three);
  await three.getByRole('button', { name: /^发送/ }).click();
  await expect(three.getByText(/1 \/ \d+/).first()).toBeVisible();
  // What one does is not the others' business.
  await expect(page.frameLocator('#two >> iframe').getByText(/1 \/ \d+/)).toHaveCount(0);
  expect(complaints).toEqual([]);
});
