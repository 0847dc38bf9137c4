import { expect, test } from '@playwright/test';
import { apply, open, openingService, send, trace, type } from './lab.js';

test('opens on the cluster, sends a packet and steps through its real path, there and back', async ({ page }) => {
  await open(page);
  await expect(page.getByRole('button', { name: /^Pod demoapp-.*not ready/ })).toHaveCount(1);
  await send(page, /client/, /192\.168\.10\.13:3\d{4}/);
  const pane = trace(page);
  const step = pane.getByRole('button', { name: /^Step/ });
  const seen: string[] = [];
  const hops = pane.getByRole('list', { name: 'Hops' });
  // One click, then the key the button names: both do the same, and the key is quicker.
  await step.click();
  for (let hop = 0; hop < 150 && (await step.isEnabled()); hop++) {
    await page.keyboard.press('ArrowRight');
    seen.push((await hops.innerText()).replace(/\s+/g, ' '));
  }
  await expect(pane.getByRole('tab', { name: 'Reply' })).toHaveAttribute('aria-selected', 'true');
  await expect(pane.getByRole('heading', { name: 'Answered' })).toBeVisible();
  const all = seen.join('\n');
  expect(all).toMatch(
    /-A KUBE-NODEPORTS -p tcp -m comment --comment "default\/myservice:myapp-http" -m tcp --dport 3\d{4} -j KUBE-EXT-/,
  );
  expect(all).toMatch(/-j DNAT --to-destination 10\.244\.\d\.\d+:8080/);
  expect(all).toMatch(/-j MASQUERADE --random-fully/);
  expect(all).toMatch(/Conntrack puts back the address the sender used/);
});

test('a newcomer’s first click shows what a ClusterIP is', async ({ page }) => {
  await open(page);
  const pane = trace(page);
  await pane.getByRole('button', { name: /No Pod has this ClusterIP.*client.*10\.96\.\d+\.\d+:80/s }).click();
  await expect(pane.getByRole('list', { name: 'Hops' })).toContainText('client sends SYN');
  await page.keyboard.press('End');
  await pane.getByRole('button', { name: 'Follow the reply' }).click();
  await page.keyboard.press('End');
  await expect(pane.getByRole('region', { name: 'Outcome' })).toContainText(
    /client asked for 10\.96\.\d+\.\d+:80\. node1 replaced that address with 10\.244\.\d\.\d+:8080 on the way out and put it back/,
  );
});

test('every rule text of a hop stands in the node’s iptables-save', async ({ page }) => {
  await open(page);
  await send(page, /client/, /192\.168\.10\.13:3\d{4}/);
  await page.getByRole('tab', { name: 'Rules', exact: true }).first().click();
  const panel = page.getByRole('tabpanel', { name: 'Rules' }).first();
  await expect(panel).toContainText('-A KUBE-SERVICES');
  const text = (await panel.innerText()).replace(/\s+/g, ' ');
  expect(text).toMatch(/-A KUBE-NODEPORTS -p tcp .*--dport 3\d{4} -j KUBE-EXT-/);
  expect(text).toMatch(/-A KUBE-SEP-\w+ -p tcp .* -j DNAT --to-destination 10\.244\.\d\.\d+:8080/);
});

test('shows what the API server refuses in its words, and the last revision lives on', async ({ page }) => {
  await open(page);
  await type(page, openingService.replace('name: myapp-http', 'nodePort: 80'));
  await apply(page);
  await expect(
    page
      .getByText(
        /spec\.ports\[0\]\.nodePort: Invalid value: 80: provided port is not in the valid range\. The range of valid ports is 30000-32767/,
      )
      .first(),
  ).toBeVisible();
  await expect(page.getByText('Not applied').first()).toBeVisible();
  await send(page, /client/, /192\.168\.10\.12:3\d{4}/);
  await type(page, openingService.replace('name: myapp-http', 'nodePort: 30080'));
  await apply(page);
  await expect(page.getByText(/^Applied/).first()).toBeVisible();
  await expect(
    page.getByRole('combobox', { name: 'To' }).getByRole('option', { name: /192\.168\.10\.12:30080/ }),
  ).toHaveCount(1);
});

test('an edit changes the path: Local drops where no Pod is', async ({ page }) => {
  await open(page);
  await type(
    page,
    openingService
      .replace('type: NodePort', 'type: NodePort\n  externalTrafficPolicy: Local')
      .replace('name: myapp-http', 'nodePort: 30080'),
  );
  await apply(page);
  await expect(page.getByText(/^Applied/).first()).toBeVisible();
  await send(page, /◆ client/, /192\.168\.10\.13:30080/);
  await page.getByRole('button', { name: 'Last hop' }).click();
  await expect(trace(page).getByRole('heading', { name: 'Timed out' })).toBeVisible();
  await page.getByRole('button', { name: 'Back one hop' }).click();
  await page.getByRole('button', { name: 'Back one hop' }).click();
  await expect(trace(page)).toContainText(/-j DROP/);
});

test('applies on a pause in typing', async ({ page }) => {
  await open(page);
  await type(page, openingService.replace('port: 80', 'port: 8888'));
  await expect(page.getByRole('button', { name: /^Service myservice, .*:8888/ })).toBeVisible({ timeout: 10_000 });
});

test('keeps what was typed over a reload, applied or not', async ({ page }) => {
  await open(page);
  const broken = openingService.replace('  name: myservice', '\tname: myservice');
  await type(page, broken);
  await expect(page.getByText(/found character that cannot start any token/).first()).toBeVisible({ timeout: 10_000 });
  await page.reload();
  await expect(page.getByText(/found character that cannot start any token/).first()).toBeVisible({ timeout: 20_000 });
});

test('works by keyboard alone', async ({ page }) => {
  await open(page);
  await page.keyboard.press('s');
  await expect(page.getByText('packet #1', { exact: true }).first()).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(trace(page).getByText(/^3 \/ \d+/)).toBeVisible();
  await page.keyboard.press('End');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('F6');
  await expect(page.locator(':focus')).toHaveCount(1);
});

test('speaks Chinese', async ({ page }) => {
  await open(page, '?lang=zh-CN');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByRole('button', { name: /发送/ }).first()).toBeVisible();
});
