import { expect, test, type Page } from '@playwright/test';
import { opened, toStart } from './lab.js';

/** What Chromium's Layout Instability API reports: what moved, and by how much, without anybody's doing. */
interface Shift {
  readonly value: number;
  readonly moved: readonly string[];
}

async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: unknown[] = [];
    Object.assign(globalThis, { layoutShifts: seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as {
        value: number;
        hadRecentInput: boolean;
        sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
      }[]) {
        if (entry.hadRecentInput) continue;
        const moved = entry.sources.map(({ node, previousRect: from, currentRect: to }) => {
          const of = node instanceof Element ? node : node?.parentElement;
          return `${of?.className} ${from.x},${from.y} ${from.width}x${from.height} → ${to.x},${to.y} ${to.width}x${to.height}`;
        });
        seen.push({ value: entry.value, moved });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

const shifts = (page: Page): Promise<readonly Shift[]> =>
  page.evaluate(() => (globalThis as unknown as { layoutShifts: Shift[] }).layoutShifts);

test('the first thing painted is the frame of the Lab, in the reader’s colours, before any view has come', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  // Views never arrive: what is seen now is what is painted first.
  await page.route(/assets\/(page|app|start)-.*\.js/, () => undefined);
  await page.goto('./', { waitUntil: 'commit' });
  const frame = page.locator('.first-paint');
  await expect(frame).toBeVisible(toStart);
  for (const [part, width] of [
    ['.first-editor', 336],
    ['.first-trace', 332],
  ] as const) {
    expect((await page.locator(part).boundingBox())?.width).toBe(width);
  }
  const height = async (part: string) => (await page.locator(part).boundingBox())?.height;
  expect([await height('.first-bar'), await height('.first-time'), await height('.first-dock')]).toEqual([48, 46, 170]);
});

for (const [width, height] of [
  [1440, 900],
  [1100, 800],
  [800, 500],
  [390, 844],
] as const) {
  test(`nothing moves from the first paint until all stands, at ${width}x${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await watchShifts(page);
    // Letters that take their own font are a change of another kind.
    await page.route(/\.(woff2|ttf)$/, (route) => route.abort());
    await page.goto('./');
    if (width >= 960) {
      await opened(page);
      await expect(page.locator('.monaco-editor').first()).toBeVisible({ timeout: 30_000 });
    } else {
      await expect(page.getByRole('button', { name: /^(Send|发送)/ }).first()).toBeEnabled({ timeout: 30_000 });
    }
    await page.waitForLoadState('networkidle');
    const all = await shifts(page);
    expect(
      all.filter(({ value }) => value > 0.002),
      'what moved',
    ).toEqual([]);
    expect(all.reduce((sum, { value }) => sum + value, 0)).toBeLessThan(0.01);
  });
}

test('a text is read and typed before the simulator stands, and then applied', async ({ page }) => {
  // The simulator's own script is held back until something was typed.
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/assets\/(worker|host)-.*\.js/, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto('./');
  const text = page.getByRole('region', { name: 'Editor' }).getByRole('textbox').first();
  await expect(text).toHaveValue(/kind: Service/, toStart);
  await expect(page.getByText('Starting the simulator')).toBeVisible();
  await text.fill((await text.inputValue()).replace('port: 80', 'port: 8181'));
  release();
  await expect(page.getByRole('button', { name: /^Service myservice, .*:8181/ })).toBeVisible(toStart);
});
