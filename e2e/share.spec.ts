import { expect, test, type Page } from '@playwright/test';
import { apply, open, opened, openingService, toStart, trace, type } from './lab.js';

async function makeLink(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share' }).click();
  const link = page.getByRole('textbox', { name: 'Link to this lab' });
  await expect(link).toHaveValue(/#v1\./);
  return link.inputValue();
}

test('a link opens at the very step, with the text as typed', async ({ page, browser }) => {
  await open(page);
  await type(page, openingService.replace('targetPort: 8080', 'targetPort: 8081'));
  await apply(page);
  await expect(page.getByText(/^Applied/).first()).toBeVisible();
  await trace(page).focus();
  await page.keyboard.press('s');
  await expect(trace(page)).toContainText(/packet #1.*1 \/ \d+/s);
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight');
  await expect(trace(page)).toContainText(/7 \/ \d+/);
  const link = await makeLink(page);

  const other = await (await browser.newContext()).newPage();
  await other.goto(link);
  await opened(other);
  await expect(other.getByRole('region', { name: 'Editor' })).toContainText('8081');
  await expect(other).not.toHaveURL(/#/);
  await expect(trace(other)).toContainText(/7 \/ \d+/);
  await other.reload();
  await opened(other);
  await expect(trace(other)).toContainText(/\/ \d+/);
});

test('a link does not take the place of one’s own lab for good', async ({ page }) => {
  await open(page);
  const link = await makeLink(page);
  await page.keyboard.press('Escape');
  await type(page, openingService.replace('port: 80\n', 'port: 81\n'));
  await apply(page);
  await expect(page.getByText(/^Applied/).first()).toBeVisible();
  await page.goto('about:blank');
  await page.goto(link);
  await opened(page);
  await expect(page.getByRole('region', { name: 'Editor' })).not.toContainText('port: 81');
  await page.getByRole('button', { name: 'Go back to it' }).click();
  await expect(page.getByRole('region', { name: 'Editor' })).toContainText('port: 81');
});

test('a link that was cut says so, and the full one can be pasted', async ({ page }) => {
  await open(page);
  const link = await makeLink(page);
  await page.goto('about:blank');
  await page.goto(link.slice(0, -50));
  const dialog = page.getByRole('dialog', { name: 'This share link is incomplete' });
  await expect(dialog).toContainText(/expected [\d,]+ characters, got [\d,]+/, toStart);
  await dialog.getByRole('button', { name: 'Paste the full link' }).click();
  await dialog.getByRole('textbox').fill(link);
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(dialog).toBeHidden();
  await opened(page);
});

test('a link opens at the very step on a phone and in a page, too', async ({ page, browser, baseURL }) => {
  await open(page);
  await page.keyboard.press('s');
  await expect(trace(page)).toContainText(/1 \/ \d+/);
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight');
  await expect(trace(page)).toContainText(/7 \/ \d+/);
  await page.getByRole('tab', { name: 'Rules', exact: true }).first().click();
  const link = await makeLink(page);

  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true })).newPage();
  await phone.goto(link);
  await expect(phone.getByRole('button', { name: 'Rules', exact: true })).toHaveAttribute('aria-current', 'page', {
    timeout: 30_000,
  });
  await phone.getByRole('button', { name: 'Path', exact: true }).tap();
  await expect(phone.getByText(/^7 \/ \d+$/).first()).toBeVisible();

  const embedded = await (await browser.newContext({ viewport: { width: 800, height: 500 } })).newPage();
  const fragment = link.slice(link.indexOf('#'));
  await embedded.goto(`${baseURL ?? ''}?embed=1&panes=map,rules${fragment}`);
  await expect(embedded.getByRole('tab', { name: 'Rules', exact: true })).toHaveAttribute('aria-selected', 'true', {
    timeout: 30_000,
  });
  await expect(embedded.getByText(/^7 \/ \d+$/).first()).toBeVisible();
});

for (const [name, fragment] of [
  ['a megabyte long', `#v1.8ao.${'A'.repeat(1_000_000)}`],
  ['of no version that ever was', '#v0.4.AAAA'],
  ['damaged', '#v1.4.AAAA'],
  ['of a later version', '#v9.4.AAAA'],
  ['with a script in it', '#v1.k.<img src=x onerror=alert(1)>'],
] as const) {
  test(`a link ${name} shows an error and leaves the lab as it is`, async ({ page }) => {
    await page.goto(`./${fragment}`);
    await expect(page.getByRole('dialog', { name: /This share link/ })).toBeVisible(toStart);
    await page.getByRole('button', { name: 'Keep my own lab' }).click();
    await opened(page);
  });
}
