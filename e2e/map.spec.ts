import { expect, test, type Page } from '@playwright/test';
import { flightFrames } from './frames.js';
import { open } from './lab.js';
import { scaleLink, thousandPods } from './scale.js';

const map = (page: Page) => page.getByRole('application', { name: 'Map of the cluster' });
const level = (page: Page, name: string) => page.getByRole('radio', { name, exact: true });
const tile = (page: Page, name: RegExp) => map(page).getByRole('button', { name }).first();

/** Fifteen nodes in three zones, six Pods on each; 24 of them are `web`. */
async function openMany(page: Page): Promise<void> {
  await page.goto(`./${scaleLink({ nodes: 15, podsPerNode: 6, services: 4 })}`);
  await expect(tile(page, /^Node n-01,/)).toBeVisible({ timeout: 30_000 });
}

const seen = (page: Page): Promise<readonly [number, number]> =>
  page.locator('[data-seen]').evaluate((rect) => [Number(rect.getAttribute('x')), Number(rect.getAttribute('y'))]);

test.describe('levels of detail', () => {
  test('follow the size of the cluster until the learner chooses', async ({ page }) => {
    await openMany(page);
    await expect(level(page, 'Nodes')).toBeChecked();
    await level(page, 'Zones').click();
    await expect(map(page).getByRole('button', { name: /^Zone zone-b, 5 nodes, 30 Pods/ })).toBeVisible();
    await level(page, 'Pods').click();
    await expect(map(page).getByRole('button', { name: 'POSTROUTING on n-01' })).toBeVisible();
    await page.getByRole('tab', { name: 'Path', exact: true }).click();
    await page.getByRole('tab', { name: 'Map', exact: true }).click();
    await expect(level(page, 'Pods')).toBeChecked();
  });

  test('change one by one with the buttons, by double click, and with Ctrl and the wheel', async ({ page }) => {
    await openMany(page);
    await page.getByRole('button', { name: 'Less detail' }).click();
    await expect(level(page, 'Zones')).toBeChecked();
    await map(page)
      .getByRole('button', { name: /^Zone zone-c/ })
      .dblclick();
    await expect(level(page, 'Nodes')).toBeChecked();
    await expect(tile(page, /^Node n-12,/)).toBeInViewport();
    await tile(page, /^Node n-02,/).hover();
    await page.keyboard.down('Control');
    for (let turn = 0; turn < 4; turn++) await page.mouse.wheel(0, -40);
    await page.keyboard.up('Control');
    await expect(level(page, 'Pods')).toBeChecked();
  });

  test('never make text smaller than 11 pixels', async ({ page }) => {
    await openMany(page);
    for (const name of ['Zones', 'Nodes', 'Pods', 'Rules']) {
      await level(page, name).click();
      const smallest = await map(page).evaluate((svg) => {
        const texts = [...svg.querySelectorAll('text')];
        const scale = svg.querySelector('g')?.getCTM()?.a ?? 0;
        return Math.min(...texts.map((text) => parseFloat(getComputedStyle(text).fontSize) * scale));
      });
      expect(smallest).toBeGreaterThanOrEqual(11);
    }
  });
});

test('finds Pods by label, goes through them, and lets go', async ({ page }) => {
  await openMany(page);
  await page.keyboard.press('/');
  const field = page.getByRole('textbox', { name: 'Search the map' });
  await expect(field).toBeFocused();
  await field.fill('app=web');
  await expect(page.getByText('24 Pods on 15 nodes')).toBeVisible();
  await field.press('Enter');
  await field.press('Enter');
  await expect(page.getByText('2 / 24')).toBeVisible();
  await expect(page.getByText(/^Pod web-/).first()).toBeVisible();
  await field.fill('kind:Service svc-1');
  await expect(page.getByText('1 Service', { exact: true })).toBeVisible();
  await field.fill('no-such-thing');
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await field.press('Escape');
  await expect(field).toBeHidden();
});

