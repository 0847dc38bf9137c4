import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { complaintsOf, open, paste, toStart } from './lab.js';

const dock = (page: Page) => page.getByRole('region', { name: 'Details' });
const field = (page: Page) => dock(page).locator('.xterm-helper-textarea').first();
const rows = (page: Page) => dock(page).locator('.xterm-rows').first();

async function openTerminal(page: Page): Promise<void> {
  await open(page);
  await page.keyboard.press('`');
  await expect(field(page)).toBeFocused(toStart);
  await expect(rows(page)).toContainText('learner@laptop');
}

async function run(page: Page, line: string): Promise<void> {
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
}

test('runs commands where the prompt is: laptop, pod, node', async ({ page }) => {
  await openTerminal(page);
  await run(page, 'kubectl get svc myservice');
  await expect(rows(page)).toContainText(/myservice\s+NodePort\s+10\.96\./);
  await run(page, 'kubectl exec -it client -- sh');
  await expect(rows(page)).toContainText('root@client:/#');
  await run(page, 'cat /etc/resolv.conf');
  await expect(rows(page)).toContainText('options ndots:5');
  await run(page, 'exit');
  await run(page, 'echo back');
  await expect(rows(page)).toContainText(/learner@laptop:~\$\s*echo back/);
  await dock(page).getByRole('combobox', { name: 'Place of the prompt' }).selectOption({ label: 'node node2' });
  await expect(rows(page)).toContainText('root@node2:~#');
});

test('a packet that a command sent is the one on the map', async ({ page }) => {
  await openTerminal(page);
  await run(page, 'kubectl exec client -- curl -s myservice');
  await expect(page.getByText(/^packet #\d+$/).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Trace' })).toContainText('client sends SYN');
});

test('edits, searches and completes the line', async ({ page }) => {
  await openTerminal(page);
  await run(page, 'echo first');
  await run(page, 'echo second');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+r');
  await page.keyboard.type('first');
  await expect(rows(page)).toContainText("(reverse-i-search)`first': echo first");
  await page.keyboard.press('Control+e');
  await run(page, '-again');
  await expect(rows(page)).toContainText('first-again');
  await page.keyboard.type('kubec');
  await page.keyboard.press('Tab');
  await run(page, 'get nodes');
  await expect(rows(page)).toContainText(/node3\s+Ready/);
});

test('a pasted tutorial runs in order, without its prompts and output', async ({ page }) => {
  await openTerminal(page);
  await paste(
    page,
    [
      "$ kubectl apply -f - <<'EOF'",
      'apiVersion: v1',
      'kind: Service',
      'metadata:',
      '  name: pasted',
      'spec:',
      '  ports: [{port: 81}]',
      'EOF',
      'service/pasted created',
      '$ kubectl get svc pasted -o name',
      'service/pasted',
      '',
    ].join('\n'),
  );
  await expect(rows(page)).toContainText('2 pasted lines without a prompt');
  await expect(rows(page)).toContainText(/kubectl get svc pasted -o name\s*service\/pasted/);
  await expect(page.getByRole('button', { name: /^Service pasted/ })).toBeVisible();
});

test('what was said is there again after the dock was closed', async ({ page }) => {
  await openTerminal(page);
  await run(page, 'echo kept');
  await page.keyboard.type('half a li');
  await page.getByRole('button', { name: 'Collapse the details' }).click();
  await page.getByRole('button', { name: 'Expand the details' }).click();
  await expect(rows(page)).toContainText('kept');
  await expect(rows(page)).toContainText('half a li');
});

test('kubectl edit opens a text, and saving it applies it', async ({ page }) => {
  await openTerminal(page);
  await run(page, 'kubectl edit svc myservice');
  const dialog = page.getByRole('dialog', { name: /Edit Service myservice/ });
  const text = dialog.getByRole('textbox', { name: 'Text' });
  await text.fill((await text.inputValue()).replace('port: 80\n', 'port: 8888\n'));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(rows(page)).toContainText('service/myservice edited');
  await expect(page.getByRole('button', { name: /^Service myservice, .*:8888/ })).toBeVisible();
});

test('Escape twice and F6 leave the terminal', async ({ page }) => {
  await openTerminal(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('a');
  await page.keyboard.press('Escape');
  await expect(field(page)).toBeFocused();
  // Twice is enough, with as much time between as one needs.
  await page.keyboard.press('Escape');
  await expect(field(page)).not.toBeFocused();
  await page.keyboard.press('`');
  await expect(field(page)).toBeFocused();
  await page.keyboard.press('F6');
  await expect(field(page)).not.toBeFocused();
});

test('what is typed while a command runs comes after it, and Ctrl-C drops it', async ({ page }) => {
  await openTerminal(page);
  await run(page, 'kubectl get pods');
  await run(page, 'echo one');
  await run(page, 'echo two');
  await expect(rows(page)).toContainText(/\$\s*echo one\s*one[\s\S]*\$\s*echo two\s*two/);
  await run(page, 'kubectl get pods -w');
  await run(page, 'echo never');
  await page.keyboard.press('Control+c');
  await run(page, 'echo after');
  await expect(rows(page)).toContainText(/learner@laptop:~\$\s*echo after\s*after/);
  await expect(rows(page)).not.toContainText('never');
});

test('two terminals stand side by side, each at its place', async ({ page }) => {
  await openTerminal(page);
  await dock(page).getByRole('button', { name: 'New terminal' }).click();
  await dock(page).getByRole('combobox', { name: 'Place of the prompt' }).selectOption({ label: 'node node1' });
  await expect(dock(page).locator('.xterm-rows').nth(1)).toContainText('root@node1:~#');
  await expect(rows(page)).toContainText('learner@laptop:~$');
});

test('keeps to the page’s rules: no complaint, no WCAG violation', async ({ page }) => {
  const complaints = complaintsOf(page);
  await openTerminal(page);
  await run(page, 'kubectl get pods');
  await run(page, 'nonsense');
  await expect(rows(page)).toContainText('nonsense: command not found');
  const { violations } = await new AxeBuilder({ page })
    .include('[data-pane=dock]')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`)).toEqual(
    [],
  );
  expect(complaints).toEqual([]);
});

test('a phone has a field to type into', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./');
  await page.getByRole('button', { name: 'Shell' }).click();
  await page.getByRole('textbox', { name: /Command on laptop/ }).fill('kubectl get nodes');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log')).toContainText(/node1\s+Ready/);
});
