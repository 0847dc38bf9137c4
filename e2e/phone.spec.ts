import { expect, test, type Page } from '@playwright/test';
import { openingService } from './lab.js';

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

/** Lines of the editor that stand below the one that is refused: enough that not all are in sight. */
const after = [1, 2, 3, 4, 5]
  .map((n) => `---\napiVersion: v1\nkind: Service\nmetadata:\n  name: after-${n}\nspec:\n  ports:\n    - port: 99\n`)
  .join('');

const area = (page: Page) => page.locator('[data-pane=editor] textarea');
const line = (page: Page, text: string) =>
  page.locator('[data-pane=editor] [data-code]').filter({ hasText: text }).first();

/** Gives the API server a port that it refuses, with lines before and after it. */
async function refuse(page: Page, before = ''): Promise<void> {
  await page.goto('./');
  await page.getByRole('button', { name: 'YAML', exact: true }).tap();
  await area(page).fill(before + openingService.replace('name: myapp-http', 'nodePort: 80') + after);
  await page.getByRole('button', { name: 'Apply' }).tap();
  await expect(refusal(page)).toBeVisible();
}

const refusal = (page: Page) => page.getByRole('note').filter({ hasText: 'Rejected by the API server' });

async function edges(of: ReturnType<typeof line>) {
  const box = await of.boundingBox();
  if (box === null) throw new Error('it is not drawn');
  return { top: box.y, bottom: box.y + box.height };
}

test('what is refused stands right below its line, in sight, and the text goes on below it', async ({ page }) => {
  await refuse(page, after.slice(4).replaceAll('after', 'before') + '---\n');
  await expect(refusal(page)).toBeInViewport({ ratio: 1 });
  await expect(line(page, 'nodePort: 80')).toBeInViewport({ ratio: 1 });
  const [wrong, box, next] = await Promise.all([
    edges(line(page, 'nodePort: 80')),
    edges(refusal(page)),
    edges(page.locator('[data-below-line] + pre [data-code]').first()),
  ]);
  expect(box.top).toBeGreaterThanOrEqual(wrong.bottom);
  expect(box.top - wrong.bottom).toBeLessThan(10);
  expect(next.top).toBeGreaterThanOrEqual(box.bottom);
  await expect(area(page)).toHaveAccessibleDescription(/provided port is not in the valid range/);
  await refusal(page).getByRole('button', { name: 'Use 30080' }).tap();
  await expect(refusal(page)).toHaveCount(0);
  await expect(area(page)).toHaveValue(/nodePort: 30080\n---\n/);
});

test('below a refusal the caret goes where the finger or the mouse points, and what is typed with it', async ({
  page,
}) => {
  await refuse(page);
  const typed = async (text: string, point: 'tap' | 'click'): Promise<void> => {
    const code = line(page, text);
    await code.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await code.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const [at, middle] = [x + width - 1, y + height / 2];
    if (point === 'tap') await page.touchscreen.tap(at, middle);
    else await page.mouse.click(at, middle);
    await page.keyboard.type('x');
    await expect(area(page)).toHaveValue(new RegExp(`${text}x\n`));
    // The caret is that of the text area: its line is drawn where the coloured one is.
    const apart = (): Promise<number> =>
      area(page).evaluate((field: HTMLTextAreaElement) => {
        const before = field.value.slice(0, field.selectionEnd).split('\n').length;
        const style = getComputedStyle(field);
        const top = Number.parseFloat(style.paddingTop) + (before - 1) * Number.parseFloat(style.lineHeight);
        const coloured = document.querySelectorAll('[data-pane=editor] [data-code]')[before - 1];
        return Math.abs(field.getBoundingClientRect().top + top - (coloured?.getBoundingClientRect().top ?? 0));
      });
    await expect.poll(apart).toBeLessThan(4);
  };
  await typed('name: after-1', 'tap');
  await typed('name: myservice', 'tap');
  await typed('name: after-2', 'click');
  await typed('type: NodePort', 'click');
});

test('a selection that reaches over a refusal is that of the lines it is drawn on', async ({ page }) => {
  await refuse(page);
  await line(page, 'name: after-1').scrollIntoViewIfNeeded();
  const [from, to] = [await line(page, 'targetPort').boundingBox(), await line(page, 'name: after-1').boundingBox()];
  if (from === null || to === null) throw new Error('they are not drawn');
  await page.mouse.move(from.x + 1, from.y + 5);
  await page.mouse.down();
  await page.mouse.move(to.x + 1, to.y, { steps: 4 });
  await page.mouse.move(to.x + 1, to.y + 5);
  await page.mouse.up();
  const chosen = await area(page).evaluate(({ value, selectionStart, selectionEnd }: HTMLTextAreaElement) =>
    value.slice(selectionStart, selectionEnd),
  );
  expect(chosen).toMatch(/^ *targetPort: 8080\n *nodePort: 80\n---\n[^]*metadata:\n$/);
  const drawn = await page.evaluate(() =>
    [...(CSS.highlights.get('editor-selection') ?? [])].map((range) => range.toString()).join('\n'),
  );
  expect(drawn).toBe(chosen);
});
