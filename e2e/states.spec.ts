import { expect, test, type Page } from '@playwright/test';
import { open, opened, openingService, trace, type } from './lab.js';

const undo = (page: Page) => page.getByRole('button', { name: /^(Undo|Go back)/ }).first();

/** The simulator's worker, so that a test can make it die. */
async function holdWorker(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const Original = Worker;
    Object.assign(globalThis, {
      Worker: class extends Original {
        constructor(...args: ConstructorParameters<typeof Worker>) {
          super(...args);
          if (!String(args[0]).includes('editor')) Object.assign(globalThis, { simulator: this });
        }
      },
    });
  });
}

const crash = (page: Page) =>
  page.evaluate(() =>
    (globalThis as unknown as { simulator: Worker }).simulator.dispatchEvent(
      new ErrorEvent('error', { message: 'out of memory' }),
    ),
  );

test('an empty lab shows where to begin, and no timeline or dock before there is anything in them', async ({
  page,
}) => {
  await page.goto('./?scenario=empty');
  await expect(page.getByRole('heading', { name: 'Nothing is running yet' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('The timeline starts with your first apply.')).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Terminal' })).toHaveCount(0);
  // Whoever calls the terminal gets it.
  await page.keyboard.press('`');
  await expect(page.getByRole('tab', { name: 'Terminal' })).toBeVisible();
  await type(page, 'apiVersion: v1\nkind: Service\nmetadata:\n  name: mine\nspec:\n  ports:\n    - port: 80\n');
  await expect(page.getByRole('button', { name: /Service mine/ }).first()).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText('The timeline starts with your first apply.')).toHaveCount(0);
});

test('a crash loses nothing: hop, text half typed and undo are there, and a report can be saved', async ({ page }) => {
  await holdWorker(page);
  await open(page);
  await page.keyboard.press('s');
  await expect(trace(page).getByText(/^packet #1$/)).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await type(page, openingService.replace('name: myservice', 'name: mys:'));
  await crash(page);
  const toast = page.getByRole('status').filter({ hasText: 'The simulator stopped and was restarted' });
  await expect(toast).toContainText('Nothing was lost.', { timeout: 20_000 });
  await expect(toast).toContainText('you are back at hop 3');
  await expect(trace(page).getByText(/^3 \/ \d+/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Editor' })).toContainText('mys:');
  await toast.getByRole('button', { name: 'Details' }).click();
  await expect(toast).toContainText('out of memory');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    toast.getByRole('button', { name: 'Export a report' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('kubehop-report.json');
  await toast.getByRole('button', { name: 'Close' }).click();
  await expect(undo(page)).toBeEnabled();
});

test('a link that was cut says so, with the way on under the fingers', async ({ page }) => {
  await page.goto('./#v1.zz.H4sIAAAAAAAAA61VTWbMAz9K4b0t');
  const dialog = page.getByRole('dialog', { name: 'This share link is incomplete' });
  await expect(dialog).toContainText(/#v1\.zz\.H4s.*expected 1,295 characters, got 28/, { timeout: 30_000 });
  await expect(dialog.getByRole('button', { name: 'Paste the full link' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Open an empty lab' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing is running yet' })).toBeVisible({ timeout: 30_000 });
});

test('where the browser keeps nothing, the lab works and says it', async ({ page }) => {
  await page.addInitScript(() =>
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('blocked', 'SecurityError');
      },
    }),
  );
  await open(page);
  await expect(page.getByText('Not saved', { exact: true })).toBeVisible();
  await page.keyboard.press('s');
  await expect(trace(page).getByText(/^packet #1$/)).toBeVisible();
});

test('one stack undoes text, packet, mode and a jump in time, in the order they were done', async ({ page }) => {
  await open(page);
  await type(page, openingService.replace('port: 80', 'port: 8181'));
  const service = (port: number) => page.getByRole('button', { name: new RegExp(`^Service myservice, .*:${port}`) });
  await expect(service(8181)).toBeVisible({ timeout: 15_000 });
  await page.getByRole('region', { name: 'Cluster' }).click({ position: { x: 5, y: 300 } });
  await page.keyboard.press('s');
  await expect(trace(page).getByText(/^packet #1$/)).toBeVisible();
  await page.getByRole('radio', { name: 'nftables' }).click();
  await expect(page.getByRole('radio', { name: 'nftables' })).toBeChecked({ timeout: 20_000 });
  await page.getByRole('tab', { name: /^Events/ }).click();
  await page
    .getByRole('tabpanel', { name: /^Events/ })
    .getByRole('button', { name: /^\d\d:\d\d/ })
    .first()
    .click();
  await expect(page.getByRole('button', { name: /^Now/ })).toBeEnabled();

  await page.getByRole('button', { name: 'Go back to the moment before the jump' }).click();
  await expect(page.getByRole('button', { name: /^Now/ })).toBeDisabled();
  await page.getByRole('button', { name: 'Undo the switch of mode' }).click();
  await expect(page.getByRole('radio', { name: 'iptables' })).toBeChecked({ timeout: 20_000 });
  await page.getByRole('button', { name: 'Undo the last packet' }).click();
  await expect(trace(page).getByText('No packet yet')).toBeVisible();
  await page.getByRole('button', { name: 'Undo the last apply' }).click();
  await expect(service(80)).toBeVisible();
  for (let more = 0; more < 3; more++) await page.getByRole('button', { name: 'Redo' }).click();
  await expect(service(8181)).toBeVisible();
  await expect(page.getByRole('radio', { name: 'nftables' })).toBeChecked({ timeout: 20_000 });
});

test('inside the editor its own stack is undone first, then the lab’s', async ({ page }) => {
  await open(page);
  await page.keyboard.press('s');
  await expect(trace(page).getByText(/^packet #1$/)).toBeVisible();
  await type(page, openingService.replace('port: 80', 'port: 8181'));
  await expect(page.getByText(/^Applied/).first()).toBeVisible({ timeout: 15_000 });
  await page.keyboard.press('ControlOrMeta+Z');
  const editor = page.getByRole('region', { name: 'Editor' });
  await expect(editor.getByText('8181')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Service myservice, .*:80[, ]/ })).toBeVisible({ timeout: 15_000 });
});

test('a reload in the middle of a word loses no letter', async ({ page }) => {
  await open(page);
  await type(page, openingService);
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('# half a wo');
  await page.reload();
  await opened(page);
  await expect(page.getByRole('region', { name: 'Editor' })).toContainText('# half a wo');
});
