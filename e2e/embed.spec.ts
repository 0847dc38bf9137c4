import { expect, test, type FrameLocator, type Page } from '@playwright/test';
import { opened, send, toStart } from './lab.js';

interface LabElement extends HTMLElement {
  load(lab: string | Readonly<Record<string, string>>): void;
  goto(hop: number, leg?: string): void;
  set(change: object): void;
  export(format?: string): Promise<string>;
}

const element = (page: Page, id = 'lab') => page.locator(`#${id}`);
const inside = (page: Page): FrameLocator => page.frameLocator('iframe');

/** The built site as a page of another origin names it. */
const home = (baseURL: string | undefined): string => new URL('/course/kubehop/', baseURL).href;

/** A page of another origin, which keeps all that it is told in `heard`. */
async function host(page: Page, baseURL: string | undefined, body: string): Promise<void> {
  const hears = `<script>heard = []; addEventListener('message', ({ data, origin }) => heard.push({ ...data, from: origin }))</script>`;
  const port = new URL(baseURL ?? '').port;
  await page.goto(`http://localhost:${port}/host.html?body=${encodeURIComponent(hears + body)}`);
}

type Heard = Readonly<Record<string, unknown>>;
const heard = (page: Page, type: string): Promise<readonly Heard[]> =>
  page.evaluate(
    (wanted) => (window as unknown as { heard: Heard[] }).heard.filter((one) => one['type'] === wanted),
    type,
  );

const isReady = (page: Page) =>
  expect.poll(async () => (await heard(page, 'ready')).length, { timeout: 30_000 }).toBe(1);

/** What a page may say to the frame, by hand. */
const say = (page: Page, message: unknown): Promise<void> =>
  page.evaluate((data) => document.querySelector('iframe')?.contentWindow?.postMessage(data, '*'), message);

const plainFrame = (baseURL: string | undefined, query = '', attributes = ''): string => {
  const origin = encodeURIComponent(`http://localhost:${new URL(baseURL ?? '').port}`);
  return `<iframe src="${home(baseURL)}?embed=1&lang=en&origin=${origin}${query}" title="lab" width="800" height="500" ${attributes}></iframe>`;
};

const labElement = (baseURL: string | undefined, attributes = ''): string =>
  `<script src="${home(baseURL)}embed.js"></script><kubehop-lab id="lab" lang="en" height="500" ${attributes}></kubehop-lab>`;

test('a course page embeds labs that tell what happens in them', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto('./course/index.html');
  const first = page.frameLocator('#first >> iframe');
  await opened(first);
  await first.getByRole('button', { name: /^Send/ }).click();
  await expect(page.getByText(/Packet 1: request, hop 1 of \d+, at client/)).toBeVisible();
  await first.getByRole('button', { name: /^Step/ }).click();
  await expect(page.getByText(/Packet 1: request, hop 2 of \d+/)).toBeVisible();
  expect(complaints).toEqual([]);
});

test('the page around can load, move and export', async ({ page }) => {
  await page.goto('./course/index.html');
  const first = page.frameLocator('#first >> iframe');
  await opened(first);
  await first.getByRole('button', { name: /^Send/ }).click();
  await expect(page.getByText(/Packet 1: request, hop 1/)).toBeVisible();
  await element(page, 'first').evaluate((lab: LabElement) => lab.goto(5));
  await expect(page.getByText(/Packet 1: request, hop 5/)).toBeVisible();
  const link = await element(page, 'first').evaluate((lab: LabElement) => lab.export('link'));
  expect(link).toMatch(/#v1\./);
  await element(page, 'first').evaluate((lab: LabElement) => lab.set({ lang: 'zh-CN' }));
  await expect(first.getByRole('link', { name: '在实验台打开' })).toBeVisible();
});

test('shows what it is asked to', async ({ page }) => {
  await page.goto('./?embed=1&lang=zh-CN&theme=dark&panes=rules,map&hide=open,yaml&readonly=1');
  await expect(page.getByRole('tab', { name: '规则', exact: true })).toHaveAttribute('aria-selected', 'true', toStart);
  await expect(page.getByRole('link')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'YAML' })).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
});

