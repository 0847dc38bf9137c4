import { expect, test, type Page } from '@playwright/test';
import { chord, place, press, tabTo, toPane } from './by-keyboard.js';
import { open, trace } from './lab.js';

const view = (page: Page, name: string) =>
  page.getByRole('tablist', { name: 'View' }).getByRole('tab', { name, exact: true });
const hops = (page: Page) => trace(page).getByRole('list', { name: 'Hops' });
const sent = (page: Page) => page.getByText(/^packet #\d+$/).first();
const bar = (page: Page, name: string) => page.getByRole('banner').getByRole('button', { name, exact: true });

test('the main job is done without a mouse', async ({ page }) => {
  await open(page);

  await test.step('skip to the editor, edit, apply, leave', async () => {
    await press(page, 'Tab');
    await expect(page.getByRole('link', { name: 'Skip to the editor' })).toBeFocused();
    await press(page, 'Enter');
    expect(await place(page)).toBe('editor');
    const text = page.locator('[data-pane=editor]').getByRole('textbox').first();
    await tabTo(page, text);
    await expect(page.getByText('Press Esc, then Tab, to leave the editor.').first()).toBeVisible();
    await press(page, 'Control+Home');
    await page.keyboard.type('# s stands for Service\n');
    await press(page, 'Control+Enter');
    await expect(page.getByText(/^Applied/).first()).toBeVisible();
    // Letters typed here are text: nothing was sent.
    await expect(sent(page)).toHaveCount(0);
    await press(page, 'Escape', 'Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('.monaco-editor') === null)).toBe(true);
  });

  await test.step('pick source and target, send', async () => {
    await toPane(page, 'canvas');
    await tabTo(page, page.getByRole('combobox', { name: 'From' }));
    await press(page, 'Home');
    await expect(page.getByRole('combobox', { name: 'From' })).toHaveValue('0');
    await tabTo(page, page.getByRole('combobox', { name: 'To' }));
    const target = page.getByRole('combobox', { name: 'To' });
    await press(page, 'Home', 'ArrowDown', 'ArrowDown', 'ArrowDown');
    await expect(target.locator('option:checked')).toHaveText(/10\.96\.\d+\.\d+:80/);
    await tabTo(page, page.getByRole('button', { name: /^Send/ }));
    await press(page, 'Enter');
    await expect(sent(page)).toBeVisible();
  });

  await test.step('step, reply, pin a hop and let it go', async () => {
    await press(page, 'ArrowRight', 'ArrowRight');
    await expect(trace(page).getByText(/^3 \/ \d+/)).toBeVisible();
    await toPane(page, 'trace');
    const request = trace(page).getByRole('tab', { name: 'Request' });
    await tabTo(page, request);
    await press(page, 'ArrowRight');
    await expect(trace(page).getByRole('tab', { name: 'Reply' })).toBeFocused();
    await press(page, 'ArrowLeft');
    await expect(request).toHaveAttribute('aria-selected', 'true');
    // In a row of tabs End is the last tab; elsewhere it is the last hop.
    await press(page, 'Tab', 'End');
    const dnat = hops(page).getByRole('button', { name: /DNAT/ }).first();
    await tabTo(page, dnat);
    await press(page, 'Enter');
    const pinned = hops(page).getByRole('button', { pressed: true });
    await expect(pinned).toBeFocused();
    await press(page, 'Escape');
    await expect(pinned).toHaveCount(0);
    await press(page, 'Enter');
    await expect(pinned).toHaveCount(1);
    await press(page, 'Enter');
    await expect(pinned).toHaveCount(0);
  });

  await test.step('rules, compare, DNS, and back to the map', async () => {
    await chord(page, 'g', 'r');
    await expect(view(page, 'Rules')).toHaveAttribute('aria-selected', 'true');
    await toPane(page, 'canvas');
    const lines = page.locator('[data-pane=canvas] [role=listbox]').last();
    await expect(lines.getByRole('option').first()).toBeVisible();
    await tabTo(page, lines);
    await press(page, 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
    await expect(page.getByText(/^Line \d+ (comes from|is there)/).first()).toBeVisible();
    await chord(page, 'g', 'c');
    await expect(page.getByRole('region', { name: 'ipvs', exact: true })).toBeVisible();
    await chord(page, 'g', 'd');
    await tabTo(page, page.getByRole('combobox', { name: 'Name to resolve' }));
    await page.keyboard.press('Control+a');
    await page.keyboard.type('kubernetes');
    await press(page, 'Enter');
    await expect(page.getByRole('list', { name: 'Names tried, in order' })).toContainText('kubernetes');
    await expect(page.getByRole('combobox', { name: 'Name to resolve' })).toBeFocused();
    await tabTo(page, view(page, 'DNS'), 'Shift+Tab');
    await press(page, 'Home');
    await expect(view(page, 'Map')).toBeFocused();
  });

  await test.step('the line of time', async () => {
    await toPane(page, 'timeline');
    const slider = page.getByRole('slider', { name: 'Position in time' });
    await tabTo(page, slider);
    const before = await slider.getAttribute('aria-valuetext');
    await press(page, 'ArrowRight');
    await expect(slider).not.toHaveAttribute('aria-valuetext', before ?? '');
    await press(page, 'Home');
    await expect(slider).toHaveAttribute('aria-valuenow', '1');
  });
});

test('the way out of the editor is told, too, when the full one comes under the caret', async ({ page }) => {
  let come = (): void => undefined;
  const asked = new Promise<void>((resolve) => (come = resolve));
  await page.route(/\/monaco-editor-[^/]*\.js$/, async (route) => {
    await asked;
    await route.continue();
  });
  await open(page);
  const editor = page.locator('[data-pane=editor]');
  await editor.getByRole('textbox').focus();
  await expect(editor.locator('.monaco-editor')).toHaveCount(0);
  come();
  await expect(editor.getByText('Press Esc, then Tab, to leave the editor.')).toBeVisible({ timeout: 20_000 });
  await expect(editor.locator('.monaco-editor').first()).toBeVisible();
});

test('dialogs keep the focus and give it back', async ({ page }) => {
  await open(page);
  await press(page, 's');
  for (const name of ['Bring your own cluster or rules…', 'Share', 'Export', 'Keyboard map']) {
    await test.step(name, async () => {
      await tabTo(page, bar(page, name), 'Tab', 90);
      await press(page, 'Enter');
      const dialog = page.getByRole('dialog');
      await expect(dialog).toBeVisible();
      const within: boolean[] = [];
      for (let count = 0; count < 12; count++) {
        await page.keyboard.press('Tab');
        within.push(
          await page.evaluate(() => {
            const { activeElement } = document;
            return activeElement === document.body || activeElement?.closest('dialog') !== null;
          }),
        );
      }
      expect(within).not.toContain(false);
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
      await expect(bar(page, name)).toBeFocused();
    });
  }
  await test.step('a file is saved', async () => {
    await tabTo(page, bar(page, 'Export'), 'Shift+Tab');
    await press(page, 'Enter');
    const saved = page.waitForEvent('download');
    await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Markdown' }));
    await press(page, 'Enter');
    expect((await saved).suggestedFilename()).toMatch(/\.md$/);
    await press(page, 'Escape');
    await expect(bar(page, 'Export')).toBeFocused();
  });
});

test('scenario, mode, language, theme and whatever is looked for', async ({ page }) => {
  await open(page);
  await test.step('mode, by its keys and by arrows', async () => {
    await chord(page, 'm', '2');
    await expect(page.getByRole('radio', { name: 'nftables' })).toHaveAttribute('aria-checked', 'true');
    await tabTo(page, page.getByRole('radio', { name: 'nftables' }));
    await press(page, 'ArrowLeft', 'Enter');
    await expect(page.getByRole('radio', { name: 'iptables' })).toHaveAttribute('aria-checked', 'true');
  });
  await test.step('language and theme', async () => {
    await press(page, 't');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await press(page, 'l');
    await expect(page.getByRole('button', { name: '键盘操作一览' })).toBeVisible();
    await press(page, 'l', 't');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  });
  await test.step('palette', async () => {
    await press(page, 'Control+k');
    await page.keyboard.type('go to dns');
    await press(page, 'Enter');
    await expect(view(page, 'DNS')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await chord(page, 'g', 'm');
  });
  await test.step('scenario', async () => {
    await tabTo(page, page.getByRole('button', { name: /^Scenario: / }), 'Shift+Tab');
    await press(page, 'Enter');
    await page.keyboard.type('hairpin');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Scenario: A Pod calls itself' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Scenario: A Pod calls itself' })).toBeFocused();
  });
});

test('keys without a modifier can be turned off', async ({ page }) => {
  await open(page);
  await press(page, 'Tab', '?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard map' });
  const toggle = dialog.getByRole('checkbox', { name: 'Single keys are on' });
  await tabTo(page, toggle);
  await press(page, 'Space');
  await expect(toggle).not.toBeChecked();
  await press(page, 'Escape');
  for (const key of ['s', 't', 'l', '?']) await page.keyboard.press(key);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(dialog).toHaveCount(0);
  await expect(sent(page)).toHaveCount(0);
  await page.reload();
  await open(page);
  await page.keyboard.press('t');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  // Keys with a modifier go on.
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('the map is walked in the order of the path, and packets are sent from it', async ({ page }) => {
  await open(page);
  await press(page, 's', 'End');
  const map = page.getByRole('application', { name: 'Map of the cluster' });
  await toPane(page, 'canvas');
  await tabTo(page, map.locator('[role=button][tabindex="0"]'));
  const names: string[] = [];
  for (let count = 0; count < 9; count++) {
    names.push(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''));
    await press(page, 'ArrowDown');
  }
  const onTheWay = names.map((name) => /the packet (passed|is) here/.test(name));
  expect(onTheWay.lastIndexOf(true), names.join('\n')).toBe(onTheWay.filter(Boolean).length - 1);
  expect(names[0]).toMatch(/^Client outside/);
  expect(names[1]).toMatch(/^eth0 of node/);
  // One stop among the page's: Tab leaves the map.
  await press(page, 'Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('[role=application]') === null)).toBe(true);
  await press(page, 'Shift+Tab');
  for (let count = 0; count < 40; count++) {
    const name = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    if (name.startsWith('Pod client')) break;
    await press(page, 'ArrowDown');
  }
  await press(page, 'Enter');
  await expect(page.getByRole('combobox', { name: 'From' }).locator('option:checked')).toContainText('client');
});

test('Tab goes through the page in its order, and is caught nowhere', async ({ page }) => {
  await open(page);
  await press(page, 's');
  const places: string[] = [];
  for (let count = 0; count < 140; count++) {
    await page.keyboard.press('Tab');
    // The editor takes Tab as text until Escape was pressed.
    if (await page.evaluate(() => document.activeElement?.closest('.monaco-editor, .xterm') !== null)) {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
    }
    const now = await place(page);
    if (places.at(-1) !== now) places.push(now);
    if (places.length > 3 && (now === 'nav' || now === 'body')) break;
  }
  expect(places.filter((name) => name !== 'separator').slice(0, 7)).toEqual([
    'nav',
    'header',
    'editor',
    'canvas',
    'trace',
    'timeline',
    'dock',
  ]);
});
