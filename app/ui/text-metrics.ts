/**
 * Widths of text without a browser, so that layouts can be computed and tested anywhere.
 * Advances are those of Inter and JetBrains Mono in hundredths of an em, rounded up.
 */
const regular =
  '29 28 41 64 64 82 64 23 37 37 50 66 28 47 28 36 63 47 61 64 65 61 63 58 62 63 28 28 66 66 66 51 94 68 66 73 72 60 59 75 75 27 55 66 57 89 76 77 64 77 64 64 65 75 68 95 65 67 63 37 36 37 47 46 50 57 63 56 63 59 37 61 60 24 24 55 24 87 59 60 61 61 38 53 37 59 56 82 54 56 55 37 33 37 66';
const semibold =
  '25 31 40 65 65 85 67 22 40 40 55 68 30 47 30 38 67 49 63 66 67 64 65 59 65 65 30 30 68 68 68 55 100 73 66 75 73 61 59 76 75 28 57 68 57 91 75 78 65 78 66 65 66 74 73 101 70 71 66 40 38 40 49 47 50 58 64 58 64 60 38 63 62 27 27 57 27 90 61 61 63 63 40 55 38 61 58 84 57 58 57 40 36 40 68';

const advances = { 400: regular.split(' ').map(Number), 600: semibold.split(' ').map(Number) };

export interface Font {
  readonly family: 'ui' | 'mono';
  readonly size: number;
  readonly weight: 400 | 600;
}

/** Han, kana, hangul and full-width forms take a whole em in either family. */
const isWide = (code: number): boolean =>
  (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xff60);

function advance(code: number, font: Font): number {
  if (isWide(code)) return 100;
  if (font.family === 'mono') return 60;
  return advances[font.weight][code - 32] ?? 100;
}

function hundredthsOf(text: string, font: Font): number {
  let hundredths = 0;
  for (const character of text) hundredths += advance(character.codePointAt(0) ?? 32, font);
  return hundredths;
}

export const textWidth = (text: string, font: Font): number => (hundredthsOf(text, font) * font.size) / 100;

/** The longest form of the text that fits: whole, or its start (and `tail` last characters) around an ellipsis. */
export function fitText(text: string, width: number, font: Font, tail = 0): string {
  if (textWidth(text, font) <= width) return text;
  const characters = [...text];
  const end = `…${tail > 0 ? characters.slice(-tail).join('') : ''}`;
  const fits = (hundredths: number): boolean => (hundredths * font.size) / 100 <= width;
  let hundredths = hundredthsOf(end, font);
  let length = 0;
  for (const character of characters.slice(0, characters.length - tail - 1)) {
    hundredths += advance(character.codePointAt(0) ?? 32, font);
    if (!fits(hundredths)) break;
    length++;
  }
  if (length > 0) return characters.slice(0, length).join('') + end;
  if (tail > 0) return fitText(text, width, font);
  return fits(hundredthsOf('…', font)) ? '…' : '';
}

/** Breaks text into lines no wider than `width`: at spaces, after Han characters, or anywhere when a word is too long. */
export function wrapText(text: string, width: number, font: Font): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(/[\u2e80-\uff60]|[^\s\u2e80-\uff60]+|\s+/g) ?? []) {
    if (textWidth((line + piece).trimEnd(), font) <= width) {
      line += piece;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = piece.trimStart();
    while (textWidth(line, font) > width && line.length > 1) {
      let cut = line.length - 1;
      while (cut > 1 && textWidth(line.slice(0, cut), font) > width) cut--;
      lines.push(line.slice(0, cut));
      line = line.slice(cut);
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}
