import { writePageParameters, type PageParameters } from '../state/page-parameters.js';

/** What a course author chose for the embedded page. */
export interface EmbedChoice extends Pick<PageParameters, 'language' | 'theme' | 'panes' | 'readonly'> {
  /** CSS pixels. */
  readonly height: number;
}

export const snippetFormats = ['element', 'iframe', 'markdown', 'docusaurus', 'mdbook'] as const;
export type SnippetFormat = (typeof snippetFormats)[number];

/** The text to paste into a page, for the place it is pasted into. `address` ends with a slash; `link` begins with `#`. */
export function embedSnippet(format: SnippetFormat, address: string, link: string, choice: EmbedChoice): string {
  const src = address + writePageParameters({ embed: true, ...choice }) + link;
  switch (format) {
    case 'element':
      return elementSnippet(address, link, choice);
    case 'iframe':
    case 'mdbook':
      return `<iframe src="${escaped(src)}"\n  title="kubehop" loading="lazy" allow="clipboard-write"\n  style="width:100%;height:${choice.height}px;border:1px solid #c4c4bc;border-radius:10px"></iframe>`;
    case 'docusaurus':
      return `<iframe\n  src=${JSON.stringify(src)}\n  title="kubehop"\n  loading="lazy"\n  allow="clipboard-write"\n  style={{ width: '100%', height: ${choice.height}, border: '1px solid #c4c4bc', borderRadius: 10 }}\n/>`;
    case 'markdown':
      return `[kubehop: open this lab](${address}${link})`;
  }
}

function elementSnippet(
  address: string,
  link: string,
  { height, language, theme, panes, readonly }: EmbedChoice,
): string {
  const attributes = [
    `link="${link}"`,
    ...(language === undefined ? [] : [`lang="${language}"`]),
    ...(theme === undefined ? [] : [`theme="${theme}"`]),
    ...(panes.length === 0 ? [] : [`panes="${panes.join(',')}"`]),
    ...(readonly ? ['readonly'] : []),
    `height="${height}"`,
  ];
  return `<script src="${escaped(address)}embed.js" async></script>\n<kubehop-lab ${attributes.join(' ')}></kubehop-lab>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
