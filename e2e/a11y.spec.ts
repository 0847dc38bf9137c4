import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { apply, open, opened, type } from './lab.js';

const frames = {
  desktop: { width: 1440, height: 900 },
  drawer: { width: 1100, height: 800 },
  strip: { width: 834, height: 1112 },
  phone: { width: 390, height: 844 },
  small: { width: 360, height: 640 },
} as const;
type Frame = keyof typeof frames;

type Theme = 'light' | 'dark';

/** What the screen in view breaks of WCAG 2.2 AA, as lines that name it. A theme changes colours, and nothing else. */
async function broken(page: Page, screen: string, theme: Theme): Promise<readonly string[]> {
  // Legacy mode opens no second page for each run; nothing here lies in a frame of another origin.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  // What is behind a dialog is inert, and was looked at before.
  if ((await page.locator('dialog[open]').count()) > 0) axe.include('dialog[open]');
  const { violations } = await (
    theme === 'light'
      ? axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      : axe.withRules(['color-contrast', 'link-in-text-block'])
  ).analyze();
  return violations.map(({ id, nodes }) => {
    const where = nodes.map((node) => node.target.join(' ')).slice(0, 4);
    return `${screen}: ${id}: ${where.join(' | ')}`;
  });
}

/** A screen: how to get there from the Lab with a packet at its end, and how to leave it. */
type Screen = readonly [name: string, go: (page: Page) => Promise<unknown>, leave?: (page: Page) => Promise<unknown>];