test('the overview shows which part is in sight, and moves it', async ({ page }) => {
  await openMany(page);
  await level(page, 'Pods').click();
  const overview = page.getByRole('group', { name: /^Overview/ });
  await expect(overview).toBeVisible();
  const before = await seen(page);
  const frame = await overview.boundingBox();
  if (frame === null) throw new Error('the overview is on the page');
  await page.mouse.move(frame.x + frame.width / 2, frame.y + 8);
  await page.mouse.down();
  await page.mouse.move(frame.x + frame.width / 2, frame.y + frame.height / 2, { steps: 4 });
  await page.mouse.up();
  const dragged = await seen(page);
  expect(dragged[1]).toBeGreaterThan(before[1]);
  await overview.press('ArrowUp');
  await expect.poll(async () => (await seen(page))[1]).toBeLessThan(dragged[1]);
});

test('of a large map only what is near is drawn, wherever one goes', async ({ page }) => {
  await page.goto(`./${scaleLink(thousandPods)}`);
  await expect(tile(page, /^Node n-01,/)).toBeVisible({ timeout: 60_000 });
  await level(page, 'Pods').click();
  const pod = (ip: string) => map(page).getByText(ip, { exact: true });
  const [first, last] = [pod('10.244.1.2'), pod('10.244.50.21')];
  await expect(first).toBeInViewport();
  await expect(last).not.toBeAttached();
  await map(page).hover();
  await page.mouse.wheel(0, 200_000);
  await expect(last).toBeInViewport();
  await expect(first).not.toBeAttached();
  await page.mouse.wheel(0, -600);
  await expect(pod('10.244.49.21')).toBeInViewport();
});

test('the keys move the map and change its level while the focus is on it', async ({ page }) => {
  await openMany(page);
  await level(page, 'Pods').click();
  const nic = map(page).getByRole('button', { name: /^eth0 of n-01,/ });
  await expect(nic).toBeVisible();
  // On the new level: the one before fades away with its focus.
  await nic.focus();
  const rest = await drawnAt(page);
  await page.keyboard.press('Shift+ArrowDown');
  await expect.poll(() => drawnAt(page)).toBe('translate(0,-120) scale(1)');
  await page.keyboard.press('0');
  await expect.poll(() => drawnAt(page)).toBe(rest);
  await page.keyboard.press('-');
  await expect(level(page, 'Nodes')).toBeChecked();
});

/** What the map is drawn with: `translate(x,y) scale(k)`. */
const drawnAt = (page: Page) => map(page).locator('> g').getAttribute('transform');
const picked = (page: Page) => map(page).getByRole('button', { name: /cannot be sent to it/ });

test.describe('a drag', () => {
  test('moves the map as far as the pointer goes, and is no click', async ({ page }) => {
    await page.setViewportSize({ width: 1000, height: 600 });
    await open(page);
    const pod = await map(page)
      .getByRole('button', { name: /^Pod client/ })
      .boundingBox();
    if (pod === null) throw new Error('the Pod is on the map');
    const [x, y] = [pod.x + pod.width / 2, pod.y + pod.height / 2];
    const rest = await drawnAt(page);
    await page.mouse.move(x, y);
    // What listens comes after what is seen.
    await expect(async () => {
      await page.mouse.wheel(0, 20);
      expect(await drawnAt(page)).not.toBe(rest);
    }).toPass();
    await page.mouse.wheel(0, -2000);
    await expect.poll(() => drawnAt(page)).toBe(rest);
    await page.mouse.down();
    await page.mouse.move(x, y - 60, { steps: 3 });
    await page.mouse.up();
    await expect.poll(() => drawnAt(page)).toBe('translate(0,-60) scale(1)');
    await expect(picked(page)).toHaveCount(0);
    await page.mouse.click(x, y - 60);
    await expect(picked(page)).not.toHaveCount(0);
  });

  test('of two fingers apart shows more detail, and leaves one finger to move the map', async ({
    browser,
    baseURL,
  }) => {
    const context = await browser.newContext({ ...(baseURL !== undefined && { baseURL }), hasTouch: true });
    const page = await context.newPage();
    await openMany(page);
    const frame = await map(page).boundingBox();
    if (frame === null) throw new Error('the map is on the page');
    const [x, y] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
    const session = await context.newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints });
    const pinch = async (from: number, to: number) => {
      const apart = (by: number) => [
        { x: x - by, y },
        { x: x + by, y },
      ];
      await touch('touchStart', ...apart(from));
      for (let step = 1; step <= 10; step++) await touch('touchMove', ...apart(from + ((to - from) * step) / 10));
      await touch('touchEnd');
    };
    await pinch(40, 160);
    await expect(level(page, 'Pods')).toBeChecked();
    await page.waitForTimeout(500);
    const before = await drawnAt(page);
    await touch('touchStart', { x, y });
    for (let step = 1; step <= 5; step++) await touch('touchMove', { x, y: y - 20 * step });
    await touch('touchEnd');
    await expect.poll(() => drawnAt(page)).not.toBe(before);
    await expect(level(page, 'Pods')).toBeChecked();
    await context.close();
  });
});

