import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { chord } from './by-keyboard.js';
import { open, toStart } from './lab.js';

async function openDns(page: Page): Promise<void> {
  await open(page);
  await page.getByRole('tab', { name: 'DNS' }).first().click();
  await expect(page.getByRole('list', { name: 'Names tried, in order' })).toBeVisible();
}

const tried = (page: Page) => page.getByRole('list', { name: 'Names tried, in order' }).getByRole('listitem');

async function ask(page: Page, name: string): Promise<void> {
  await page
    .getByRole('textbox', { name: 'Name to resolve' })
    .or(page.getByRole('combobox', { name: 'Name to resolve' }))
    .fill(name);
  await page.keyboard.press('Enter');
}

test('walks the search list until a name is known', async ({ page }) => {
  await openDns(page);
  await ask(page, 'myservice.default');
  await expect(tried(page)).toHaveText([
    /^1myservice\.default\.default\.svc\.cluster\.local\..*NXDOMAIN$/,
    /^2myservice\.default\.svc\.cluster\.local\..*The search stops here\.NOERROR$/,
    /^3.*not asked$/,
    /^4.*not asked$/,
  ]);
  await page.getByRole('button', { name: /^trailing dot/ }).click();
  await expect(tried(page)).toHaveText([/^1myservice\.default\.Not a name of this cluster.*NXDOMAIN$/]);
});

test('tells NODATA from NXDOMAIN', async ({ page }) => {
  await openDns(page);
  await page.getByRole('radio', { name: 'AAAA' }).click();
  await expect(page.getByText(/NODATA: a name on the list exists/)).toBeVisible();
  await ask(page, 'nowhere');
  await expect(page.getByText(/NXDOMAIN: none of the names exists/)).toBeVisible();
});

test('shows the lines of the Corefile that answered, or found nothing', async ({ page }) => {
  await openDns(page);
  const marked = page.locator('pre mark').filter({ visible: true });
  await ask(page, 'myservice');
  await expect(page.getByRole('heading', { name: 'Lines of the Corefile that answered' })).toBeVisible();
  await expect(marked.filter({ hasText: 'kubernetes cluster.local in-addr.arpa ip6.arpa {' })).toBeVisible();
  await expect(marked.filter({ hasText: 'ttl 30' })).toBeVisible();
  await ask(page, 'example.com.');
  await expect(page.getByRole('heading', { name: 'Lines of the Corefile that found nothing' })).toBeVisible();
  await expect(marked.filter({ hasText: 'forward . /etc/resolv.conf {' })).toBeVisible();
  await page.getByText('The whole Corefile').click();
  await expect(page.getByText('max_concurrent 1000')).toBeVisible();
});

test('a node and the outside do not know the cluster’s names', async ({ page }) => {
  await openDns(page);
  await page.getByRole('button', { name: 'Ask from node node1' }).click();
  await expect(tried(page)).toHaveCount(1);
  await expect(page.getByText('This machine asks its own server, not the cluster’s.')).toBeVisible();
});

test('the question is a packet once CoreDNS runs in the cluster', async ({ page }) => {
  await openDns(page);
  await page.getByRole('button', { name: 'Run CoreDNS here' }).click();
  await page.getByRole('button', { name: 'Send the query' }).click();
  await expect(page.getByRole('list', { name: 'Way of the question' })).toContainText(/DNAThop \d+/);
  await page.getByRole('button', { name: 'Watch it on the map' }).click();
  await expect(page.getByRole('tab', { name: 'Map', exact: true })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('region', { name: 'Trace' })).toContainText('client sends UDP');
  await page.getByRole('button', { name: 'Last hop' }).click();
  await expect(page.getByRole('region', { name: 'Trace' })).toContainText(/coredns-/);
});

test('G and D lead there, and Chinese is whole', async ({ page }) => {
  await open(page);
  await chord(page, 'g', 'd');
  await expect(page.getByRole('tab', { name: 'DNS' }).first()).toHaveAttribute('aria-selected', 'true');
  // The view is remembered; only the language changes.
  await page.goto('./?lang=zh-CN');
  await expect(page.getByText('查到这里为止。')).toBeVisible(toStart);
});

test('clicking a Service, a Pod or a node tells all about it', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: /^Service myservice/ }).click();
  const pane = page.getByRole('region', { name: 'Trace' });
  await expect(pane.getByRole('heading', { name: 'Service myservice' })).toBeVisible();
  await expect(pane).toContainText('2 of 3 endpoints ready');
  await pane
    .getByRole('button', { name: /^demoapp-/ })
    .first()
    .click();
  await expect(pane).toContainText('options ndots:5');
  await expect(pane).toContainText(/MYSERVICE_SERVICE_HOST=10\.96\./);
  await pane.getByRole('button', { name: /^node\d$/ }).click();
  await expect(pane).toContainText('podCIDR');
  await page.getByRole('button', { name: 'Back to the trace' }).click();
  await expect(pane.getByRole('tab', { name: 'Request' })).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  for (const [width, height] of [
    [1440, 900],
    [960, 800],
    [800, 500],
  ] as const) {
    test(`has no WCAG violation: ${width}x${height}, ${theme}`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await openDns(page);
      const check = async () => {
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
          .analyze();
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
      };
      expect(await check()).toEqual([]);
      await page.getByRole('tab', { name: 'Map', exact: true }).click();
      await page.getByRole('button', { name: /^Service myservice/ }).click();
      if (width < 1280) await page.getByRole('button', { name: 'Details', exact: true }).click();
      await expect(page.getByText('2 of 3 endpoints ready')).toBeVisible();
      expect(await check()).toEqual([]);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wide).toBeLessThanOrEqual(0);
    });
  }
}