const view = (name: string): Screen => [
  name,
  (page) => page.getByRole('tablist', { name: 'View' }).getByRole('tab', { name, exact: true }).click(),
];
const dock = (name: RegExp): Screen => [
  `dock ${String(name)}`,
  (page) => page.getByRole('tablist', { name: 'Details' }).getByRole('tab', { name }).click(),
];
const escape = (page: Page) => page.keyboard.press('Escape');
const dialog = (button: string): Screen => [
  button,
  async (page) => {
    await page.getByRole('button', { name: button, exact: true }).first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
  },
  escape,
];
const fromMenu = (item: string): Screen => [
  item,
  async (page) => {
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  },
  async (page) => {
    if ((await page.getByRole('dialog').count()) > 0) await escape(page);
  },
];
const tab = (name: string): Screen => [
  name,
  (page) => page.getByRole('navigation', { name: 'View' }).getByRole('button', { name }).click(),
];
const rejected: Screen = [
  'a rejected edit',
  async (page) => {
    await type(page, 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { type: NodeProt }\n');
    await apply(page);
    // Each problem stands in the editor for everybody: one that reads by ear finds it, and its way out.
    const box = page.getByRole('region', { name: 'Editor' }).getByRole('note').filter({ hasText: 'NodeProt' });
    await expect(box.getByRole('button', { name: 'Use NodePort' })).toBeVisible();
  },
];
const mode = (name: string): Screen => [
  `mode ${name}`,
  async (page) => {
    await page.getByRole('radiogroup', { name: 'kube-proxy mode' }).getByRole('radio', { name }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
  },
  escape,
];
const viewTabs = ['Path', 'Rules', 'Compare', 'DNS', 'Map'].map(view);

const screensOf: Readonly<Record<'desktop' | 'drawer' | 'strip' | 'phone', readonly Screen[]>> = {
  desktop: [
    ...viewTabs,
    ...[/^Rules/, /^Conntrack/, /^Events/, /^Terminal/].map(dock),
    dialog('Share'),
    dialog('Export'),
    dialog('Keyboard map'),
    dialog('Bring your own cluster or rules…'),
    mode('userspace'),
    mode('kernelspace'),
    [
      'scenario picker',
      async (page) => {
        await page.getByRole('button', { name: /^Scenario: / }).click();
        await expect(page.getByRole('dialog')).toBeVisible();
      },
      escape,
    ],
    [
      'detail of a Pod',
      (page) =>
        page
          .getByRole('application')
          .getByRole('button', { name: /demoapp/ })
          .first()
          .click(),
      escape,
    ],
    [
      'finder',
      async (page) => {
        await page.keyboard.press('ControlOrMeta+k');
        await expect(page.getByRole('dialog')).toBeVisible();
      },
      escape,
    ],
    rejected,
  ],
  drawer: [
    ['trace drawer', (page) => page.getByRole('button', { name: 'Show the trace' }).click()],
    view('Rules'),
    dialog('Share'),
  ],
  strip: [
    ...viewTabs,
    ['YAML sheet', (page) => page.getByRole('button', { name: 'YAML' }).click(), escape],
    ['terminal sheet', (page) => page.getByRole('button', { name: 'Terminal' }).click(), escape],
  ],
  phone: [
    ...['YAML', 'Trace', 'Rules', 'Shell', 'Path'].map(tab),
    fromMenu('Share'),
    fromMenu('Export'),
    fromMenu('DNS'),
    fromMenu('Compare'),
  ],
};

for (const theme of ['light', 'dark'] as const) {
  // The frames between the widest and the narrowest have no colours of their own.
  for (const frame of theme === 'light'
    ? (['desktop', 'drawer', 'strip', 'phone'] as const)
    : (['desktop', 'phone'] as const)) {
    test(`breaks nothing of WCAG 2.2 AA: ${frame}, ${theme}`, async ({ page }) => {
      test.slow();
      await page.setViewportSize(frames[frame]);
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.goto('./');
      const found = [...(await broken(page, 'starting', theme))];
      await expect(page.getByRole('button', { name: /^Send/ }).first()).toBeVisible({ timeout: 30_000 });
      await page.keyboard.press('s');
      await page.keyboard.press('End');
      await page.waitForTimeout(800);
      found.push(...(await broken(page, 'a packet at its end', theme)));
      for (const [name, go, leave] of screensOf[frame]) {
        await test.step(name, async () => {
          await go(page);
          await page.waitForTimeout(250);
          found.push(...(await broken(page, name, theme)));
          await leave?.(page);
        });
      }
      expect(found).toEqual([]);
    });
  }

  test(`breaks nothing of WCAG 2.2 AA: other pages, ${theme}`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const found: string[] = [];
    await page.goto('./#v1.broken');
    await expect(page.getByRole('dialog')).toBeVisible({ timeout: 20_000 });
    found.push(...(await broken(page, 'a bad link', theme)));
    await page.setViewportSize({ width: 800, height: 500 });
    await page.goto(`./?embed=1&theme=${theme}`);
    await opened(page);
    await page.keyboard.press('s');
    await page.waitForTimeout(500);
    found.push(...(await broken(page, 'embed', theme)));
    await page.goto(`./?embed=1&theme=${theme}&panes=path,rules,map`);
    await expect(page.getByRole('tab', { name: 'Rules' })).toBeVisible({ timeout: 20_000 });
    await page.waitForTimeout(800);
    found.push(...(await broken(page, 'embed with views', theme)));
    await page.setViewportSize(frames.desktop);
    await page.goto('./course/index.html');
    await expect(page.frameLocator('#first >> iframe').getByRole('button', { name: /^Send/ }).first()).toBeVisible({
      timeout: 20_000,
    });
    found.push(...(await broken(page, 'course page', theme)));
    expect(found).toEqual([]);
  });
}

const lessons: readonly Frame[] = ['small', 'phone', 'strip', 'drawer', 'desktop'];

test('nothing is clipped or wider than the page, in both languages', async ({ page }) => {
  for (const lang of ['en', 'zh-CN']) {
    await page.goto(`./?lang=${lang}`);
    for (const frame of lessons) {
      await page.setViewportSize(frames[frame]);
      await expect(page.locator('[data-pane=canvas]')).toBeVisible({ timeout: 20_000 });
      await page.waitForTimeout(400);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wide, `${lang} ${frame}`).toBeLessThanOrEqual(0);
    }
  }
});

test('no text is smaller than 11 px', async ({ page }) => {
  for (const frame of ['desktop', 'phone'] as const) {
    await page.setViewportSize(frames[frame]);
    await page.goto('./');
    await expect(page.getByRole('button', { name: /^Send/ }).first()).toBeVisible({ timeout: 30_000 });
    await page.keyboard.press('s');
    await page.waitForTimeout(800);
    const small = await page.evaluate(() => {
      const found: string[] = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (parent === null || (node.nodeValue ?? '').trim() === '' || parent.closest('script, style') !== null)
          continue;
        const size = Number.parseFloat(getComputedStyle(parent).fontSize);
        if (size < 11 && parent.getClientRects().length > 0) found.push(`${node.nodeValue ?? ''}: ${size}`);
      }
      return [...new Set(found)].slice(0, 10);
    });
    expect(small, frame).toEqual([]);
  }
});

