import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { chord } from './by-keyboard.js';
import { open } from './lab.js';

async function openCompare(page: Page): Promise<void> {
  await open(page);
  await page.getByRole('tab', { name: 'Compare', exact: true }).click();
  await expect(column(page, 'iptables')).toBeVisible();
}

const column = (page: Page, mode: string) => page.getByRole('region', { name: mode, exact: true });
const toggle = (page: Page, mode: string) =>
  page.getByRole('group', { name: 'Modes to compare' }).getByRole('button', { name: mode });
const counted = { timeout: 40_000 };

test('sets three modes side by side: rules, lookups, and where they part', async ({ page }) => {
  await openCompare(page);
  await expect(column(page, 'iptables')).toContainText('rules evaluated');
  await expect(column(page, 'iptables')).toContainText('DNAT --to-destination 10.244.');
  await expect(column(page, 'ipvs')).toContainText('1 hash lookup');
  await expect(column(page, 'ipvs')).toContainText(/-> 10\.244\.\d\.\d+:8080 +Masq/);
  await expect(column(page, 'ipvs')).toContainText('Parts from iptables here: the node takes the packet as its own.');
  await expect(column(page, 'nftables')).toContainText('vmap @service-nodeports');
});

test('counts a thousand connections, and runs them again with the next seed', async ({ page }) => {
  await openCompare(page);
  const rows = column(page, 'iptables').getByRole('row');
  await expect(rows.nth(1)).toBeVisible(counted);
  const count = async () => Number(await rows.nth(1).getByRole('cell').last().textContent());
  const [first, second] = [await count(), Number(await rows.nth(2).getByRole('cell').last().textContent())];
  expect(first + second).toBe(1000);
  await expect(column(page, 'ipvs')).toContainText('round robin, exact', counted);
  await page.getByRole('button', { name: 'Run 1,000 again' }).click();
  await expect(page.getByRole('textbox', { name: 'seed' })).toHaveValue('43');
  await expect.poll(count, counted).not.toBe(first);
});

test('measures what five thousand Services cost', async ({ page }) => {
  await openCompare(page);
  await expect(column(page, 'iptables')).toContainText(/With 5,000 Services: [\d,]{5,6} rules to walk/, counted);
  await expect(column(page, 'ipvs')).toContainText('still 1 hash lookup', counted);
});

test('shows modes of other releases and systems with what this one says to them', async ({ page }) => {
  await openCompare(page);
  await toggle(page, 'userspace').click();
  await column(page, 'userspace').getByText('as v1.25 ran it').click();
  await expect(column(page, 'userspace')).toContainText('Invalid value: "userspace"');
  await expect(column(page, 'userspace')).toContainText('1 trip through user space', counted);
  await toggle(page, 'kernelspace').click();
  await expect(column(page, 'kernelspace')).toContainText('all nodes as Windows', counted);
});

test('two modes are the fewest', async ({ page }) => {
  await openCompare(page);
  await toggle(page, 'ipvs').click();
  await expect(column(page, 'ipvs')).toHaveCount(0);
  await expect(toggle(page, 'nftables')).toBeDisabled();
  await toggle(page, 'nftables').press('Enter');
  await expect(column(page, 'nftables')).toBeVisible();
});

test('the top bar chooses several modes, the bar of views the packet and the seed; columns have the width', async ({
  page,
}) => {
  await openCompare(page);
  await expect(page.getByRole('banner').getByRole('group', { name: 'Modes to compare' })).toBeVisible();
  await expect(page.getByRole('radiogroup', { name: 'kube-proxy mode' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Send', exact: false })).toHaveCount(0);
  await expect(page.locator('[data-pane=editor]')).toHaveCount(0);
  await page.getByRole('combobox', { name: 'To', exact: true }).selectOption({ index: 0 });
  await expect(column(page, 'iptables')).toContainText('rules evaluated', counted);
  await toggle(page, 'userspace').focus();
  await page.keyboard.press('Space');
  await expect(toggle(page, 'userspace')).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('tab', { name: 'Map', exact: true }).click();
  await expect(page.getByRole('radiogroup', { name: 'kube-proxy mode' })).toBeVisible();
});

for (const [width, height] of [
  [1100, 800],
  [800, 500],
  [390, 844],
] as const) {
  test(`modes, seed and another run are in reach at ${width}x${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto('./');
    if (width < 640) {
      await page.getByRole('button', { name: 'Menu' }).click();
      await page.getByRole('menuitem', { name: 'Compare' }).click();
    } else await page.getByRole('tab', { name: 'Compare', exact: true }).click();
    await expect(column(page, 'iptables')).toContainText('rules evaluated', counted);
    await toggle(page, 'ipvs').click();
    await expect(column(page, 'ipvs')).toHaveCount(0);
    await page.getByRole('button', { name: 'Run 1,000 again' }).click();
    await expect(page.getByRole('textbox', { name: 'seed' })).toHaveValue('43');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
  });
}

test('nothing of it happens in the world', async ({ page }) => {
  await openCompare(page);
  await expect(column(page, 'ipvs').getByRole('row').nth(1)).toBeVisible(counted);
  await page.getByRole('tab', { name: 'Map', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Trace' })).not.toContainText('PREROUTING');
});

test('G and C lead there, and Chinese is whole', async ({ page }) => {
  await open(page);
  await chord(page, 'g', 'c');
  await expect(column(page, 'nftables')).toBeVisible();
  await page.getByRole('radio', { name: '中文' }).click();
  await expect(column(page, 'iptables')).toContainText('条规则被检查');
  await expect(page.getByText('rules evaluated')).toHaveCount(0);
});

test('a phone swipes from mode to mode', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./');
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitem', { name: 'Compare' }).click();
  await expect(column(page, 'iptables')).toBeInViewport();
  await column(page, 'nftables').scrollIntoViewIfNeeded();
  await expect(column(page, 'nftables')).toBeInViewport();
});

for (const theme of ['light', 'dark'] as const) {
  test(`has no accessibility faults in ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await openCompare(page);
    await expect(column(page, 'iptables').getByRole('row').nth(1)).toBeVisible(counted);
    const { violations } = await new AxeBuilder({ page }).include('[data-pane=canvas]').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  });
}

test.describe('by finger, 800 px wide', () => {
  test.use({ hasTouch: true, locale: 'zh-CN', viewport: { width: 800, height: 500 } });
  test('three modes stand side by side, and no title lies on its rule', async ({ page }) => {
    await page.goto('./');
    await page.locator('#view-tab-compare').click();
    await expect(column(page, 'nftables')).toBeVisible({ timeout: 30_000 });
    const box = await column(page, 'nftables').boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(800);
    const hidden = await page.locator('li p + code').evaluateAll((quotes) =>
      quotes.flatMap((quote) => {
        const words = document.createRange();
        words.selectNodeContents(quote.previousElementSibling?.firstElementChild ?? quote);
        return words.getBoundingClientRect().bottom > quote.getBoundingClientRect().top + 2 ? [quote.textContent] : [];
      }),
    );
    expect(hidden).toEqual([]);
  });
});
