import { expect, test, type Page } from '@playwright/test';
import { open, send, trace } from './lab.js';

const dock = (page: Page) => page.getByRole('region', { name: 'Details' });
const rows = (page: Page) => dock(page).locator('.xterm-rows').first();
const marks = (page: Page) => dock(page).locator('.xterm-screen > [class*="marks"] > div');
const litYaml = (page: Page) => page.getByRole('region', { name: 'Editor' }).locator('[class*="lit" i]').first();

/** Presses a printed line: the screen itself takes the pointer, not its rows. */
async function pressLine(page: Page, text: string, x: number): Promise<void> {
  const box = await rows(page).locator('> div').filter({ hasText: text }).first().boundingBox();
  if (box === null) throw new Error('the line is there');
  await page.mouse.click(box.x + x, box.y + box.height / 2);
}

/** A prompt on node1, with what was typed there run. */
async function onNode(page: Page, line: string, printed: RegExp): Promise<void> {
  await page.keyboard.press('`');
  await expect(rows(page)).toContainText('learner@laptop', { timeout: 20_000 });
  await dock(page).getByRole('combobox', { name: 'Place of the prompt' }).selectOption({ label: 'node node1' });
  await expect(rows(page)).toContainText('root@node1:~#');
  await dock(page).locator('.xterm-helper-textarea').first().focus();
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
  await expect(rows(page)).toContainText(printed);
}

/** Steps until the packet is at a rule of an endpoint. */
async function toEndpoint(page: Page): Promise<void> {
  const current = trace(page).locator('[aria-current=step]');
  for (let hop = 0; hop < 60; hop++) {
    if ((await current.innerText()).includes('-j DNAT')) return;
    await page.keyboard.press('ArrowRight');
  }
  throw new Error('the packet meets a DNAT rule');
}

test('the rule of the hop is marked in the terminal, and a line that is pressed marks its field and its hop', async ({
  page,
}) => {
  await open(page);
  await send(page, /◆ client/, /192\.168\.10\.11:3\d{4}/);
  await trace(page).focus();
  await toEndpoint(page);
  await onNode(page, 'iptables-save -t nat | grep -e DNAT -e "dport 3"', /--to-destination/);
  await expect(marks(page)).not.toHaveCount(0);
  const before = await marks(page).count();

  await pressLine(page, '-A KUBE-NODEPORTS', 60);
  await expect(litYaml(page)).toBeVisible();
  const row = trace(page).getByRole('button', { name: /KUBE-NODEPORTS/ });
  const plain = trace(page).getByRole('button', { name: /PREROUTING → SERVICES/ });
  const background = (of: typeof row) => of.evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await background(row)).not.toBe(await background(plain));
  await page.mouse.move(0, 0);
  expect(await background(row)).not.toBe(await background(plain));

  await page.keyboard.press('Escape');
  await expect.poll(() => background(row)).toBe(await background(plain));
  await expect(marks(page)).toHaveCount(before);
});

test('an object named in the terminal is the object everywhere', async ({ page }) => {
  await open(page);
  await page.keyboard.press('`');
  await expect(rows(page)).toContainText('learner@laptop', { timeout: 20_000 });
  await page.keyboard.type('kubectl get svc');
  await page.keyboard.press('Enter');
  await expect(rows(page)).toContainText(/myservice\s+NodePort/);
  await pressLine(page, 'NodePort', 20);
  await expect(trace(page)).toContainText('Rules because of it');
  await expect(marks(page)).not.toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(trace(page)).not.toContainText('Rules because of it');
  await expect(marks(page)).toHaveCount(0);
  // The other way round: the pointer on the map.
  await page.getByRole('button', { name: /^Service myservice,/ }).hover();
  await expect(marks(page)).not.toHaveCount(0);
});

test('connections show both directions, and the hop that made one', async ({ page }) => {
  await open(page);
  await send(page, /◆ client/, /192\.168\.10\.11:3\d{4}/);
  await dock(page)
    .getByRole('tab', { name: /Conntrack/ })
    .click();
  const table = dock(page).getByRole('table', { name: 'Connections that node1 remembers' });
  await expect(table).toContainText(/192\.168\.10\.200:\d+\s*→\s*192\.168\.10\.11:3\d{4}/);
  await expect(table).toContainText(/DNAT \+ SNAT\s*10\.244\.\d\.\d+:8080\s*→/);
  await table.getByRole('button', { name: 'Follow packet 1' }).click();
  await expect(trace(page).getByText('packet #1')).toBeVisible();
});

test('questions to DNS are listed, and lead to their view', async ({ page }) => {
  await open(page);
  await dock(page).getByRole('tab', { name: 'DNS' }).click();
  await expect(dock(page)).toContainText('Nobody has asked the cluster’s DNS yet');
  await page.keyboard.press('`');
  await expect(rows(page)).toContainText('learner@laptop', { timeout: 20_000 });
  await page.keyboard.type('kubectl exec client -- curl -s myservice');
  await page.keyboard.press('Enter');
  await dock(page).getByRole('tab', { name: /DNS/ }).click();
  const list = dock(page).getByRole('list', { name: /Questions to the cluster/ });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await expect(list).toContainText(/Pod client\s*A\s*myservice\.default\.svc\.cluster\.local\.\s*NOERROR\s*10\.96\./);
  await list.getByRole('button', { name: 'myservice.default.svc.cluster.local.' }).last().click();
  await expect(page.getByRole('tablist', { name: 'View' }).getByRole('tab', { name: 'DNS' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(page.getByRole('region', { name: 'Cluster' })).toContainText('myservice.default.svc.cluster.local');
});

test.describe('in other modes', () => {
  for (const [mode, first] of [
    ['ipvs', 'ipvsadm -Ln of node1'],
    ['kernelspace', 'hnsdiag list loadbalancers -d of node1'],
    ['nftables', 'nft list ruleset of node1'],
  ] as const) {
    test(`${mode}: the dock lists what decides first`, async ({ page }) => {
      await open(page, `?mode=${mode}`);
      await dock(page)
        .getByRole('tab', { name: /^Rules/ })
        .click();
      await expect(dock(page).getByRole('tabpanel')).toContainText(first);
      await expect(dock(page).getByRole('tabpanel')).toContainText(/10\.96\.0\.1/);
    });
  }
});
