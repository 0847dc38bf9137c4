import type { ReactElement } from 'react';

const drawings = {
  undo: 'M6 3 3 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H6',
  redo: 'm10 3 3 3-3 3m3-3H6.5a3.5 3.5 0 0 0 0 7H10',
  moon: 'M13 9.6A5.5 5.5 0 0 1 6.4 3 5.5 5.5 0 1 0 13 9.6Z',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  play: 'M5 3.2v9.6L12.5 8Z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  first: 'M2.5 3.5v9M8 3.8v8.4L4 8Zm5.5 0v8.4L9.5 8Z',
  back: 'M4 3.5v9M12 3.6v8.8L6.5 8Z',
  next: 'M12 3.5v9M4 3.6v8.8L9.5 8Z',
  last: 'M13.5 3.5v9M2.5 3.8v8.4L6.5 8Zm5.5 0v8.4L12 8Z',
  'chevron-down': 'm4 6 4 4 4-4',
  'chevron-up': 'm4 10 4-4 4 4',
  'chevron-right': 'm6 4 4 4-4 4',
  'chevron-left': 'm10 4-4 4 4 4',
  close: 'm4 4 8 8m0-8-8 8',
  check: 'm3.5 8.5 3 3 6-7',
  alert: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 3.2v3.4m0 2.1v.1',
  restart: 'M3 8a5 5 0 1 0 1.6-3.7M3 2.8v2.7h2.7',
  code: 'm5.5 4.5-3.5 3.5 3.5 3.5m5-7 3.5 3.5-3.5 3.5',
  list: 'M6 4h7.5M6 8h7.5M6 12h7.5M2.5 4h.1M2.5 8h.1M2.5 12h.1',
  path: 'M3.2 2h2.6A1.2 1.2 0 0 1 7 3.2v1.6A1.2 1.2 0 0 1 5.8 6H3.2A1.2 1.2 0 0 1 2 4.8V3.2A1.2 1.2 0 0 1 3.2 2Zm7 8h2.6a1.2 1.2 0 0 1 1.2 1.2v1.6a1.2 1.2 0 0 1-1.2 1.2h-2.6A1.2 1.2 0 0 1 9 12.8v-1.6A1.2 1.2 0 0 1 10.2 10ZM7 4h3.5A1.5 1.5 0 0 1 12 5.5V10M4.5 6v4.5A1.5 1.5 0 0 0 6 12h3',
  rules: 'M2 3.5h3.5a3 3 0 0 1 3 3v3a3 3 0 0 0 3 3H14M8.5 8H14',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  'arrow-right': 'M3 8h10m-3.5-3.5L13 8l-3.5 3.5',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Zm3.3 7.8 3.2 3.2',
  globe:
    'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM2 8h12M8 2c2 1.8 2.6 3.8 2.6 6S10 12.2 8 14c-2-1.8-2.6-3.8-2.6-6S6 3.8 8 2Z',
  keyboard:
    'M2.8 4h10.4c.7 0 1.3.6 1.3 1.3v5.4c0 .7-.6 1.3-1.3 1.3H2.8c-.7 0-1.3-.6-1.3-1.3V5.3C1.5 4.6 2.1 4 2.8 4ZM4.5 6.7h.1M7 6.7h.1M9.5 6.7h.1M12 6.7h-.1M5 9.5h6',
  link: 'M6.7 9.3a2.6 2.6 0 0 0 3.7 0l2.3-2.3a2.6 2.6 0 0 0-3.7-3.7l-.8.8M9.3 6.7a2.6 2.6 0 0 0-3.7 0L3.3 9A2.6 2.6 0 0 0 7 12.7l.8-.8',
  open: 'M9.5 2.5h4v4M13.5 2.5 8 8M11.5 9v3.5a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1H7',
  download: 'M8 2.5v7.5m-3.2-3L8 10.2 11.2 7M2.8 13.5h10.4',
  copy: 'M6 5.5h6.5a1 1 0 0 1 1 1V13a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V6.5a1 1 0 0 1 1-1ZM11 5.5V3a1 1 0 0 0-1-1H3.5a1 1 0 0 0-1 1v6.5a1 1 0 0 0 1 1H5',
  panel: 'M3.5 2.5h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1Zm6.5 0v11',
  plus: 'M8 3v10M3 8h10',
  reader: 'M3 6.2h2.2L8.5 3.5v9L5.2 9.8H3Zm8 .2a2.4 2.4 0 0 1 0 3.2m1.8-5a5 5 0 0 1 0 6.8',
  prompt: 'm3 4.5 3.5 3.5L3 11.5m5 0h5',
  map: 'M2.5 4.2 6 2.8l4 1.4 3.5-1.4v9L10 13.2l-4-1.4-3.5 1.4Zm3.5-1.4v9m4-7.6v9',
} as const;

export type IconName = keyof typeof drawings;

/** A 16 px line drawing in the text's colour. Always beside a label, or in a control that has one. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): ReactElement {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={drawings[name]} />
    </svg>
  );
}
