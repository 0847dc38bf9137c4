import { expect, test } from '@playwright/test';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

test('the terminal on a phone completes, offers, remembers and colours', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('button', { name: 'Shell' }).tap();
  const field = page.getByRole('textbox', { name: 'Command on laptop' });
  await field.fill('kubec');
  await page.getByRole('button', { name: 'Complete the word' }).tap();
  await expect(field).toHaveValue('kubectl ');
  await field.fill('kubectl get svc my');
  await page.getByRole('button', { name: 'Complete the word' }).tap();
  await expect(field).toHaveValue('kubectl get svc myservice ');
  await field.press('Enter');
  const printed = page.getByRole('log').getByText('10.96.58.23').last();
  await expect(printed).toBeVisible();
  expect(await printed.evaluate((one) => getComputedStyle(one).color)).toBe(
    await page.evaluate(() => {
      const probe = document.body.appendChild(document.createElement('i'));
      probe.style.color = 'var(--ip-cluster)';
      return getComputedStyle(probe).color;
    }),
  );
  await field.fill('kubectl get pod demoapp-');
  await page.getByRole('button', { name: 'Complete the word' }).tap();
  await page.getByRole('button', { name: 'Complete the word' }).tap();
  const offers = page.getByRole('group', { name: 'Keys of the terminal' }).getByRole('button', { name: /^demoapp-/ });
  await expect(offers).toHaveCount(3);
  const name = (await offers.first().textContent()) ?? '';
  await offers.first().tap();
  await expect(field).toHaveValue(new RegExp(`^kubectl get pod ${name} ?$`));
  await field.fill('');
  await page.getByRole('button', { name: 'Older command' }).tap();
  await expect(field).toHaveValue('kubectl get svc myservice ');
});

test('a phone on its side keeps most of its height for the path', async ({ page }) => {
  await page.setViewportSize({ width: 844, height: 390 });
  await page.goto('./');
  await page.getByRole('button', { name: 'Send', exact: false }).first().tap({ timeout: 30_000 });
  const path = page.getByRole('region', { name: 'Path of the packet' });
  await expect(path).toBeVisible();
  const heights = await path.evaluate((element) => [element.getBoundingClientRect().height, window.innerHeight]);
  expect((heights[0] ?? 0) / (heights[1] ?? 1)).toBeGreaterThan(0.7);
  await page.getByRole('button', { name: 'Step', exact: true }).tap();
  await expect(page.getByText(/2 \/ \d+/).first()).toBeVisible();
});
