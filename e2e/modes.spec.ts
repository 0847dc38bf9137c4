import { expect, test, type Page } from '@playwright/test';
import { chord } from './by-keyboard.js';
import { apply, open, openingService, send, trace, type } from './lab.js';

const mode = (page: Page, name: string) => page.getByRole('radio', { name: new RegExp(`^${name}`) });

const chosen = async (page: Page, name: string): Promise<void> =>
  expect(mode(page, name)).toHaveAttribute('aria-checked', 'true', { timeout: 20_000 });

async function toEnd(page: Page): Promise<void> {
  const pane = trace(page);
  await pane.getByRole('button', { name: 'Last hop' }).click();
  const step = pane.getByRole('button', { name: /^Step/ });
  if (await step.isEnabled()) await step.click();
  await pane.getByRole('tab', { name: 'Reply' }).click();
  await pane.getByRole('button', { name: 'Last hop' }).click();
  await expect(pane.getByRole('heading', { name: 'Answered' })).toBeVisible();
}

/** The lines of a command's text that hold some words. */
async function rulesText(page: Page, command: string | undefined, words = ''): Promise<string> {
  await page.getByRole('tab', { name: 'Rules', exact: true }).first().click();
  if (command !== undefined) await page.getByRole('tab', { name: command, exact: true }).click();
  await page.getByRole('searchbox', { name: 'Search the rules' }).fill(words);
  const list = page.getByRole('listbox').last();
  await expect(list.getByRole('option').first()).toBeVisible();
  return (await list.innerText()).replace(/\s+/g, ' ');
}

/** Each mode, what may have to be confirmed, and what its rules say. */
const modes = [
  { name: 'nftables', says: [[undefined, /table ip kube-proxy \{/]] },
  {
    name: 'ipvs',
    says: [
      ['ipvsadm -Ln', /TCP 10\.96\.\d+\.\d+:80 rr/],
      ['ipset list', /Name: KUBE-CLUSTER-IP/],
      ['ip addr show kube-ipvs0', /inet 10\.96\.0\.1\/32 scope global kube-ipvs0/],
    ],
  },
  {
    name: 'userspace',
    confirm: 'Use kube-proxy v1.25',
    says: [[undefined, /-A KUBE-PORTALS-CONTAINER .*-j REDIRECT --to-ports \d+/, 'REDIRECT']],
  },
  {
    name: 'kernelspace',
    confirm: 'Use Windows nodes',
    says: [['hnsdiag list loadbalancers -d', /"FrontendVIPs": \[ \d+ "10\.96\.0\.1"/]],
  },
] as const;

for (const { name, says, ...rest } of modes) {
  test(`switches to ${name} mode: the packet goes again, the rules are its own, undo returns`, async ({ page }) => {
    await open(page);
    await send(page, /client/, /10\.96\.\d+\.\d+:80/);
    await expect(page.getByText('packet #1').first()).toBeVisible();
    await mode(page, name).click();
    if ('confirm' in rest) {
      const dialog = page.getByRole('dialog');
      await expect(dialog).toContainText('KubeProxyConfiguration.Mode.ProxyMode: Invalid value');
      await dialog.getByRole('button', { name: rest.confirm }).click();
    }
    await chosen(page, name);
    await expect(page.getByText('packet #2').first()).toBeVisible({ timeout: 20_000 });
    await toEnd(page);
    for (const [command, text, words] of says) expect(await rulesText(page, command, words)).toMatch(text);
    await page.getByRole('button', { name: 'Undo the switch of mode' }).click();
    await chosen(page, 'iptables');
    expect(await rulesText(page, undefined, 'statistic')).toMatch(/-A KUBE-SVC-\w+ .*--mode random --probability/);
  });
}

test('M and a digit choose a mode, and the page may be opened in one', async ({ page }) => {
  await open(page);
  await chord(page, 'm', '2');
  await chosen(page, 'nftables');
  await open(page, '?mode=ipvs&embed=1');
  await expect(page.getByTitle('kube-proxy mode')).toHaveText('ipvs');
});

const graph = (page: Page) => page.getByRole('region', { name: 'Chains that the packet can come through' });

test('the rules tell what the packet looks like, what it leaves as, and why', async ({ page }) => {
  await open(page);
  await send(page, /client/, /10\.96\.\d+\.\d+:80/);
  await page.locator('body').focus();
  await chord(page, 'g', 'r');
  await expect(graph(page)).toBeVisible();
  await expect(graph(page).getByRole('group', { name: 'The packet here' })).toHaveCount(0);
  await expect(page.getByText('Why so many rules?')).toBeVisible();
  const why = page.getByText('Why a dice roll?');
  const dnat = graph(page).getByText('chosen', { exact: true });
  await expect(dnat).toHaveCount(1);
  for (let hop = 0; hop < 40 && !(await why.isVisible()); hop++) await page.keyboard.press('ArrowRight');
  await expect(graph(page).getByRole('group', { name: 'The packet here' })).toContainText(/10\.96\.\d+\.\d+:80/);
  await expect(graph(page)).toContainText('Leaves the gate as');
  await expect(graph(page).locator('mark')).toHaveText(/^10\.244\.\d\.\d+:8080$/);
  await expect(graph(page).getByText('not chosen', { exact: true })).toHaveCount(1);
});

test('commands of other modes are there, and say that they list nothing', async ({ page }) => {
  await open(page);
  await page.getByRole('tab', { name: 'Rules', exact: true }).first().click();
  for (const command of ['nft list ruleset', 'ipvsadm -Ln']) {
    await page.getByRole('tab', { name: command, exact: true }).click();
    await expect(page.getByText(/^kube-proxy runs in iptables mode here and makes no /)).toBeVisible();
  }
  await page.getByRole('tab', { name: 'ipvsadm -Ln', exact: true }).press('Home');
  await expect(page.getByRole('tab', { name: 'iptables-save', exact: true })).toBeFocused();
  await expect(page.getByRole('listbox', { name: 'iptables-save' })).toBeVisible();
});

test('a difference says since which revision it is and what was edited', async ({ page }) => {
  await open(page);
  await type(page, openingService.replace('port: 80\n', 'port: 81\n'));
  await apply(page);
  await expect(page.getByText('Applied, revision 3')).toBeVisible();
  await page.getByRole('tab', { name: 'Rules', exact: true }).first().click();
  await page.getByRole('radio', { name: 'Diff' }).click();
  const cause = page.getByRole('button', { name: 'spec.ports[0].port of Service myservice edited' });
  await expect(cause).toBeVisible();
  await expect(page.getByText('Since revision 2:')).toBeVisible();
  await cause.click();
  await page.getByRole('button', { name: 'Show the editor' }).click();
  await expect(page.getByRole('region', { name: 'Editor' })).toBeVisible();
});

test('a difference after a switch names the modes', async ({ page }) => {
  await open(page);
  await page.getByRole('radio', { name: 'nftables' }).first().click();
  await page.getByRole('tab', { name: 'Rules', exact: true }).first().click();
  await expect(page.getByRole('tab', { name: 'nft list ruleset', exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.getByRole('radio', { name: 'Diff' }).click();
  await expect(
    page.getByText('Since revision 2: kube-proxy was switched from iptables to nftables', { exact: true }),
  ).toBeVisible();
});