test('the view of the whole lab and that of an embedded one are two things', async ({ page }) => {
  await page.goto('./');
  await opened(page);
  await page.getByRole('tab', { name: 'DNS', exact: true }).first().click();
  await page.goto('./?embed=1&panes=rules,map');
  await expect(page.getByRole('tab', { name: 'Rules', exact: true })).toHaveAttribute('aria-selected', 'true', toStart);
  await page.goto('./?embed=1');
  await opened(page);
  await page.goto('./');
  await expect(page.getByRole('tab', { name: 'DNS', exact: true }).first()).toHaveAttribute(
    'aria-selected',
    'true',
    toStart,
  );
});

test('a large cluster can be searched', async ({ page }) => {
  await page.goto('./?embed=1&scenario=scale');
  await page.getByRole('button', { name: 'Search the map' }).click({ timeout: 30_000 });
  await page.getByRole('textbox', { name: 'Search the map' }).fill('node7');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('1 node');
  await page.goto('./?embed=1');
  await opened(page);
  await expect(page.getByRole('button', { name: 'Search the map' })).toHaveCount(0);
});

test.describe('the page around', () => {
  test('hears at which hop a link opens, and moves the packet from there', async ({ page, baseURL }) => {
    await page.goto('./');
    await opened(page);
    await send(page, /client/, /192\.168\.10\.11/);
    for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'Share' }).click();
    const field = page.getByRole('textbox', { name: 'Link to this lab' });
    await expect(field).toHaveValue(/#v1\./);
    const link = await field.inputValue();
    await host(
      page,
      baseURL,
      plainFrame(baseURL, '', '').replace('" title', `${link.slice(link.indexOf('#'))}" title`),
    );
    await isReady(page);
    await expect.poll(() => heard(page, 'step')).toMatchObject([{ hop: 7, leg: 'request', packet: 1 }]);
    await say(page, { kubehop: 1, type: 'goto', hop: 9 });
    await expect.poll(async () => (await heard(page, 'step')).at(-1)).toMatchObject({ hop: 9 });
    await say(page, { kubehop: 1, type: 'goto', hop: 100_000 });
    await expect.poll(async () => (await heard(page, 'step')).length).toBe(3);
    const { hop, hops } = (await heard(page, 'step')).at(-1) ?? {};
    expect(hop).toBe(hops);
  });

  test('may say what makes no sense, and too much', async ({ page, baseURL }) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    await host(page, baseURL, plainFrame(baseURL));
    await isReady(page);
    await page.evaluate(() => {
      const frame = document.querySelector('iframe')?.contentWindow;
      const say = (data: unknown) => frame?.postMessage(data, '*');
      for (const kubehop of [0, 2, '1', null, {}, [], NaN]) say({ kubehop, type: 'set', lang: 'zh-CN' });
      for (const data of [null, 1, 'kubehop', [], new Map([['kubehop', 1]]), new Uint8Array(4)]) say(data);
      say({ kubehop: 1, type: 'load', link: 'a'.repeat(5_000_000) });
      say({ kubehop: 1, type: 'load', files: { 'a.yaml': 'a'.repeat(5_000_000) } });
      say({ kubehop: 1, type: 'load', files: JSON.parse('{"__proto__":"a: 1"}') as unknown });
      say(JSON.parse('{"__proto__":{"kubehop":1},"kubehop":1,"type":"__proto__"}'));
      say({ kubehop: 1, type: 'constructor' });
      say({ kubehop: 1, type: 'set', lang: '__proto__', theme: 'constructor', view: 'toString' });
      for (let i = 0; i < 1000; i++) say({ kubehop: 1, type: 'goto', hop: i - 500 });
      for (let i = 0; i < 500; i++) say({ kubehop: 1, type: 'load', files: { 'a.yaml': `# ${i}` } });
      say({ kubehop: 1, type: 'export', id: 'last', format: 'yaml' });
    });
    await expect
      .poll(() => heard(page, 'exported'), { timeout: 20_000 })
      .toMatchObject([{ id: 'last', data: '# 499' }]);
    expect(await heard(page, 'error')).not.toEqual([]);
    expect(complaints).toEqual([]);
    const frame = page.frames()[1];
    expect(await frame?.evaluate(() => 'kubehop' in {})).toBe(false);
    await say(page, { kubehop: 1, type: 'load', link: '' });
    await opened(inside(page));
  });

  test('is not heard when the frame is another one’s', async ({ page, baseURL }) => {
    await host(page, baseURL, plainFrame(baseURL).replace(/origin=[^"]*/, 'origin=https://elsewhere.example'));
    await opened(inside(page));
    await say(page, { kubehop: 1, type: 'set', lang: 'zh-CN' });
    await say(page, { kubehop: 1, type: 'export', id: '1' });
    await page.waitForTimeout(500);
    await expect(inside(page).getByRole('link', { name: 'Open in lab' })).toBeVisible();
    expect(await heard(page, 'exported')).toEqual([]);
    // Nor is anything told to it.
    expect(await heard(page, 'ready')).toEqual([]);
  });

  test('is not heard when the frame does not know it', async ({ page, baseURL }) => {
    const anonymous = plainFrame(baseURL, '', 'referrerpolicy="no-referrer"').replace(/&origin=[^"]*/, '');
    await host(page, baseURL, anonymous);
    await isReady(page);
    await say(page, { kubehop: 1, type: 'export', id: '1' });
    await say(page, { kubehop: 1, type: 'set', lang: 'zh-CN' });
    await page.waitForTimeout(500);
    await expect(inside(page).getByRole('link', { name: 'Open in lab' })).toBeVisible();
    expect(await heard(page, 'exported')).toEqual([]);
  });

  test('hears what the API server has against a text', async ({ page, baseURL }) => {
    await host(page, baseURL, plainFrame(baseURL));
    await isReady(page);
    const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n  - port: 80000\n';
    await say(page, { kubehop: 1, type: 'load', files: { 'service.yaml': service } });
    await expect
      .poll(async () => (await heard(page, 'error')).map(({ message }) => message), { timeout: 10_000 })
      .toContainEqual(expect.stringMatching(/^service\.yaml: .*spec\.ports\[0\]\.port: Invalid value: 80000/));
    await inside(page).getByRole('button', { name: 'YAML' }).click();
    await expect(
      inside(page)
        .getByText(/Invalid value: 80000/)
        .first(),
    ).toBeVisible({ timeout: 10_000 });
  });
});

test.describe('the custom element', () => {
  test('can be told things before its lab is there', async ({ page, baseURL }) => {
    await host(page, baseURL, labElement(baseURL));
    const yaml = await element(page).evaluate((lab: LabElement) => {
      lab.setAttribute('theme', 'dark');
      lab.load({ 'a.yaml': '# mine' });
      return lab.export('yaml');
    });
    expect(yaml).toBe('# mine');
    expect(await page.frames()[1]?.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
  });

  test('follows its attributes', async ({ page, baseURL }) => {
    await host(page, baseURL, labElement(baseURL, 'panes="rules,map"'));
    await expect(inside(page).getByRole('tab', { name: 'Rules', exact: true })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    await element(page).evaluate((lab) => lab.setAttribute('lang', 'zh-CN'));
    await expect(inside(page).getByRole('tab', { name: '规则', exact: true })).toBeVisible();
    await element(page).evaluate((lab) => lab.setAttribute('panes', 'map,path'));
    await expect(inside(page).getByRole('tab', { name: '路径' })).toBeVisible();
    await element(page).evaluate((lab) => lab.setAttribute('link', '#v1.4.AAAA'));
    await expect(inside(page).getByRole('dialog')).toBeVisible();
    await expect.poll(() => heard(page, 'error')).toMatchObject([{ message: 'link: damaged' }]);
    await element(page).evaluate((lab) => lab.removeAttribute('link'));
    await expect(inside(page).getByRole('dialog')).toBeHidden();
  });

  test('is heard in a sandbox too', async ({ page, baseURL }) => {
    await host(page, baseURL, labElement(baseURL, 'sandbox'));
    const link = await element(page).evaluate((lab: LabElement) => lab.export('link'));
    expect(link).toMatch(/\/course\/kubehop\/#v1\./);
  });

  test('is as high as its lab needs, if asked to', async ({ page, baseURL }) => {
    await host(page, baseURL, labElement(baseURL).replace('height="500"', 'height="auto"'));
    await opened(inside(page));
    await expect
      .poll(() =>
        inside(page)
          .locator('[data-natural-height]')
          .evaluate((map) => map.clientHeight - Number(map.dataset['naturalHeight'])),
      )
      .toBeGreaterThanOrEqual(0);
  });
});
