import { describe, expect, it } from 'vitest';
import type { snippetFormats } from './embed-snippet.js';
import { embedSnippet, type EmbedChoice } from './embed-snippet.js';

const choice: EmbedChoice = {
  language: 'zh-CN',
  theme: undefined,
  panes: ['map', 'rules'],
  readonly: true,
  height: 500,
};
const snippet = (format: (typeof snippetFormats)[number]) =>
  embedSnippet(format, 'https://course.example/lab/', '#v1.3.abc', choice);
const source = 'https://course.example/lab/?embed=1&lang=zh-CN&panes=map,rules&readonly=1#v1.3.abc';

describe('the snippet for', () => {
  it('HTML is a custom element and its script', () => {
    expect(snippet('element')).toBe(
      '<script src="https://course.example/lab/embed.js" async></script>\n' +
        '<kubehop-lab link="#v1.3.abc" lang="zh-CN" panes="map,rules" readonly height="500"></kubehop-lab>',
    );
  });

  it('an iframe and mdBook is HTML', () => {
    expect(snippet('iframe')).toContain(`src="${source.replaceAll('&', '&amp;')}"`);
    expect(snippet('mdbook')).toBe(snippet('iframe'));
  });

  it('Docusaurus is JSX', () => {
    expect(snippet('docusaurus')).toContain(`src="${source}"`);
    expect(snippet('docusaurus')).toContain('style={{');
  });

  it('Markdown, which may not hold frames, is a link', () => {
    expect(snippet('markdown')).toBe('[kubehop: open this lab](https://course.example/lab/#v1.3.abc)');
  });
});
