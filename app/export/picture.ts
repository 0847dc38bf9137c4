import { withWholeMap } from '../state/whole-map.js';
import { embeddedFonts } from './fonts.js';
import { svgPicture, type PictureText } from './svg-picture.js';

export type PictureFormat = 'svg' | 'png';

/** The view on the canvas that can be taken as a picture. */
const findView = (): HTMLElement | undefined =>
  document.querySelector<HTMLElement>('[data-pane="canvas"] [role="tabpanel"]') ??
  document.querySelector<HTMLElement>('[data-pane="canvas"]') ??
  undefined;

/** Device pixels per CSS pixel of a PNG. */
const sharpness = 2;
/** What browsers paint in one canvas at most: pixels of a side, and altogether. */
const mostSide = 16_000;
const mostPixels = 120_000_000;

/** As sharp as it may be without outgrowing a canvas. */
const sharpnessOf = (width: number, height: number): number =>
  Math.min(sharpness, mostSide / Math.max(width, height), Math.sqrt(mostPixels / (width * height)));

/** The canvas as a picture: a drawing as itself, a page of text as the page draws it. */
export async function takePicture(format: PictureFormat, words: PictureText): Promise<Blob> {
  const view = findView();
  if (view === undefined) throw new Error('There is no view to take a picture of');
  const fonts = await embeddedFonts().catch(() => '');
  const drawing = view.querySelector<SVGSVGElement>('svg[role="application"], [role="region"] > svg[lang]');
  if (drawing !== null) {
    const picture = await withWholeMap(() => Promise.resolve(svgPicture(drawing, words, fonts)));
    return format === 'svg' ? svgBlob(picture.text) : asPng(picture);
  }
  return pageAsPicture(view, format, fonts);
}

const svgBlob = (text: string): Blob => new Blob([text], { type: 'image/svg+xml' });

async function asPng({ text, width, height }: { text: string; width: number; height: number }): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  const scale = sharpnessOf(width, height);
  [canvas.width, canvas.height] = [Math.floor(width * scale), Math.floor(height * scale)];
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('The picture is too large')) : resolve(blob)),
      'image/png',
    );
  });
}

/** A view that is text: its whole length, not only what is scrolled into sight. */
async function pageAsPicture(view: HTMLElement, format: PictureFormat, fonts: string): Promise<Blob> {
  const { toBlob, toSvg } = await import('html-to-image');
  const scrolling = view.querySelector<HTMLElement>('[tabindex="0"][role="region"]') ?? view;
  const backgroundColor = getComputedStyle(document.documentElement).getPropertyValue('--panel').trim();
  const options = {
    backgroundColor,
    width: scrolling.scrollWidth,
    height: scrolling.scrollHeight,
    pixelRatio: sharpnessOf(scrolling.scrollWidth, scrolling.scrollHeight),
    fontEmbedCSS: fonts,
    // Custom properties are resolved already; copied into every element they would outweigh the picture.
    includeStyleProperties: [...getComputedStyle(scrolling)].filter((name) => !name.startsWith('--')),
    style: { overflow: 'visible', height: `${scrolling.scrollHeight}px` },
  };
  if (format === 'svg') return (await fetchData(await toSvg(scrolling, options))) ?? svgBlob('');
  const blob = await toBlob(scrolling, options);
  if (blob === null) throw new Error('The picture is too large');
  return blob;
}

/** A data URL's content, without asking the network for it, which a policy may forbid. */
function fetchData(url: string): Blob | undefined {
  const comma = url.indexOf(',');
  return comma < 0 ? undefined : svgBlob(decodeURIComponent(url.slice(comma + 1)));
}