test('what cannot be a target says why', async ({ page }) => {
  await open(page);
  await map(page)
    .getByRole('button', { name: /^Pod client/ })
    .click();
  const hook = map(page).getByRole('button', { name: /^PREROUTING on node1/ });
  await expect(hook).toHaveAttribute('aria-disabled', 'true');
  await expect(hook).toHaveAccessibleName(/cannot be sent to it/);
  await map(page)
    .getByRole('button', { name: /^Service myservice/ })
    .click();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^packet #\d+$/).first()).toBeVisible();
});

test('hooks say what waits at them, with its priority, in their names', async ({ page }) => {
  await open(page, '?mode=nftables');
  const name = /^PREROUTING on node1: filter -110 filter-prerouting-pre-dnat; nat -100 nat-prerouting$/;
  await expect(map(page).getByRole('button', { name })).toBeVisible();
  const gate = map(page).getByRole('button', { name });
  for (const priority of ['-110', '-100']) await expect(gate.getByText(priority, { exact: true })).toBeVisible();
});

test('both addresses of Services, Pods and nodes are on the map, and in their names', async ({ page }) => {
  await page.goto('./?scenario=dual-stack');
  const web = map(page).getByRole('button', { name: /^Service web, 10\.96\.\S+, \[fd00:10:96::\w+\]:80/ });
  await expect(web).toBeVisible({ timeout: 30_000 });
  await expect(web.locator('text').filter({ hasText: /^\[fd00:10:96::/ })).toBeVisible();
  const pod = map(page).getByRole('button', { name: /^Pod client, 10\.244\.1\.2, fd00:10:244:1::2/ });
  await expect(pod.locator('text').filter({ hasText: 'fd00:10:244:1::2' })).toBeVisible();
  await expect(
    map(page).getByRole('button', { name: 'eth0 of node1, 192.168.10.11, fd00:192:168:10::11' }),
  ).toBeVisible();
});

test.describe('many packets', () => {
  test('fly together, and the endpoints’ shares add up', async ({ page }) => {
    await open(page);
    await page.getByRole('button', { name: 'How many packets' }).click();
    await page.getByRole('menuitem', { name: '100 packets' }).click();
    const result = page.getByRole('group', { name: 'Packets sent together' });
    await expect(result).toHaveAttribute('data-landed', '100', { timeout: 20_000 });
    const numbers = (await result.getByTitle(/^Packets per endpoint/).innerText()).split('/').map(Number);
    expect(numbers.length).toBeGreaterThan(1);
    expect(numbers.reduce((sum, one) => sum + one, 0)).toBe(100);
    await expect(result).toHaveAttribute('data-replies', '100', { timeout: 20_000 });
    await expect(result.getByText('100 replies')).toBeVisible();
    await page.keyboard.press('ControlOrMeta+z');
    await expect(result).toBeHidden();
  });

  test('are a thousand with Shift and S, hundreds of them at once', async ({ page }) => {
    await open(page);
    const counted = flightFrames(page, 15_000);
    await page.keyboard.press('Shift+S');
    const { mostInFlight } = await counted;
    expect(mostInFlight).toBeGreaterThan(400);
    await expect(page.getByText('1,000 packets').first()).toBeVisible();
  });

  test('do not move where less motion is wanted', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open(page);
    await page.keyboard.press('Shift+S');
    const result = page.getByRole('group', { name: 'Packets sent together' });
    await expect(result).toHaveAttribute('data-landed', '1000', { timeout: 10_000 });
    await expect(page.locator('canvas[data-flights]')).toHaveAttribute('data-in-flight', '0');
  });
});
