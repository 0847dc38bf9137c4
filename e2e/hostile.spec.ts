import { expect, test } from '@playwright/test';
import { apply, open, openingService, type } from './lab.js';

const bomb = [
  'a: &a [x,x,x,x,x,x,x,x,x]',
  ...'bcdefghij'.split('').map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefghij'[i]}`).join(',')}]`),
].join('\n');

const inputs: readonly (readonly [string, string, RegExp])[] = [
  ['aliases that explode', bomb, /alias|excessive/i],
  [
    'an unknown kind',
    'apiVersion: v1\nkind: Sevrice\nmetadata:\n  name: x\n',
    /no matches for kind "Sevrice" in version "v1"/,
  ],
  ['an unknown field', openingService.replace('selector:', 'selectors:'), /unknown field "spec\.selectors"/],
  [
    'markup in a name',
    openingService.replace('name: myservice', 'name: "<img src=x onerror=alert(1)>"'),
    /<img src=x onerror=alert\(1\)>/,
  ],
];

for (const [what, text, message] of inputs) {
  test(`answers ${what} with a clear message and lives on`, async ({ page }) => {
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => void (dialogs.push(dialog.message()), dialog.dismiss()));
    await open(page);
    await type(page, text);
    await apply(page);
    await expect(page.getByText(message).first()).toBeVisible({ timeout: 10_000 });
    await expect(page.getByRole('button', { name: /^Service myservice/ })).toBeVisible();
    expect(dialogs).toEqual([]);
  });
}

test('does not hang on 5 MB of text', async ({ page }) => {
  await open(page);
  await type(page, `${'# '.padEnd(99, 'x')}\n`.repeat(50_000));
  await apply(page);
  await expect(page.getByText(/too large|at most|limit/i).first()).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('button', { name: /^Service myservice/ })).toBeVisible();
});

const spoilt: readonly (readonly [string, string])[] = [
  ['no JSON', '{'],
  ['another shape', '{"version":1,"seed":"x","active":3,"files":{},"log":{}}'],
  ['no files', '{"version":1,"seed":1,"active":"service.yaml","files":[],"log":[]}'],
  [
    'commands that do not exist',
    '{"version":1,"seed":1,"active":"service.yaml","files":[{"name":"service.yaml","text":"a: 1","applied":"b"}],"log":[{"type":"bogus"},null,5,{"type":"send"}]}',
  ],
];

for (const [what, stored] of spoilt) {
  test(`opens in spite of a stored session with ${what}`, async ({ page }) => {
    await page.addInitScript((text) => localStorage.setItem('kubehop.session', text), stored);
    await open(page);
    await expect(page.getByRole('tab', { name: /service\.yaml/ })).toBeVisible();
  });
}
