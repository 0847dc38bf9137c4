import type { ITheme } from '@xterm/xterm';

/** The page's tokens as a terminal's sixteen colours. Red says error; four others are the kinds of address. */
export function screenTheme(): ITheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  const [ink, quiet] = [token('--ink'), token('--ink-3')];
  return {
    background: token('--panel'),
    foreground: token('--ink'),
    cursor: ink,
    cursorAccent: token('--panel'),
    selectionBackground: token('--lit'),
    selectionForeground: token('--lit-ink'),
    overviewRulerBorder: token('--panel'),
    scrollbarSliderBackground: `${token('--line-2')}99`,
    scrollbarSliderHoverBackground: token('--line-2'),
    scrollbarSliderActiveBackground: token('--line-ui'),
    black: token('--sunk'),
    white: ink,
    brightBlack: quiet,
    brightWhite: ink,
    red: token('--bad'),
    blue: token('--ip-node'),
    green: token('--ip-pod'),
    magenta: token('--ip-cluster'),
    yellow: token('--ip-ext'),
    cyan: token('--ink-2'),
  };
}
