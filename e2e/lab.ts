import { openingFiles } from '../sim-core/index.js';
import { expect, type Page, type FrameLocator } from '@playwright/test';

/** The Service the page opens on. */
export const openingService = openingFiles['service.yaml'] ?? '';

type Root = Page | FrameLocator;

/** What a page may take to start, on a slow machine too. */
export const toStart = { timeout: 30_000 };

/** Waits until the cluster stands: the map shows its three nodes. */
export async function opened(root: Root): Promise<void> {
  await expect(
    root.getByRole('button', { name: /node3.*192\.168\.10\.13|192\.168\.10\.13.*node3/ }).first(),
  ).toBeVisible(toStart);
}

export async function open(page: Page, query = ''): Promise<void> {
  await page.goto(`./${query}`);
  await opened(page);
}

/** Pastes where the focus is. */
export const paste = (page: Page, text: string): Promise<void> =>
  page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  }, text);

/** What the page complains of from now on: errors in its console, and those that nobody caught. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

/** Replaces the whole text of the file in the editor, as a paste does: typed newlines would be indented. */
export async function type(page: Page, text: string): Promise<void> {
  const region = page.locator('[data-pane=editor]');
  await region.getByRole('textbox').first().focus();
  await expect(region.locator('.monaco-editor').first()).toBeVisible({ timeout: 20_000 });
  await region.getByRole('textbox').first().focus();
  await page.keyboard.press('ControlOrMeta+A');
  await paste(page, text);
}

export const apply = (page: Page): Promise<void> => page.keyboard.press('ControlOrMeta+Enter');

/** Sends from one end to the other, both named as in the pickers. */
export async function send(page: Page, from: RegExp, to: RegExp): Promise<void> {
  for (const [label, wanted] of [
    ['From', from],
    ['To', to],
  ] as const) {
    const picker = page.getByRole('combobox', { name: label });
    const option = picker.getByRole('option').filter({ hasText: wanted }).first();
    await picker.selectOption((await option.getAttribute('value')) ?? '');
  }
  await page.getByRole('button', { name: 'Send', exact: false }).first().click();
  await expect(page.getByText(/^packet #\d+$/).first()).toBeVisible();
}

export const trace = (page: Page) => page.getByRole('region', { name: 'Trace' });
