import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, type Page } from '@playwright/test';
import ts from 'typescript';
import { opened } from './lab.js';

/** What the dialog gives for a place, of a Lab whose packet is at its fourth hop. */
async function snippet(page: Page, place: string): Promise<string> {
  await page.goto('./?lang=en');
  await opened(page);
  await page.keyboard.press('s');
  await expect(page.getByText(/1 \/ \d+/).first()).toBeVisible();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/4 \/ \d+/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('tab', { name: 'Embed' }).click();
  await page.getByRole('radio', { name: place, exact: true }).click();
  const field = page.getByRole('textbox', { name: 'Snippet' });
  await expect(field).toHaveValue(/#v1\./);
  return field.inputValue();
}

/** MDX takes JSX as it is: what React makes of it is what the site shows. */
function fromJsx(jsx: string): string {
  const { outputText } = ts.transpileModule(jsx, { compilerOptions: { jsx: ts.JsxEmit.React, jsxFactory: 'h' } });
  const render = new Function('h', `return ${outputText.replace('"use strict";', '').trim().replace(/;$/, '')}`) as (
    h: typeof createElement,
  ) => ReturnType<typeof createElement>;
  return renderToStaticMarkup(render(createElement));
}

/** A link of Markdown, as every renderer writes it. */
const fromMarkdown = (text: string): string => text.replace(/^\[([^\]]+)\]\((\S+)\)$/, '<a href="$2">$1</a>');

const asIs = (text: string): string => text;

for (const [place, rendered] of [
  ['HTML', asIs],
  ['iframe', asIs],
  ['mdBook', asIs],
  ['Docusaurus', fromJsx],
] as const) {
  test(`the snippet for ${place} opens the lab at its step`, async ({ page, baseURL }) => {
    const text = await snippet(page, place);
    // A blank line would end a block of HTML in Markdown.
    expect(text).not.toMatch(/\n\s*\n/);
    const address = `http://localhost:${new URL(baseURL ?? '').port}/host.html`;
    await page.goto(`${address}?body=${encodeURIComponent(rendered(text))}`);
    const frame = page.frameLocator('iframe');
    await opened(frame);
    await expect(frame.getByText(/4 \/ \d+/).first()).toBeVisible();
    await expect(page.locator('iframe')).toHaveCSS('height', '520px');
  });
}

test('the snippet for Markdown is a link to the lab at its step', async ({ page, baseURL }) => {
  const text = await snippet(page, 'Markdown');
  const address = `http://localhost:${new URL(baseURL ?? '').port}/host.html`;
  await page.goto(`${address}?body=${encodeURIComponent(fromMarkdown(text))}`);
  await page.getByRole('link').click();
  await opened(page);
  await expect(page.getByText(/4 \/ \d+/).first()).toBeVisible();
});