test('everything is reached by keyboard alone', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the editor' })).toBeFocused();
  const panes: string[] = [];
  for (let press = 0; press < 8; press++) {
    await page.keyboard.press('F6');
    panes.push(
      await page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset['pane'] ?? ''),
    );
  }
  expect(new Set(panes)).toEqual(new Set(['editor', 'canvas', 'timeline', 'trace', 'dock']));
  await page.keyboard.press('s');
  await expect(page.getByText('packet #1', { exact: true }).first()).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/^2 \/ \d+$/).first()).toBeVisible();
  // A handle between panes moves by arrow keys and folds its pane with Enter.
  const handle = page.getByRole('separator', { name: 'Width of the editor' });
  await handle.focus();
  const before = Number(await handle.getAttribute('aria-valuenow'));
  await page.keyboard.press('ArrowRight');
  expect(Number(await handle.getAttribute('aria-valuenow'))).toBeGreaterThan(before);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Show the editor' })).toBeVisible();
});

test('a screen reader hears each hop, in the order of the path', async ({ page }) => {
  await open(page);
  await page.keyboard.press('s');
  await expect(page.getByText('packet #1', { exact: true }).first()).toBeVisible();
  const live = page.locator('[aria-live]').filter({ hasText: /Hop \d+ of \d+/ });
  await expect(live).toHaveText(/Hop 1 of \d+/);
  for (let hop = 2; hop < 6; hop++) {
    await page.keyboard.press('ArrowRight');
    await expect(live).toHaveText(new RegExp(`Hop ${hop} of \\d+`));
  }
});

test('a finger hits every control', async ({ browser, baseURL }) => {
  for (const frame of ['phone', 'strip'] as const) {
    const context = await browser.newContext({
      ...(baseURL !== undefined && { baseURL }),
      viewport: frames[frame],
      hasTouch: true,
      isMobile: true,
      locale: 'en-US',
    });
    const page = await context.newPage();
    await page.goto('./');
    await expect(page.getByRole('button', { name: /^Send/ }).first()).toBeVisible({ timeout: 30_000 });
    await page.waitForTimeout(500);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button, select, [role=tab], [role=menuitem]')].flatMap((element) => {
        const { width, height, bottom } = element.getBoundingClientRect();
        const drawn = element.closest('[role=application], .visually-hidden, .xterm, .monaco-editor') !== null;
        if (drawn || width < 2 || bottom < 0) return [];
        return width < 43.5 || height < 43.5
          ? [`${element.ariaLabel ?? element.textContent ?? ''} ${width}x${height}`]
          : [];
      }),
    );
    expect(small, frame).toEqual([]);
    await context.close();
  }
});

test('forced colours and 200 % zoom lose nothing', async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 450 });
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await page.goto('./');
  await expect(page.getByRole('button', { name: /^Send/ }).first()).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('s');
  await page.waitForTimeout(500);
  const boxes = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    canvas: document.querySelector('[data-pane=canvas] [role=tabpanel]')?.getBoundingClientRect().height ?? 0,
  }));
  expect(boxes.wide).toBeLessThanOrEqual(0);
  expect(boxes.canvas).toBeGreaterThan(120);
  await expect(page.getByRole('button', { name: /^Step/ }).first()).toBeInViewport();
});

const inEditor = (page: Page) => page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null);

test('the editor can be left, and what it complains of mended, by keyboard', async ({ page }) => {
  await open(page);
  await rejected[1](page);
  expect(await inEditor(page)).toBe(true);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  const fix = page.getByRole('button', { name: 'Use NodePort' });
  await expect(fix).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(fix).toHaveCount(0);
  await expect(page.locator('.monaco-editor .view-lines').first()).toContainText('NodePort');
  await expect(page.getByRole('region', { name: 'Editor' }).getByRole('textbox').first()).toBeFocused();
  await page.keyboard.press('Escape');
  for (let press = 0; press < 4 && (await inEditor(page)); press++) await page.keyboard.press('Tab');
  expect(await inEditor(page)).toBe(false);
});

test('the terminal can be left by keyboard', async ({ page }) => {
  await open(page);
  const field = page.getByRole('region', { name: 'Details' }).locator('.xterm-helper-textarea').first();
  for (const leave of [['Escape', 'Escape'], ['F6']]) {
    await page.keyboard.press('`');
    await expect(field).toBeFocused();
    for (const key of leave) await page.keyboard.press(key);
    await expect(field).not.toBeFocused();
  }
});
