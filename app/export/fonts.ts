import inter from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import mono from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2?url';

const faces = [
  { family: 'Inter Variable', url: inter, weights: '100 900' },
  { family: 'JetBrains Mono Variable', url: mono, weights: '100 800' },
] as const;

/** The page's Latin fonts as rules that carry their own data; none where they cannot be read. */
export async function embeddedFonts(): Promise<string> {
  const rules = await Promise.all(
    faces.map(async ({ family, url, weights }) => {
      const data = await asDataUrl(url);
      return `@font-face{font-family:'${family}';font-weight:${weights};src:url(${data}) format('woff2')}`;
    }),
  );
  return rules.join('\n');
}

async function asDataUrl(url: string): Promise<string> {
  const blob = await (await fetch(url)).blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Error('the font could not be read'));
    reader.readAsDataURL(blob);
  });
}
